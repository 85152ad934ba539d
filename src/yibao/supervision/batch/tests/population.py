"""Forty patients over three months, and one rule of every kind of scope."""

from __future__ import annotations

import random
from datetime import date
from typing import Any, NamedTuple

from yibao.supervision.case import AuditCase
from yibao.supervision.knowledge.points import Knowledge
from yibao.supervision.records import Patient
from yibao.supervision.rules.declaration import Rule
from yibao.supervision.tests.parity.samples import FIRST_DAY, a_case, a_line, a_row, a_rule

CODES = ("X1", "X2", "X3", "X4", "X5")


class Population(NamedTuple):
    """Cases with the rules and knowledge to audit them by."""

    cases: list[AuditCase]
    rules: list[Rule]
    knowledge: list[Knowledge]


def population() -> Population:
    """Return the population; the same every time."""
    chance = random.Random(7)
    cases = [
        _case(chance, number, f"P{number % 40:02d}", start=chance.randrange(90))
        for number in range(160)
    ]
    return Population(cases, rules(), knowledge())


def rules() -> list[Rule]:
    """Return rules over lines, encounters, histories and prescriptions."""
    return [
        _rule(
            "line",
            "R1",
            applies="line.fund_paid",
            violates="line.age_years < knowledge.low OR NOT listed(knowledge.listed, patient.sex)",
            measured="line.age_years",
            limit="knowledge.low",
        ),
        _rule("line", "R2", by_code=False, violates="line.quantity > 20000", charge="none"),
        _rule(
            "patient_total",
            "R3",
            violates="measure.quantity > knowledge.cap",
            measured="measure.quantity",
            limit="knowledge.cap",
            charge="excess",
            options={"window": "rolling"},
        ),
        _rule("pair", "R4"),
        _rule("encounter_pair", "R5", by_code=False, violates="one.end_day > other.start_day"),
        _rule("encounter", "R6", by_code=False, violates="encounter.line_count > 4"),
    ]


def knowledge() -> list[Knowledge]:
    """Return the rows that the coded rules need."""
    return [
        a_row("X1", rule="R1", low=30, listed="|1|"),
        a_row("X2", rule="R1", point="K2", low=50, listed="|1|2|", is_coded=False),
        a_row("X1", rule="R3", point="K3", cap=30_000, days=30),
        a_row("X3", rule="R4", point="K4", partner="X4", listed="|visit|"),
        a_row("X5", rule="R4", point="K5", partner="X1", listed="|day|"),
    ]


def _rule(shape: str, code: str, **parts: Any) -> Rule:
    return a_rule(shape, code, valid_from=date(2024, 1, 1), **parts)


def _case(chance: random.Random, number: int, patient: str, *, start: int) -> AuditCase:
    stay = chance.choice((0, 0, 0, 3))
    lines = [
        a_line(
            chance.choice(CODES),
            f"L{number:03d}{place}",
            day=start + chance.randrange(stay + 1),
            minute=chance.randrange(1440),
            pieces=chance.randrange(1, 4),
            amount=chance.randrange(1000),
            fund_paid=chance.random() < 0.9,
            charge_class="09",
        )
        for place in range(chance.randrange(1, 6))
    ]
    person = Patient(
        patient,
        sex="1" if int(patient[1:]) % 2 else "2",
        born_on=FIRST_DAY - 365 * (20 + int(patient[1:])),
    )
    return a_case(
        f"E{number:03d}",
        *lines,
        patient=person,
        start=start,
        end=start + stay,
        setting="inpatient" if stay else "outpatient",
    )
