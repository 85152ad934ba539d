"""Messages as cases: one encounter under audit, the others of the message as history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from yibao.national.audit.codes import LEVELS, SEXES, CodeSet, setting_of
from yibao.national.audit.diagnoses import read_diagnoses, read_operations
from yibao.national.audit.exact import (
    Absent,
    amounts,
    is_identifier,
    is_mere_date,
    moments,
    text_of,
    text_or_none,
)
from yibao.national.audit.lines import read_lines
from yibao.national.audit.notes import Note
from yibao.national.audit.wire import AuditRequest, EncounterNode, Order, PatientNode, many, place
from yibao.national.errors import EncounterAbsent, NodeAbsent, TooManyLines, ValueUnreadable
from yibao.supervision.case import AuditCase
from yibao.supervision.derived import complete
from yibao.supervision.records import Encounter, Line, Patient

MOST_LINES = 20_000
"""Lines of one message, all encounters together."""
_DAY_MINUTES = 24 * 60


class Sender(Struct, frozen=True):
    """What the register of institutions says of the sender of a message."""

    institution: str
    codes: CodeSet
    is_internet: bool = False


class ReadCase(Struct):
    """One patient of a message: the case, the history that came with it, what was left out."""

    case: AuditCase
    others: list[AuditCase]
    notes: list[Note]
    orders: list[Order]
    line_count: int


def read_cases(request: AuditRequest, sender: Sender) -> list[ReadCase]:
    """Return a case for each patient of the message.

    Raises:
        NodeAbsent, EncounterAbsent, ValueUnreadable, TooManyLines: nothing can be audited.
    """
    patients = many(request.patients)
    if not patients:
        raise NodeAbsent(label="参保人信息", place="patient_dtos")
    count = sum(
        len(many(encounter.orders))
        for patient in patients
        for encounter in many(patient.encounters)
    )
    if count > MOST_LINES:
        raise TooManyLines(most=MOST_LINES, count=count)
    return [
        _read_case(patient, sender, f"patient_dtos[{number}]")
        for number, patient in enumerate(patients)
    ]


def _read_case(node: PatientNode, sender: Sender, path: str) -> ReadCase:
    patient_id = text_of(node.patient_id)
    if not patient_id:
        raise NodeAbsent(label="参保人标识", place=place(path, PatientNode, "patient_id"))
    if not is_identifier(patient_id):
        raise ValueUnreadable(label="参保人标识", place=place(path, PatientNode, "patient_id"))
    born_on = _moment(node.born_on, "出生日期", place(path, PatientNode, "born_on"))
    patient = Patient(patient_id, SEXES.get(text_of(node.sex)), born_on and born_on[0])
    encounters = many(node.encounters)
    position = _current(node, encounters, path)
    places = [
        f"{place(path, PatientNode, 'encounters')}[{number}]" for number in range(len(encounters))
    ]
    current, notes = _one(patient, encounters[position], sender, places[position], is_current=True)
    others = [
        _one(patient, encounter, sender, where, is_current=False)[0]
        for encounter, where in zip(encounters, places, strict=True)
        if encounter is not encounters[position] and text_of(encounter.encounter_id)
    ]
    orders = many(encounters[position].orders)
    return ReadCase(current, others, notes, orders, len(orders))


def _current(node: PatientNode, encounters: Sequence[EncounterNode], path: str) -> int:
    """Return the position of the present encounter; a single one needs no naming."""
    if not encounters:
        raise NodeAbsent(label="就诊信息", place=place(path, PatientNode, "encounters"))
    wanted = text_of(node.current_encounter)
    if not wanted and len(encounters) == 1:
        return 0
    for position, encounter in enumerate(encounters):
        if wanted and text_of(encounter.encounter_id) == wanted:
            return position
    raise EncounterAbsent(place=place(path, PatientNode, "current_encounter"))


def _one(
    patient: Patient, node: EncounterNode, sender: Sender, path: str, *, is_current: bool
) -> tuple[AuditCase, list[Note]]:
    encounter_id = text_of(node.encounter_id)
    if not encounter_id:
        raise NodeAbsent(label="就诊标识", place=place(path, EncounterNode, "encounter_id"))
    if not is_identifier(encounter_id):
        raise ValueUnreadable(label="就诊标识", place=place(path, EncounterNode, "encounter_id"))
    level = LEVELS.get(text_of(node.institution_level))
    lines, notes = read_lines(
        many(node.orders),
        encounter_id=encounter_id,
        level=level,
        codes=sender.codes,
        is_current=is_current,
        path=path,
    )
    encounter = _encounter(patient, node, sender, path, lines, is_current=is_current)
    encounter.institution_level = level
    case = AuditCase(
        patient,
        encounter,
        lines,
        diagnoses=read_diagnoses(many(node.diagnoses), text_of(node.main_diagnosis)),
        operations=read_operations(many(node.operations), text_of(node.incisions)),
    )
    return complete(case), notes


def _encounter(
    patient: Patient,
    node: EncounterNode,
    sender: Sender,
    path: str,
    lines: Sequence[Line],
    *,
    is_current: bool,
) -> Encounter:
    start, end, is_open = _period(node, lines, path)
    # A sender answers for its own encounters; who else treated the patient, it may only report.
    institution = sender.institution if is_current else text_of(node.institution_id)
    return Encounter(
        encounter_id=text_of(node.encounter_id),
        patient_id=patient.patient_id,
        institution_id=institution or sender.institution,
        start_day=start[0],
        end_day=max(end[0], start[0]),
        start_minute=start[1],
        end_minute=max(end[1], start[1]),
        is_open=is_open,
        setting=_setting(node, sender, institution),
        institution_type=text_or_none(node.institution_type),
        region=text_or_none(node.region),
        insurance_type=text_or_none(node.insurance_type),
        disease_programme=text_or_none(node.disease_programme),
        department=text_or_none(node.department),
        pregnancy=sender.codes.pregnancy.get(text_of(node.pregnancy)),
        total_amount=_amount(node.total_amount, place(path, EncounterNode, "total_amount")),
    )


def _period(
    node: EncounterNode, lines: Sequence[Line], path: str
) -> tuple[tuple[int, int], tuple[int, int], bool]:
    """Return start and end (day, minute) and whether the end is still open: until the last line."""
    start = _moment(node.starts, "入院日期", place(path, EncounterNode, "starts"))
    if start is None:  # an order may be written before anybody entered a date of visit
        if not lines:
            raise NodeAbsent(label="入院日期", place=place(path, EncounterNode, "starts"))
        first = min(lines, key=lambda line: line.minute)
        start = first.day, first.minute
    end = _moment(node.ends, "出院日期", place(path, EncounterNode, "ends"))
    is_open = end is None
    if end is None:
        last = max((line.minute for line in lines), default=start[1])
        end = max(last, start[1]) // _DAY_MINUTES, max(last, start[1])
    elif is_mere_date(node.ends):
        end = end[0], end[1] + _DAY_MINUTES - 1
    return start, end, is_open


def _setting(node: EncounterNode, sender: Sender, institution: str) -> str | None:
    if institution.startswith("P"):
        return "pharmacy"
    setting = setting_of(text_of(node.care_type), text_of(node.visit_kind), sender.codes)
    if setting == "outpatient" and sender.is_internet and institution == sender.institution:
        return "internet"
    return setting


def _moment(given: Any, label: str, place: str) -> tuple[int, int] | None:
    try:
        return moments[given]
    except Absent:
        return None
    except (ValueError, TypeError):
        raise ValueUnreadable(label=label, place=place) from None


def _amount(given: Any, place: str) -> int | None:
    try:
        return amounts[given]
    except Absent:
        return None
    except (ValueError, TypeError):
        raise ValueUnreadable(label="总费用", place=place) from None
