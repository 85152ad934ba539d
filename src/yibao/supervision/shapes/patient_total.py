"""Shape ``patient_total``: what a patient gets of an item over all encounters, within a window.

``options.window`` says which: ``day``; ``month`` or ``year`` of the calendar; ``rolling``, the
``knowledge.days`` days up to and including each day of use. Items with the same
``knowledge.partner`` count together. Every line counts only if it is in scope with its own
encounter and the point was valid on its day; the limits are those of the window's last day, of the
smallest item code where several meet.

The rows of one point for one item and partner must not overlap in time.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from yibao.supervision.case import AuditCase
from yibao.supervision.findings.hit import Hit
from yibao.supervision.knowledge.points import Evidence, Knowledge
from yibao.supervision.records import Line
from yibao.supervision.shapes.adding_up import measure_of, number
from yibao.supervision.shapes.columns import of_line
from yibao.supervision.shapes.compiled import CompiledRules
from yibao.supervision.shapes.measures import Measure
from yibao.supervision.shapes.patient_lines import (
    ByDay,
    PatientLines,
    first_encounter,
    group_by_day,
    is_valid,
)
from yibao.supervision.shapes.periods import CALENDAR
from yibao.supervision.shapes.programs import LINE_RECORDS, Program, programs_of

ALIASES = frozenset({"line", "encounter", "patient", "knowledge", "measure"})
ORDER = ("measure", "knowledge", "patient")
STATEMENTS = ("patient_total.sql", "patient_total_rolling.sql")
OPTIONS = {"window": "day"}
PERIODS: Mapping[str, Callable[[int], int]] = {"day": int, **CALENDAR}
WINDOWS = frozenset(PERIODS) | {"rolling"}


class Group:
    """What counts together: the items of one point that share a partner, or one item."""

    def __init__(self, row: Knowledge, window: str, program: Program) -> None:
        self.rule, self.point = row.rule, row.point
        self.key = row.partner or row.code or ""
        self.window, self.program = window, program
        self.rows: dict[str, list[Knowledge]] = {}

    def row_on(self, day: int, lines: Iterable[Line]) -> Knowledge:
        """Return the row that sets the limits for the lines of a day, all of them valid."""
        rows = self.rows[min(line.item_code for line in lines)]
        return next(row for row in rows if row.valid_from <= day < row.valid_to)


class Window(NamedTuple):
    """The lines that are added up: those of earlier days and the ones that bear the money."""

    name: int
    last_day: int
    lines: list[Line]
    related: list[Line]
    gap: int | None


class PatientTotalEvaluator:
    """Adds up the windows in which the present encounter has a line."""

    def __init__(self, groups: dict[str, list[Group]]) -> None:
        self.groups = groups
        self.follows = frozenset(groups)

    def evaluate(self, case: AuditCase, found: list[Hit]) -> None:
        """Append a hit for each window that goes beyond its limit."""
        known = case.lines_by_code.keys() & self.groups.keys()
        if not known:
            return
        lines = PatientLines(case)
        for group in {group for code in known for group in self.groups[code]}:
            days = _days(group, lines)
            mine = [day for day, used in days.items() if lines.has_part(used)]
            if mine:
                _judge(group, days, _windows(group, days, mine), case, found)


def build(
    compiled: CompiledRules, knowledge: Iterable[Knowledge], evidence: Iterable[Evidence]
) -> PatientTotalEvaluator:
    """Group the knowledge rows by point and partner.

    :raises ValueError: a rule names an unknown window
    """
    del evidence
    programs = programs_of(compiled, records=LINE_RECORDS, group=ORDER)
    groups: dict[tuple[str, str, str], Group] = {}
    by_code: dict[str, list[Group]] = {}
    for row in knowledge:
        window = compiled.by_code[row.rule].options.get("window", OPTIONS["window"])
        if window not in WINDOWS:
            raise ValueError(f"{row.rule}: window {window!r} is not one of {sorted(WINDOWS)}")
        if row.code is None or (window == "rolling" and (row.days or 0) < 1):
            continue
        key = (row.rule, row.point, row.partner or row.code)
        if key not in groups:
            groups[key] = Group(row, window, programs[row.rule])
        group = groups[key]
        if row.code not in group.rows:
            by_code.setdefault(row.code, []).append(group)
        group.rows.setdefault(row.code, []).append(row)
    return PatientTotalEvaluator(by_code)


def column(alias: str, name: str) -> str:
    """Return the column in SQL; a group of lines is a ``line`` that carries its measures."""
    return f"line.measure_{name}" if alias == "measure" else of_line(alias, name)


def _days(group: Group, lines: PatientLines) -> ByDay:
    """Return the lines that count, by day: in scope and valid."""
    return group_by_day(
        line
        for code in lines.present(group.rows.keys())
        for line in lines.of(code, group.program)
        if is_valid(group.rows[code], line.day)
    )


def _windows(group: Group, days: ByDay, mine: list[int]) -> Iterator[Window]:
    if group.window == "rolling":
        return _rolling(group, days, mine)
    return _calendar(PERIODS[group.window], days, mine)


def _calendar(period: Callable[[int], int], days: ByDay, mine: list[int]) -> Iterator[Window]:
    wanted = {period(day) for day in mine}
    periods: dict[int, list[int]] = {}
    for day in days:
        name = period(day)
        if name in wanted:
            periods.setdefault(name, []).append(day)
    for name, members in periods.items():
        yield Window(name, max(members), [line for day in members for line in days[day]], [], None)


def _rolling(group: Group, days: ByDay, mine: list[int]) -> Iterator[Window]:
    ordered = sorted(days)
    for place, day in enumerate(ordered):
        length = group.row_on(day, days[day]).days or 0
        first = bisect_right(ordered, day - length, 0, place)
        if any(ordered[first] <= own <= day for own in mine):
            related = [line for known in ordered[first:place] for line in days[known]]
            gap = day - ordered[place - 1] if place else None
            yield Window(day, day, days[day], related, gap)


def _judge(
    group: Group, days: ByDay, windows: Iterable[Window], case: AuditCase, found: list[Hit]
) -> None:
    _, violates, measured, limit = group.program
    for window in windows:
        last = days[window.last_day]
        facts = (_measure(window), group.row_on(window.last_day, last), case.patient)
        if violates(*facts):
            found.append(
                Hit(
                    group.rule,
                    group.point,
                    (case.patient.patient_id, group.key, str(window.name)),
                    number(measured, *facts),
                    number(limit, *facts),
                    window.last_day,
                    first_encounter(last),
                    tuple(window.lines),
                    tuple(window.related),
                )
            )


def _measure(window: Window) -> Measure:
    measure = measure_of([*window.related, *window.lines])
    measure.gap = window.gap
    return measure
