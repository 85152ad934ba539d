"""Shape ``encounter``: a whole encounter against the rule's own row.

Serves RECQC and METRIC rules that compare what one encounter says. As of its last day; the sum of
its lines is at stake.
"""

from __future__ import annotations

from collections.abc import Iterable

from yibao.supervision.case import AuditCase
from yibao.supervision.findings.hit import Hit
from yibao.supervision.knowledge.points import Evidence, Knowledge
from yibao.supervision.shapes import columns
from yibao.supervision.shapes.checks import Check, checks_by_code
from yibao.supervision.shapes.compiled import CompiledRules

ALIASES = frozenset({"encounter", "patient", "knowledge"})
ORDER = ("encounter", "patient", "knowledge")
STATEMENTS = ("encounter.sql",)
column = columns.of_encounter


class EncounterEvaluator:
    """Runs the rules' own rows, one after the other."""

    follows: frozenset[str] = frozenset()

    def __init__(self, checks: tuple[Check, ...]) -> None:
        self.checks = checks

    def evaluate(self, case: AuditCase, found: list[Hit]) -> None:
        """Append a hit for each rule that the encounter breaks."""
        encounter, patient = case.encounter, case.patient
        day = encounter.end_day
        for valid_from, valid_to, breaks, measured, limit, knowledge in self.checks:
            if valid_from <= day < valid_to and breaks(encounter, patient, knowledge):
                facts = (encounter, patient, knowledge)
                found.append(
                    Hit(
                        knowledge.rule,
                        knowledge.point,
                        (encounter.encounter_id,),
                        measured(*facts) if measured else None,
                        limit(*facts) if limit else None,
                        day,
                        encounter.encounter_id,
                        (),
                        encounter_amount=encounter.lines_amount,
                    )
                )


def build(
    compiled: CompiledRules, knowledge: Iterable[Knowledge], evidence: Iterable[Evidence]
) -> EncounterEvaluator:
    """Take the rows without a code; an encounter has none that could call another row."""
    del evidence
    return EncounterEvaluator(checks_by_code(compiled, knowledge, ORDER).get(None, ()))
