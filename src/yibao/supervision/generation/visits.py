"""Ordinary visits, distributed like those of the synthetic patients in ``data/visits.csv``."""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

from msgspec import Struct

from yibao.supervision.case import AuditCase
from yibao.supervision.derived import complete
from yibao.supervision.records import Diagnosis, Encounter, Line, Patient

FIRST_DAY = 18_628
"""Day number of 2021-01-01, which the table counts from."""
MINUTES_A_DAY = 1_440
ORDINARY_DIAGNOSIS = "Z00.000"
DAYS_BETWEEN_USES = 400
"""An ordinary patient does not use the same item again within any window of a rule."""


class Visit(Struct, frozen=True):
    """One row of the table."""

    age_days: int
    day: int
    hour: int
    setting: str
    days_of_stay: int
    drugs: int
    services: int


class Person(Struct, frozen=True):
    """A synthetic patient: sex and visits."""

    sex: str
    visits: tuple[Visit, ...]


@cache
def people() -> tuple[Person, ...]:
    """Return the synthetic patients of the packaged table."""
    path = files("yibao.supervision.generation") / "data/visits.csv"
    groups: dict[tuple[str, str], list[Visit]] = defaultdict(list)
    for row in csv.DictReader(path.read_text("utf-8").splitlines()):
        numbers = {name: int(row[name]) for name in ("age_days", "day", "hour")}
        groups[row["person"], row["sex"]].append(
            Visit(
                **numbers,
                setting=row["setting"],
                days_of_stay=int(row["days_of_stay"]),
                drugs=int(row["drugs"]),
                services=int(row["services"]),
            )
        )
    return tuple(Person(sex, tuple(visits)) for (_, sex), visits in groups.items())


def ordinary_patient(
    number: int, chance: random.Random, codes: Sequence[tuple[str, str]]
) -> Iterator[AuditCase]:
    """Yield the encounters of one patient in whom no rule finds anything.

    ``codes`` are items (code, kind) that no knowledge row names. One year of the synthetic
    patient's visits is taken; inpatient stays do not overlap anything.
    """
    person = chance.choice(people())
    first = chance.choice(person.visits).day
    patient = Patient(
        f"ordinary-{number:07d}", person.sex, FIRST_DAY + first - person.visits[0].age_days
    )
    free_from = first
    for place, visit in enumerate(v for v in person.visits if first <= v.day < first + 365):
        if visit.day < free_from or place >= 4:
            continue
        free_from = visit.day + visit.days_of_stay + 45
        yield complete(_case(patient, place, visit, chance, codes))


def _case(
    patient: Patient,
    place: int,
    visit: Visit,
    chance: random.Random,
    codes: Sequence[tuple[str, str]],
) -> AuditCase:
    name = f"{patient.patient_id}-{place}"
    day = FIRST_DAY + visit.day
    start = day * MINUTES_A_DAY + visit.hour * 60
    end_day = day + visit.days_of_stay
    count = max(1, min(60, visit.drugs + visit.services))
    chosen = chance.sample(range(len(codes)), min(count, len(codes)))
    lines = [
        _line(name, number, day, start, codes[position], chance)
        for number, position in enumerate(chosen)
    ]
    encounter = Encounter(
        encounter_id=name,
        patient_id=patient.patient_id,
        institution_id=f"H{chance.randrange(10_000_000):08d}",
        start_day=day,
        end_day=end_day,
        start_minute=start,
        end_minute=max(start + 60, end_day * MINUTES_A_DAY + 600),
        setting=visit.setting,
        institution_level=3,
        institution_type="general",
        insurance_type="310",
        pregnancy="none",
        total_amount=sum(line.amount for line in lines),
    )
    return AuditCase(
        patient, encounter, lines, diagnoses=[Diagnosis(ORDINARY_DIAGNOSIS, is_main=True)]
    )


def _line(
    encounter_id: str,
    number: int,
    day: int,
    minute: int,
    code: tuple[str, str],
    chance: random.Random,
) -> Line:
    price = chance.randrange(100, 20_000)
    return Line(
        line_id=f"{encounter_id}-{number:03d}",
        encounter_id=encounter_id,
        item_code=code[0],
        item_kind=code[1],
        day=day,
        minute=minute,
        quantity=10_000,
        unit_price=price * 10_000,
        amount=price,
        charge_class="14",
        list_amount=price,
        prescribed_quantity=10_000,
        uploaded_minute=minute,
        doctor_grade=4,
    )
