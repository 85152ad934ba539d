"""Shape ``visits``: how often a patient comes within a window.

``options.window``: ``rolling``, the ``knowledge.days`` days up to and including each day on which
an encounter starts; ``month`` or ``year`` of the calendar. Encounters in scope count by their
first day. The limits are those of the window's last first day. The money is that of the encounters
that start on it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from yibao.supervision.case import AuditCase
from yibao.supervision.findings.hit import Hit
from yibao.supervision.knowledge.points import Evidence, Knowledge
from yibao.supervision.records import Encounter, Patient
from yibao.supervision.shapes.adding_up import number
from yibao.supervision.shapes.columns import of_encounter
from yibao.supervision.shapes.compiled import CompiledRules
from yibao.supervision.shapes.measures import Measure
from yibao.supervision.shapes.periods import CALENDAR
from yibao.supervision.shapes.programs import Program, programs_of

ALIASES = frozenset({"encounter", "patient", "knowledge", "measure"})
ORDER = ("measure", "knowledge", "patient")
STATEMENTS = ("visits.sql", "visits_rolling.sql")
OPTIONS = {"window": "rolling"}
WINDOWS = frozenset(CALENDAR) | {"rolling"}


class Check(NamedTuple):
    """One of a rule's own rows with its window."""

    knowledge: Knowledge
    window: str
    program: Program


class Window(NamedTuple):
    """A name, the last day on which one of its encounters starts, and how many there are."""

    name: int
    last_day: int
    visits: int


class VisitsEvaluator:
    """Counts the windows in which the present encounter starts."""

    follows: frozenset[str] = frozenset()

    def __init__(self, checks: tuple[Check, ...]) -> None:
        self.checks = checks

    def evaluate(self, case: AuditCase, found: list[Hit]) -> None:
        """Append a hit for each window with too many encounters."""
        encounters = [case.encounter, *case.history.encounters.values()]
        for check in self.checks:
            counted = _in_scope(check.program, encounters, case.patient)
            if counted and counted[0] is case.encounter:
                _judge(check, counted, case, found)


def build(
    compiled: CompiledRules, knowledge: Iterable[Knowledge], evidence: Iterable[Evidence]
) -> VisitsEvaluator:
    """Compile a check for each own row of the rules.

    :raises ValueError: a rule names an unknown window
    """
    del evidence
    programs = programs_of(compiled, records=("encounter", "patient"), group=ORDER)
    checks = []
    for row in knowledge:
        window = compiled.by_code[row.rule].options.get("window", OPTIONS["window"])
        if window not in WINDOWS:
            raise ValueError(f"{row.rule}: window {window!r} is not one of {sorted(WINDOWS)}")
        if window != "rolling" or (row.days or 0) >= 1:
            checks.append(Check(row, window, programs[row.rule]))
    return VisitsEvaluator(tuple(checks))


def column(alias: str, name: str) -> str:
    """Return the column in SQL; a group of encounters is one that carries its measures."""
    return f"encounter.measure_{name}" if alias == "measure" else of_encounter(alias, name)


def _in_scope(program: Program, encounters: list[Encounter], patient: Patient) -> list[Encounter]:
    applies = program.applies
    if applies is None:
        return encounters
    return [encounter for encounter in encounters if applies(encounter, patient)]


def _judge(check: Check, counted: list[Encounter], case: AuditCase, found: list[Hit]) -> None:
    row, _, program = check
    for name, last_day, visits in _windows(check, counted, case.encounter.start_day):
        facts = (Measure(visits=visits), row, case.patient)
        if row.valid_from <= last_day < row.valid_to and program.violates(*facts):
            last = [encounter for encounter in counted if encounter.start_day == last_day]
            found.append(
                Hit(
                    row.rule,
                    row.point,
                    (case.patient.patient_id, str(name)),
                    number(program.measured, *facts),
                    number(program.limit, *facts),
                    last_day,
                    min(encounter.encounter_id for encounter in last),
                    (),
                    encounter_amount=sum(encounter.lines_amount for encounter in last),
                )
            )


def _windows(check: Check, counted: list[Encounter], mine: int) -> Iterator[Window]:
    """Yield the windows that hold the day ``mine``."""
    days = sorted(encounter.start_day for encounter in counted)
    if check.window == "rolling":
        length = check.knowledge.days or 0
        for day in sorted(set(days)):
            if day - length < mine <= day:
                inside = bisect_right(days, day) - bisect_right(days, day - length)
                yield Window(day, day, inside)
    else:
        period = CALENDAR[check.window]
        inside_days = [day for day in days if period(day) == period(mine)]
        yield Window(period(mine), inside_days[-1], len(inside_days))
