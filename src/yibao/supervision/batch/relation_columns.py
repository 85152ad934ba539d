"""The columns of the source relations: which there are, which must be there."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from yibao.supervision.records import Diagnosis, Encounter, Line, Operation, Patient
from yibao.supervision.vocabulary import Column, columns_of

DERIVED: Mapping[str, frozenset[str]] = {
    "line": frozenset({"age_years", "age_days", "is_current"}),
    "encounter": frozenset(
        {
            "age_years", "age_days", "main_diagnosis", "main_category", "lines_amount",
            "line_count", "diagnosis_count", "main_diagnosis_count", "operation_count",
            "main_operation_count", "stay_days",
        }
    ),
}  # fmt: skip
"""Columns that the batch works out itself and never reads."""

_RECORDS = {
    "line": Line,
    "encounter": Encounter,
    "patient": Patient,
    "diagnosis": Diagnosis,
    "operation": Operation,
}
# An open stay has no end; a flag that nobody gives has the value of the record.
_MAY_MISS = frozenset(
    {"end_day", "end_minute", "is_open", "fund_paid", "is_main", "start_minute", "minute"}
)
_ENCOUNTER = Column("encounter_id", "text", False, "就诊编号")


def _number(name: str, label: str, *, nullable: bool = False) -> Column:
    return Column(name, "integer", nullable, label)


_EXTRA: Mapping[str, tuple[Column, ...]] = {
    "settlement": (_ENCOUNTER, _number("total_amount", "总费用")),
    "inventory": (
        Column("institution_id", "text", False, "医疗机构编号"),
        Column("item_code", "text", False, "医保目录编码"),
        _number("period_start", "期初日期"),
        _number("period_end", "期末日期（不含）"),
        _number("opening", "期初库存"),
        _number("purchased", "购进"),
        _number("other_in", "其他入库", nullable=True),
        _number("other_out", "其他出库", nullable=True),
    ),
}
RELATIONS = (*_RECORDS, *_EXTRA)


@cache
def canonical(relation: str) -> Mapping[str, Column]:
    """Return the columns that a source may give for a relation, in order."""
    if relation in _EXTRA:
        return MappingProxyType({column.name: column for column in _EXTRA[relation]})
    given = {
        name: column
        for name, column in columns_of(_RECORDS[relation]).items()
        if name not in DERIVED.get(relation, frozenset())
    }
    if relation in {"diagnosis", "operation"}:
        given = {"encounter_id": _ENCOUNTER, **given}
    return MappingProxyType(given)


@cache
def required(relation: str) -> tuple[str, ...]:
    """Return the columns without which a row cannot be audited."""
    return tuple(
        name
        for name, column in canonical(relation).items()
        if not column.nullable and name not in _MAY_MISS
    )
