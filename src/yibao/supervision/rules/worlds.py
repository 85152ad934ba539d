"""Turns an example of a rule into audit cases, knowledge rows and stock, units converted exactly."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace

from yibao.supervision.case import AuditCase
from yibao.supervision.knowledge.codes import kind_of
from yibao.supervision.knowledge.points import Evidence, Knowledge
from yibao.supervision.records import (
    PRICE_SCALE,
    QUANTITY_SCALE,
    Diagnosis,
    Encounter,
    Line,
    Operation,
    Patient,
)
from yibao.supervision.rules.declaration import Rule
from yibao.supervision.rules.errors import ExampleWrong
from yibao.supervision.rules.example_limits import (
    FEN_SCALE,
    Stock,
    evidence_of,
    knowledge_of,
    scaled,
    stock_of,
)
from yibao.supervision.rules.examples import (
    Example,
    GivenDiagnosis,
    GivenEncounter,
    GivenLine,
    GivenOperation,
    GivenPatient,
)
from yibao.supervision.shapes.compiled import day_number

MINUTES_A_DAY = 1_440

_SEXES = {"男": "1", "女": "2", "未知": "0", None: None}


class World(NamedTuple):
    """Everything that the evaluators need to answer an example."""

    cases: list[AuditCase]
    knowledge: list[Knowledge]
    evidence: list[Evidence]
    stock: list[Stock]


def examples_of(rule: Rule) -> tuple[Example, ...]:
    """Return the rule's examples.

    Raises:
        ExampleWrong: an example says something that the format does not know.
    """
    return tuple(_example(rule, given) for given in rule.examples)


def world_of(rule: Rule, example: Example) -> World:
    """Return the records of an example.

    Raises:
        ExampleWrong: a number has more digits than its unit, or a line has no price.
    """
    given = example.given
    try:
        return World(
            list(_cases(example)),
            list(knowledge_of(rule, given.knowledge)),
            list(evidence_of(rule, given.knowledge)),
            [stock_of(row) for row in given.stock],
        )
    except ValueError as error:
        raise ExampleWrong(rule=rule.code, title=example.title, problem=str(error)) from error


def _example(rule: Rule, given: dict[str, Any]) -> Example:
    try:
        return msgspec.convert(given, Example)
    except msgspec.ValidationError as error:
        title = given.get("title", "（没有标题）")
        raise ExampleWrong(rule=rule.code, title=title, problem=str(error)) from error


def _cases(example: Example) -> Iterator[AuditCase]:
    given = example.given
    first = replace(given.encounter, lines=given.encounter.lines + given.lines)
    for place, encounter in enumerate((first, *given.others), start=1):
        base = encounter.name or f"E{place}"
        for copy in range(encounter.repeat):
            name = base if encounter.repeat == 1 else f"{base}-{copy}"
            patient = encounter.patient or given.patient
            if encounter.repeat > 1:
                patient = replace(patient, name=f"{patient.name}-{name}")
            yield _case(encounter, name, _patient(patient))


def _case(given: GivenEncounter, name: str, patient: Patient) -> AuditCase:
    start, end = _minute(given.start), _minute(given.until or given.start[:10])
    if len(given.until or "") <= 10:
        end += MINUTES_A_DAY - 1
    suffix = name.partition("-")[2]
    return AuditCase(
        patient,
        Encounter(
            encounter_id=name,
            patient_id=patient.patient_id,
            institution_id=given.hospital,
            start_day=start // MINUTES_A_DAY,
            end_day=end // MINUTES_A_DAY,
            start_minute=start,
            end_minute=end,
            is_open=given.open,
            setting=given.setting,
            institution_level=given.level,
            institution_type=given.type,
            insurance_type=given.insurance,
            disease_programme=given.programme,
            department=given.department,
            pregnancy=given.pregnancy,
            total_amount=_optional(given.total, FEN_SCALE),
        ),
        [_line(line, name, suffix) for line in given.lines],
        diagnoses=[_diagnosis(item, place) for place, item in enumerate(given.diagnoses)],
        operations=[_operation(item, place) for place, item in enumerate(given.operations)],
    )


def _patient(given: GivenPatient) -> Patient:
    return Patient(
        given.name,
        _SEXES[given.sex],
        day_number(given.born) if given.born else None,
        day_number(given.died) if given.died else None,
    )


def _diagnosis(given: str | GivenDiagnosis, place: int) -> Diagnosis:
    if isinstance(given, str):
        return Diagnosis(given, place == 0)
    return Diagnosis(given.code, given.main)


def _operation(given: str | GivenOperation, place: int) -> Operation:
    if isinstance(given, str):
        return Operation(given, place == 0)
    minute = None if given.at is None else _minute(given.at)
    return Operation(given.code, given.main, minute, given.incision)


def _line(given: GivenLine, encounter_id: str, suffix: str) -> Line:
    minute = _minute(given.at)
    price, amount = _price_and_amount(given)
    return Line(
        line_id=f"{given.line}-{suffix}" if suffix else given.line,
        encounter_id=encounter_id,
        item_code=given.item,
        item_kind=given.kind or kind_of(given.item),
        day=minute // MINUTES_A_DAY,
        minute=minute,
        quantity=scaled(given.quantity, QUANTITY_SCALE),
        unit_price=price,
        amount=amount,
        charge_class=given.charge,
        fund_paid=given.fund,
        days=given.days,
        daily_dose=_optional(given.daily_dose, QUANTITY_SCALE),
        prescription=given.prescription,
        prescribed_quantity=_optional(given.prescribed, QUANTITY_SCALE),
        list_amount=_optional(given.list_amount, FEN_SCALE),
        department=given.department,
        doctor_grade=given.doctor_grade,
        uploaded_minute=None if given.uploaded is None else _minute(given.uploaded),
        trace_code=given.trace,
    )


def _price_and_amount(given: GivenLine) -> tuple[int, int]:
    """Return millionths of a yuan and fen; without a price, the amount is that of one unit."""
    price, amount = given.price, given.amount
    if price is None and amount is None:
        raise ValueError(f"明细{given.line}要写price或amount")
    if amount is None:
        amount = Decimal(price or 0) * given.quantity
    price = amount if price is None else price
    return scaled(price, PRICE_SCALE), scaled(amount, FEN_SCALE)


def _minute(text: str) -> int:
    """Return the minute number of ``2026-03-02`` or ``2026-03-02 09:30``."""
    moment = datetime.fromisoformat(text)
    return day_number(moment.date()) * MINUTES_A_DAY + moment.hour * 60 + moment.minute


def _optional(value: Decimal | int | None, scale: int) -> int | None:
    return None if value is None else scaled(value, scale)
