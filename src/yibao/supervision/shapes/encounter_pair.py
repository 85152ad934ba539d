"""Shape ``encounter_pair``: two encounters of one patient that do not go together.

``one`` and ``other`` are tried in both orders; the finding is about ``other`` and shown there, as
of its first day. All expressions may speak of both, of the patient and of the rule's own limits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from yibao.supervision.case import AuditCase
from yibao.supervision.findings.hit import Hit
from yibao.supervision.knowledge.points import Evidence, Knowledge
from yibao.supervision.records import Encounter
from yibao.supervision.rules.declaration import Rule
from yibao.supervision.shapes.checks import Check, checks_by_code
from yibao.supervision.shapes.compiled import CompiledRules, NameColumn, Variant

ALIASES = frozenset({"one", "other", "patient", "knowledge"})
ORDER = ("one", "other", "patient", "knowledge")
STATEMENTS = ("encounter_pair.sql",)


class EncounterPairEvaluator:
    """Holds the present encounter against each of the others."""

    follows: frozenset[str] = frozenset()

    def __init__(self, checks: tuple[Check, ...]) -> None:
        self.checks = checks

    def evaluate(self, case: AuditCase, found: list[Hit]) -> None:
        """Append a hit for each pair, with the present encounter as either."""
        present = case.encounter
        for known in case.history.encounters.values():
            for check in self.checks:
                _run(check, (known, present), case, found)
                _run(check, (present, known), case, found)


def build(
    compiled: CompiledRules, knowledge: Iterable[Knowledge], evidence: Iterable[Evidence]
) -> EncounterPairEvaluator:
    """Compile a check for each own row of the rules."""
    del evidence
    return EncounterPairEvaluator(checks_by_code(compiled, knowledge, ORDER).get(None, ()))


def column(alias: str, name: str) -> str:
    """Return the column in SQL: both encounters carry their patient."""
    if alias != "patient":
        return f"{alias}.{name}"
    return "other.patient_id" if name == "patient_id" else f"other.patient_{name}"


def parts(compiled: CompiledRules) -> list[tuple[str, CompiledRules, NameColumn]]:
    """Return a text for each variant, so that an engine filters the encounters before it joins."""
    return [
        (STATEMENTS[0], compiled.only(_is_of(variant, compiled)), column)
        for variant in compiled.variants
    ]


def _is_of(variant: Variant, compiled: CompiledRules) -> Callable[[Rule], bool]:
    return lambda rule: compiled.variant_of[rule.code] is variant


def _run(
    check: Check, pair: tuple[Encounter, Encounter], case: AuditCase, found: list[Hit]
) -> None:
    valid_from, valid_to, breaks, measured, limit, row = check
    one, other = pair
    facts = (one, other, case.patient, row)
    if valid_from <= other.start_day < valid_to and breaks(*facts):
        found.append(
            Hit(
                row.rule,
                row.point,
                (other.encounter_id, one.encounter_id),
                measured(*facts) if measured else None,
                limit(*facts) if limit else None,
                other.start_day,
                other.encounter_id,
                (),
                encounter_amount=other.lines_amount,
            )
        )
