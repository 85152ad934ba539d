"""Short builders for readable examples: ``a_case("E1", a_line("A", day=2), diagnoses=["I10"])``.

Days are counted from ``FIRST_DAY``, minutes from the beginning of the day. Whatever an example
does not name has a plain value that breaks no rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from yibao.supervision.case import AuditCase
from yibao.supervision.knowledge.points import Knowledge
from yibao.supervision.records import Diagnosis, Encounter, Line, Operation, Patient
from yibao.supervision.rules.declaration import Rule, Stages

FIRST_DAY = 20_000
"""Day number of 2024-10-04: day 0 of every example."""
MINUTES_A_DAY = 1_440
UNIT = 10_000
"""One piece, in ten-thousandths."""


def a_rule(shape: str, code: str = "R1", **parts: Any) -> Rule:
    """Return a rule of a shape; ``parts`` are the attributes that the example is about."""
    return Rule(
        code=code,
        name="示例规则",
        family="EXAMPLE",
        shape=shape,  # type: ignore[arg-type]
        definition="示例",
        grade="violation",
        stages=Stages(),
        message="示例",
        advice="示例",
        **parts,
    )


def a_row(
    code: str | None = None, *, point: str = "K1", rule: str = "R1", **limits: Any
) -> Knowledge:
    """Return a knowledge row; ``since`` and ``until`` (excluded) are days from ``FIRST_DAY``."""
    for name, column in (("since", "valid_from"), ("until", "valid_to")):
        if name in limits:
            limits[column] = FIRST_DAY + limits.pop(name)
    return Knowledge(rule, point, code, **limits)


def a_line(
    code: str, line_id: str = "1", *, day: int = 0, minute: int = 0, pieces: int = 1, **more: Any
) -> Line:
    """Return a line of one item; ``pieces`` is the quantity in whole units."""
    return Line(
        line_id=line_id,
        encounter_id="",
        item_code=code,
        item_kind=more.pop("item_kind", "drug"),
        day=FIRST_DAY + day,
        minute=(FIRST_DAY + day) * MINUTES_A_DAY + minute,
        quantity=pieces * UNIT,
        unit_price=more.pop("unit_price", 1_000_000),
        amount=more.pop("amount", 100),
        **more,
    )


def a_case(
    encounter_id: str,
    *lines: Line,
    patient: str | Patient = "P1",
    diagnoses: Iterable[str | Diagnosis] = (),
    operations: Iterable[str | Operation] = (),
    start: int = 0,
    end: int | None = None,
    **more: Any,
) -> AuditCase:
    """Return an encounter with its lines, from day ``start`` to day ``end`` (the same if absent).

    Codes of diagnoses and operations as texts: the first is the main one.
    """
    person = Patient(patient) if isinstance(patient, str) else patient
    first, last = FIRST_DAY + start, FIRST_DAY + (start if end is None else end)
    for line in lines:
        line.encounter_id = encounter_id
    encounter = Encounter(
        encounter_id,
        person.patient_id,
        more.pop("institution_id", "H1"),
        first,
        last,
        first * MINUTES_A_DAY,
        last * MINUTES_A_DAY,
        **more,
    )
    return AuditCase(
        person,
        encounter,
        list(lines),
        diagnoses=_coded(Diagnosis, diagnoses),
        operations=_coded(Operation, operations),
    )


def an_operation(code: str, *, day: int = 0, minute: int | None = 0, **more: Any) -> Operation:
    """Return a main operation; ``minute`` counts from the beginning of the day."""
    start = None if minute is None else (FIRST_DAY + day) * MINUTES_A_DAY + minute
    return Operation(code, is_main=more.pop("is_main", True), minute=start, **more)


def _coded(record: Any, given: Iterable[Any]) -> Any:
    codes: Sequence[Any] = list(given)
    return [
        record(code, is_main=place == 0) if isinstance(code, str) else code
        for place, code in enumerate(codes)
    ]
