"""Columns that follow from others: ages, counts, sums, the main diagnosis.

The batch side derives the same columns in ``batch/relations.py``; the parity tests hold the two
together.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from yibao.supervision.case import AuditCase
from yibao.supervision.records import Diagnosis, Encounter, Line, Operation, Patient

UNIX_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()


def complete(case: AuditCase) -> AuditCase:
    """Fill every derived column of the case in place and return it."""
    complete_encounter(case.encounter, case.lines, case.diagnoses, case.operations)
    case.encounter.age_years, case.encounter.age_days = age_on(
        case.patient.born_on, case.encounter.start_day
    )
    set_ages(case.patient, case.lines)
    return case


def complete_encounter(
    encounter: Encounter,
    lines: Sequence[Line],
    diagnoses: Sequence[Diagnosis],
    operations: Sequence[Operation],
) -> None:
    """Fill the encounter's counts and sums. With several main diagnoses the smallest code counts."""
    mains = [diagnosis.code for diagnosis in diagnoses if diagnosis.is_main]
    encounter.main_diagnosis = min(mains, default=None)
    encounter.main_category = encounter.main_diagnosis and encounter.main_diagnosis[:3]
    encounter.lines_amount = sum(line.amount for line in lines)
    encounter.line_count = len(lines)
    encounter.diagnosis_count = len(diagnoses)
    encounter.main_diagnosis_count = len(mains)
    encounter.operation_count = len(operations)
    encounter.main_operation_count = sum(operation.is_main for operation in operations)
    encounter.stay_days = max(1, encounter.end_day - encounter.start_day)


def set_ages(patient: Patient, lines: Sequence[Line]) -> None:
    """Set the ages on the day of each line; a line before birth has none (``None``)."""
    born_on = patient.born_on
    known: dict[int, tuple[int | None, int | None]] = {}
    for line in lines:
        ages = known.get(line.day)
        if ages is None:
            ages = known[line.day] = age_on(born_on, line.day)
        line.age_years, line.age_days = ages


def age_on(born_on: int | None, day: int) -> tuple[int | None, int | None]:
    """Return the age in completed years and in days; day numbers in, ``None`` where unknown."""
    if born_on is None or born_on > day:
        return None, None
    return (calendar_number(day) - calendar_number(born_on)) // 10_000, day - born_on


def calendar_number(day: int) -> int:
    """Return a day as year, month and day in one number: 20261122."""
    known = date.fromordinal(UNIX_EPOCH_ORDINAL + day)
    return known.year * 10_000 + known.month * 100 + known.day
