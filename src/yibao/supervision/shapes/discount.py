"""Shape ``discount``: of several items of one group on one day, only the dearest is paid in full.

Serves the rule on second and later operations. Rows: ``partner`` the group, ``cap`` the percent
that is still payable. Within an encounter, day and group (whatever the point), the line with the
largest ``list_amount`` (ties: the smallest line id) is exempt; every other one may cost its
percentage of ``list_amount``, rounded half up to the fen. Lines without ``list_amount`` are left
out. One point must not put one item into two groups.

Subject: line. Measured and limit are what was billed and what is permitted, in fen, unless the
rule declares them; the exempt line is related.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from yibao.supervision.case import AuditCase
from yibao.supervision.findings.hit import Hit
from yibao.supervision.knowledge.points import Evidence, Knowledge
from yibao.supervision.records import Line
from yibao.supervision.shapes import columns
from yibao.supervision.shapes.adding_up import in_scope, number
from yibao.supervision.shapes.compiled import CompiledRules
from yibao.supervision.shapes.programs import LINE_RECORDS, Program, programs_of

ALIASES = frozenset({"line", "encounter", "patient", "knowledge"})
ORDER = ("line", "encounter", "patient", "knowledge")
STATEMENTS = ("discount.sql",)
column = columns.of_line


class Check(NamedTuple):
    """One knowledge row that names a group."""

    valid_from: int
    valid_to: int
    program: Program
    knowledge: Knowledge


Entries = list[tuple[Line, Check]]


class DiscountEvaluator:
    """Gathers the lines of each group and day, then compares all but the dearest."""

    follows: frozenset[str] = frozenset()

    def __init__(self, checks: dict[str, list[Check]]) -> None:
        self.checks = checks

    def evaluate(self, case: AuditCase, found: list[Hit]) -> None:
        """Append a hit for each line that costs more than its percentage."""
        by_code = case.lines_by_code
        groups: dict[tuple[str, str | None, int], Entries] = {}
        for code in by_code.keys() & self.checks.keys():
            for check in self.checks[code]:
                _gather(check, by_code[code], case, groups)
        for entries in groups.values():
            if len(entries) > 1:
                _judge(entries, case, found)


def build(
    compiled: CompiledRules, knowledge: Iterable[Knowledge], evidence: Iterable[Evidence]
) -> DiscountEvaluator:
    """Index the rows that name a group by item code."""
    del evidence
    programs = programs_of(compiled, records=LINE_RECORDS, group=ORDER)
    checks: dict[str, list[Check]] = {}
    for row in knowledge:
        if row.code is not None and row.partner is not None:
            program = programs[row.rule]
            check = Check(row.valid_from, row.valid_to, program, row)
            checks.setdefault(row.code, []).append(check)
    return DiscountEvaluator(checks)


def permitted_fen(list_amount: int, percent: int) -> int:
    """Return the percentage of an amount in fen, rounded half up to the fen."""
    return (list_amount * percent + 50) // 100


def _gather(
    check: Check,
    lines: list[Line],
    case: AuditCase,
    groups: dict[tuple[str, str | None, int], Entries],
) -> None:
    valid_from, valid_to, program, knowledge = check
    rule, group = knowledge.rule, knowledge.partner
    for line in in_scope(lines, program, case):
        if line.list_amount is not None and valid_from <= line.day < valid_to:
            groups.setdefault((rule, group, line.day), []).append((line, check))


def _judge(entries: Entries, case: AuditCase, found: list[Hit]) -> None:
    first = min((line for line, _ in entries), key=lambda x: (-(x.list_amount or 0), x.line_id))
    for line, check in entries:
        cap = check.knowledge.cap
        if line.line_id == first.line_id or cap is None:
            continue
        permitted = permitted_fen(line.list_amount or 0, cap)
        facts = (line, case.encounter, case.patient, check.knowledge)
        if line.amount > permitted and check.program.violates(*facts):
            program = check.program
            found.append(
                Hit(
                    check.knowledge.rule,
                    check.knowledge.point,
                    (line.line_id,),
                    number(program.measured, *facts, otherwise=line.amount),
                    number(program.limit, *facts, otherwise=permitted),
                    line.day,
                    line.encounter_id,
                    (line,),
                    (first,),
                )
            )
