"""A question that is asked only sometimes, and may stay unanswered even then."""

from __future__ import annotations

from typing import TypeVar

from yibao.catalogue.condition import Condition
from yibao.catalogue.field import Field, optional, when

T = TypeVar("T")


def optional_when(condition: Condition, field: Field[T]) -> Field[T | None]:
    """Ask only when ``condition`` holds; let the question stay unanswered."""
    optional(field)
    return when(condition, field)
