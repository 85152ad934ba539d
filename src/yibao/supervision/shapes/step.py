"""Shape ``step``: a second-line drug without a first-line drug before it.

The first-line items are the point's evidence keys ``I:code``. From the first day of the
second-line item in the encounter, ``knowledge.days`` days are looked back, the day itself excluded
(without ``days``: for ever); any line of a first-line item in any encounter will do, in the rule's
scope or not. A free-text point hits always. A coded point without a key says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from yibao.supervision.case import AuditCase
from yibao.supervision.findings.hit import Hit
from yibao.supervision.knowledge.points import Evidence, Knowledge
from yibao.supervision.records import Line
from yibao.supervision.shapes.adding_up import number
from yibao.supervision.shapes.columns import of_line
from yibao.supervision.shapes.compiled import CompiledRules
from yibao.supervision.shapes.patient_lines import PatientLines, is_valid
from yibao.supervision.shapes.programs import LINE_RECORDS, Program, programs_of

ALIASES = frozenset({"line", "encounter", "patient", "knowledge"})
ORDER = ("encounter", "patient", "knowledge")
STATEMENTS = ("step.sql",)
ITEM = "I:"


class Check(NamedTuple):
    """One point's rows for one second-line item and the first-line items that must come before."""

    rows: list[Knowledge]
    first_line: frozenset[str]
    program: Program


class StepEvaluator:
    """Looks back from the second-line items of the encounter."""

    def __init__(self, checks: dict[str, list[Check]]) -> None:
        self.checks = checks
        self.follows: frozenset[str] = frozenset().union(
            *(check.first_line for known in checks.values() for check in known)
        )

    def evaluate(self, case: AuditCase, found: list[Hit]) -> None:
        """Append a hit for each second-line item that came too early."""
        known = case.lines_by_code.keys() & self.checks.keys()
        if not known:
            return
        lines = PatientLines(case)
        for code in known:
            for check in self.checks[code]:
                own = lines.own(code, check.program)
                used = [line for line in own if is_valid(check.rows, line.day)]
                if used:
                    _judge(check, used, case, found)


def build(
    compiled: CompiledRules, knowledge: Iterable[Knowledge], evidence: Iterable[Evidence]
) -> StepEvaluator:
    """Index the points by second-line item.

    :raises ValueError: ``violates``, ``measured`` or ``limit`` speaks of a line
    """
    items: dict[tuple[str, str], set[str]] = {}
    for key in evidence:
        if key.key.startswith(ITEM):
            items.setdefault((key.rule, key.point), set()).add(key.key.removeprefix(ITEM))
    programs = programs_of(compiled, records=LINE_RECORDS, group=ORDER)
    checks: dict[str, dict[tuple[str, str], Check]] = {}
    for row in knowledge:
        point = (row.rule, row.point)
        if row.code is None or (row.is_coded and point not in items):
            continue
        of_code = checks.setdefault(row.code, {})
        if point not in of_code:
            of_code[point] = Check([], frozenset(items.get(point, ())), programs[row.rule])
        of_code[point].rows.append(row)
    return StepEvaluator({code: list(known.values()) for code, known in checks.items()})


def column(alias: str, name: str) -> str:
    """Return the column in SQL."""
    return of_line(alias, name)


def _judge(check: Check, used: list[Line], case: AuditCase, found: list[Hit]) -> None:
    day = min(line.day for line in used)
    row = next(row for row in check.rows if row.valid_from <= day < row.valid_to)
    if row.is_coded and _treated_before(check, row, day, case):
        return
    _, violates, measured, limit = check.program
    facts = (case.encounter, case.patient, row)
    if violates(*facts):
        found.append(
            Hit(
                row.rule,
                row.point,
                (case.encounter.encounter_id, row.code or ""),
                number(measured, *facts),
                number(limit, *facts),
                day,
                case.encounter.encounter_id,
                tuple(used),
            )
        )


def _treated_before(check: Check, row: Knowledge, day: int, case: AuditCase) -> bool:
    """Return whether the patient had a first-line item in the days before."""
    return any(
        line.day < day and (row.days is None or line.day >= day - row.days)
        for code in check.first_line
        for line in case.all_lines(code)
    )
