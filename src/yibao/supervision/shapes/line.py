"""Shape ``line``: one line against one knowledge row of its item, or every line against a limit.

Serves ATTR, EXCL, PRICE, QTY, INTERVAL and RECQC rules that need nothing beyond the line, its
encounter and its patient.
"""

from __future__ import annotations

from collections.abc import Iterable

from yibao.supervision.case import AuditCase
from yibao.supervision.findings.hit import Hit
from yibao.supervision.knowledge.points import Evidence, Knowledge
from yibao.supervision.records import Line
from yibao.supervision.shapes import columns
from yibao.supervision.shapes.checks import Check, checks_by_code
from yibao.supervision.shapes.compiled import CompiledRules

ALIASES = frozenset({"line", "encounter", "patient", "knowledge"})
ORDER = ("line", "encounter", "patient", "knowledge")
STATEMENTS = ("line.sql", "every_line.sql")
column = columns.of_line


class LineEvaluator:
    """Looks the line's item up and runs the few checks that know it."""

    follows: frozenset[str] = frozenset()

    def __init__(self, checks: dict[str | None, tuple[Check, ...]]) -> None:
        self.always = checks.pop(None, ())
        self.checks = checks

    def evaluate(self, case: AuditCase, found: list[Hit]) -> None:
        """Append a hit for each line that breaks a rule."""
        by_code = case.lines_by_code
        for code in by_code.keys() & self.checks.keys():
            checks = self.checks[code]
            for line in by_code[code]:
                _run(line, checks, case, found)
        if self.always:
            for line in case.lines:
                _run(line, self.always, case, found)


def build(
    compiled: CompiledRules, knowledge: Iterable[Knowledge], evidence: Iterable[Evidence]
) -> LineEvaluator:
    """Index the knowledge rows by item code; rows without a code are for every line."""
    del evidence
    return LineEvaluator(checks_by_code(compiled, knowledge, ORDER))


def _run(line: Line, checks: tuple[Check, ...], case: AuditCase, found: list[Hit]) -> None:
    encounter, patient, day = case.encounter, case.patient, line.day
    for valid_from, valid_to, breaks, measured, limit, knowledge in checks:
        if valid_from <= day < valid_to and breaks(line, encounter, patient, knowledge):
            facts = (line, encounter, patient, knowledge)
            found.append(
                Hit(
                    knowledge.rule,
                    knowledge.point,
                    (line.line_id,),
                    measured(*facts) if measured else None,
                    limit(*facts) if limit else None,
                    day,
                    encounter.encounter_id,
                    (line,),
                )
            )
