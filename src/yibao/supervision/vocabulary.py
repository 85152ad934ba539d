"""The words of the expression language: every relation with its columns, types and emptiness.

Derived from ``records.py``, so a column is declared once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from yibao.supervision.knowledge.points import Knowledge
from yibao.supervision.records import Encounter, Line, Patient
from yibao.supervision.shapes.measures import Measure

Kind = Literal["integer", "text", "boolean"]
KINDS: Mapping[type, Kind] = {bool: "boolean", int: "integer", str: "text"}


@dataclass(frozen=True)
class Column:
    """A column of a relation: its kind and whether it may be empty (NULL)."""

    name: str
    kind: Kind
    nullable: bool
    label: str


Relation = Mapping[str, Column]


@cache
def columns_of(record: type) -> Relation:
    """Return the columns that a record type declares, by name, in order."""
    hints = get_type_hints(record, include_extras=True)
    return {name: _column(name, hint) for name, hint in hints.items()}


@cache
def vocabulary() -> Mapping[str, Relation]:
    """Return every alias that an expression may use, with its columns.

    ``one`` and ``other`` are two encounters of one patient (shape ``encounter_pair``).
    """
    encounter = columns_of(Encounter)
    return {
        "line": columns_of(Line),
        "encounter": encounter,
        "patient": columns_of(Patient),
        "knowledge": columns_of(Knowledge),
        "measure": columns_of(Measure),
        "one": encounter,
        "other": encounter,
    }


def _column(name: str, hint: Any) -> Column:
    label = name
    if get_origin(hint) is Annotated:
        hint, meta = get_args(hint)[:2]
        label = meta.title or name
    parts = get_args(hint) or (hint,)
    base = next(part for part in parts if part is not type(None))
    return Column(name, KINDS.get(base, "text"), type(None) in parts, label)
