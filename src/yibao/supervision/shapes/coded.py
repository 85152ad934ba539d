"""The evaluator of the shapes ``diagnosis`` and ``operation``: a code of the encounter."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from yibao.supervision.case import AuditCase
from yibao.supervision.findings.hit import Hit
from yibao.supervision.shapes.checks import Check

ALIASES = frozenset({"encounter", "patient", "knowledge"})
ORDER = ("encounter", "patient", "knowledge")


class CodedEvaluator:
    """Looks up the codes of the encounter and their beginnings, as known on its last day."""

    follows: frozenset[str] = frozenset()

    def __init__(
        self,
        checks: dict[str | None, tuple[Check, ...]],
        codes_of: Callable[[AuditCase], Iterable[str]],
        parts_of: Callable[[str], set[str]],
    ) -> None:
        self.checks = checks
        self.codes_of = codes_of
        self.parts_of = parts_of

    def evaluate(self, case: AuditCase, found: list[Hit]) -> None:
        """Append a hit for each code that breaks a rule; a code given twice counts once."""
        known = self.checks.keys()
        for code in set(self.codes_of(case)):
            for part in self.parts_of(code) & known:
                _run(code, self.checks[part], case, found)


def _run(code: str, checks: tuple[Check, ...], case: AuditCase, found: list[Hit]) -> None:
    encounter, patient = case.encounter, case.patient
    day, encounter_id = encounter.end_day, encounter.encounter_id
    for valid_from, valid_to, breaks, measured, limit, knowledge in checks:
        if valid_from <= day < valid_to and breaks(encounter, patient, knowledge):
            facts = (encounter, patient, knowledge)
            found.append(
                Hit(
                    knowledge.rule,
                    knowledge.point,
                    (encounter_id, code),
                    measured(*facts) if measured else None,
                    limit(*facts) if limit else None,
                    day,
                    encounter_id,
                    (),
                )
            )
