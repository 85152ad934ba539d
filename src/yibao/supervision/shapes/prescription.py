"""Shape ``prescription``: all lines that an encounter has under one prescription number.

Serves QTY and EXCL rules on prescriptions. A rule without codes has its own row, as known on the
first day of the prescription. A rule with codes looks at prescriptions with at least one listed
line (its code has a row that is valid on its day), once for each point that lists a line; the
limits are those of the last such line, of the smallest item code where several meet.

Subject: encounter and prescription. ``measure.supply`` is the longest supply of a line, in days.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from yibao.supervision.case import AuditCase
from yibao.supervision.findings.hit import Hit
from yibao.supervision.knowledge.points import Evidence, Knowledge
from yibao.supervision.records import Line
from yibao.supervision.shapes import columns
from yibao.supervision.shapes.adding_up import in_scope, measure_of, number, speaking_row
from yibao.supervision.shapes.compiled import CompiledRules
from yibao.supervision.shapes.measures import Measure
from yibao.supervision.shapes.programs import LINE_RECORDS, Program, programs_of

ALIASES = frozenset({"line", "encounter", "patient", "knowledge", "measure"})
ORDER = ("measure", "knowledge")
STATEMENTS = ("prescription.sql", "listed_prescription.sql")
column = columns.of_line

Groups = dict[str, list[Line]]
Called = dict[str, list[tuple[Line, Knowledge]]]


class Listing(NamedTuple):
    """A rule with its rows, by code; its own are under ``None``."""

    program: Program
    rows: dict[str | None, list[Knowledge]]


class PrescriptionEvaluator:
    """Groups the lines by prescription and measures the groups that a rule looks at."""

    follows: frozenset[str] = frozenset()

    def __init__(self, listings: Sequence[Listing]) -> None:
        self.own = tuple(each for each in listings if None in each.rows)
        self.by_code = tuple(each for each in listings if None not in each.rows)
        self.codes = {code for each in self.by_code for code in each.rows}

    def evaluate(self, case: AuditCase, found: list[Hit]) -> None:
        """Append a hit for each prescription that breaks a rule."""
        known = case.lines_by_code.keys() & self.codes
        if not (known or self.own):
            return
        groups = _groups(case.lines)
        if not groups:
            return
        for listing in self.own:
            for name, lines in _in_scope(groups, listing.program, case):
                _judge_own(listing, name, lines, found)
        for listing in self.by_code:
            if known & listing.rows.keys():
                for name, lines in _in_scope(groups, listing.program, case):
                    _judge_listed(listing, name, lines, found)


def build(
    compiled: CompiledRules, knowledge: Iterable[Knowledge], evidence: Iterable[Evidence]
) -> PrescriptionEvaluator:
    """Give each rule its rows."""
    del evidence
    programs = programs_of(compiled, records=LINE_RECORDS, group=ORDER)
    listings = {rule: Listing(program, {}) for rule, program in programs.items()}
    for row in knowledge:
        listings[row.rule].rows.setdefault(row.code, []).append(row)
    return PrescriptionEvaluator([each for each in listings.values() if each.rows])


def _groups(lines: Iterable[Line]) -> Groups:
    groups: Groups = {}
    for line in lines:
        if line.prescription is not None:
            groups.setdefault(line.prescription, []).append(line)
    return groups


def _in_scope(
    groups: Groups, program: Program, case: AuditCase
) -> Iterator[tuple[str, list[Line]]]:
    for name, lines in groups.items():
        chosen = in_scope(lines, program, case)
        if chosen:
            yield name, chosen


def _judge_own(listing: Listing, name: str, lines: list[Line], found: list[Hit]) -> None:
    day = min([line.day for line in lines])
    for row in listing.rows[None]:
        if row.valid_from <= day < row.valid_to:
            _judge(listing.program, row, _measure(lines, 0), (name, lines), found)


def _judge_listed(listing: Listing, name: str, lines: list[Line], found: list[Hit]) -> None:
    points: Called = {}
    listed = 0
    for line in lines:
        valid = [
            row
            for row in listing.rows.get(line.item_code, ())
            if row.valid_from <= line.day < row.valid_to
        ]
        listed += bool(valid)
        for row in valid:
            points.setdefault(row.point, []).append((line, row))
    if points:
        measure = _measure(lines, listed)
        for entries in points.values():
            _judge(listing.program, speaking_row(entries), measure, (name, lines), found)


def _measure(lines: list[Line], listed: int) -> Measure:
    measure = measure_of(lines)
    measure.listed = listed
    measure.supply = max(line.days or 0 for line in lines)
    return measure


def _judge(
    program: Program,
    row: Knowledge,
    measure: Measure,
    group: tuple[str, list[Line]],
    found: list[Hit],
) -> None:
    if program.violates(measure, row):
        name, lines = group
        encounter_id = lines[0].encounter_id
        found.append(
            Hit(
                row.rule,
                row.point,
                (encounter_id, name),
                number(program.measured, measure, row),
                number(program.limit, measure, row),
                min(line.day for line in lines),
                encounter_id,
                tuple(lines),
            )
        )
