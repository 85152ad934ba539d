"""What other packages may ask the catalogue, by the day of the service."""

from __future__ import annotations

from datetime import date

from yibao.medical_catalogue.queries import items_on
from yibao.medical_catalogue.searching import Item
from yibao.platform.database import Sql

__all__ = ["Item", "find_items"]


def find_items(sql: Sql, codes: list[str], day: date) -> dict[str, Item]:
    """Return the versions that hold on ``day``, by code; codes that are unknown are left out."""
    return items_on(sql, codes, day)
