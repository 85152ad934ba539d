"""Shape ``perioperative``: items that must be given around an operation of a certain incision.

Serves the rule on antibiotics before operations. A knowledge row says for which incision class
(``partner``) and from how many minutes before (``low``) to how many after the beginning (``high``),
both included. A line is violating if the encounter has such an operation with a known beginning
and none of them is near enough. A row without either limit says nothing.

Subject: encounter and item code. Measured: the number of violating lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from yibao.supervision.case import AuditCase
from yibao.supervision.findings.hit import Hit
from yibao.supervision.knowledge.points import Evidence, Knowledge
from yibao.supervision.records import Line
from yibao.supervision.shapes import columns
from yibao.supervision.shapes.compiled import CompiledRules, breaks_of

ALIASES = frozenset({"line", "encounter", "patient", "knowledge"})
ORDER = ("line", "encounter", "patient", "knowledge")
STATEMENTS = ("perioperative.sql",)
column = columns.of_line


class Check(NamedTuple):
    """One knowledge row: dates, incision class, minutes before and after."""

    valid_from: int
    valid_to: int
    incision: str
    before: int
    after: int
    breaks: Callable[..., bool]
    knowledge: Knowledge


class PerioperativeEvaluator:
    """Compares the minutes of lines with those of the operations."""

    follows: frozenset[str] = frozenset()

    def __init__(self, checks: dict[str, list[Check]]) -> None:
        self.checks = checks

    def evaluate(self, case: AuditCase, found: list[Hit]) -> None:
        """Append a hit for each item that was given at the wrong time."""
        if not case.operations:
            return
        by_code = case.lines_by_code
        known = by_code.keys() & self.checks.keys()
        if known:
            beginnings = _beginnings(case)
            for code in known:
                _judge(by_code[code], self.checks[code], beginnings, case, found)


def build(
    compiled: CompiledRules, knowledge: Iterable[Knowledge], evidence: Iterable[Evidence]
) -> PerioperativeEvaluator:
    """Index the complete rows by item code."""
    del evidence
    functions = {v.number: breaks_of(v, ORDER) for v in compiled.variants}
    checks: dict[str, list[Check]] = {}
    for row in knowledge:
        if None in (row.code, row.partner, row.low, row.high):
            continue
        breaks = functions[compiled.variant_of[row.rule].number]
        checks.setdefault(row.code or "", []).append(
            Check(
                row.valid_from,
                row.valid_to,
                row.partner or "",
                row.low or 0,
                row.high or 0,
                breaks,
                row,
            )
        )
    return PerioperativeEvaluator(checks)


def _beginnings(case: AuditCase) -> dict[str, list[int]]:
    """Return the known minutes at which operations of each incision class begin."""
    beginnings: dict[str, list[int]] = {}
    for operation in case.operations:
        if operation.minute is not None and operation.incision is not None:
            beginnings.setdefault(operation.incision, []).append(operation.minute)
    return beginnings


def _judge(
    lines: list[Line],
    checks: list[Check],
    beginnings: dict[str, list[int]],
    case: AuditCase,
    found: list[Hit],
) -> None:
    points: dict[tuple[str, str], dict[str, Line]] = {}
    for check in checks:
        minutes = beginnings.get(check.incision)
        if minutes:
            for line in lines:
                if _is_wrong(line, check, minutes, case):
                    point = (check.knowledge.rule, check.knowledge.point)
                    points.setdefault(point, {})[line.line_id] = line
    encounter_id = case.encounter.encounter_id
    for (rule, point_id), wrong in points.items():
        violating = tuple(wrong.values())
        found.append(
            Hit(
                rule,
                point_id,
                (encounter_id, violating[0].item_code),
                len(violating),
                None,
                max(line.day for line in violating),
                encounter_id,
                violating,
            )
        )


def _is_wrong(line: Line, check: Check, minutes: list[int], case: AuditCase) -> bool:
    before, after, minute = check.before, check.after, line.minute
    return (
        check.valid_from <= line.day < check.valid_to
        and not any(begin - before <= minute <= begin + after for begin in minutes)
        and check.breaks(line, case.encounter, case.patient, check.knowledge)
    )
