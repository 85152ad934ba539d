"""The real-time side: all rules compiled over one knowledge snapshot, asked case by case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from yibao.supervision.case import AuditCase
from yibao.supervision.findings.finding import Finding, settle
from yibao.supervision.findings.hit import Hit
from yibao.supervision.knowledge.points import Evidence, Knowledge
from yibao.supervision.rules.declaration import Rule
from yibao.supervision.shapes.compiled import compile_rules
from yibao.supervision.shapes.registry import BATCH_ONLY, Evaluator, shape_module


@dataclass(frozen=True)
class Auditor:
    """Compiled rules. Immutable and shared by all threads; a new snapshot makes a new one."""

    rules: Mapping[str, Rule]
    evaluators: tuple[Evaluator, ...]
    follows: frozenset[str]
    """Item codes whose lines the history must keep."""
    hints: frozenset[str]
    """Knowledge points that are free text."""

    def hits(self, case: AuditCase) -> list[Hit]:
        """Return every hit in which this encounter has a part."""
        found: list[Hit] = []
        for evaluator in self.evaluators:
            evaluator.evaluate(case, found)
        return found

    def audit(self, case: AuditCase) -> list[Finding]:
        """Return the findings, worst first, money counted once."""
        return settle(self.hits(case), self.rules, self.hints)


def compile_auditor(
    rules: Iterable[Rule], knowledge: Iterable[Knowledge], evidence: Iterable[Evidence]
) -> Auditor:
    """Compile rules over knowledge rows; ``knowledge`` holds the rules' own rows as well.

    Rules that only a batch can answer are left out.

    Raises:
        ExpressionRefused: an expression of a rule is not in the language.
    """
    chosen = {rule.code: rule for rule in rules if rule.shape not in BATCH_ONLY}
    by_shape: dict[str, list[Rule]] = defaultdict(list)
    for rule in chosen.values():
        by_shape[rule.shape].append(rule)
    rows = [row for row in knowledge if row.rule in chosen]
    keys = tuple(evidence)
    evaluators = tuple(_evaluator(shape, group, rows, keys) for shape, group in by_shape.items())
    return Auditor(
        chosen,
        evaluators,
        frozenset().union(*(evaluator.follows for evaluator in evaluators)),
        frozenset(row.point for row in rows if not row.is_coded),
    )


def _evaluator(
    shape: str, rules: list[Rule], rows: list[Knowledge], keys: tuple[Evidence, ...]
) -> Evaluator:
    module = shape_module(shape)
    compiled = compile_rules(rules, module.ALIASES)
    mine = [row for row in rows if row.rule in compiled.by_code]
    built: Evaluator = module.build(
        compiled, mine, [key for key in keys if key.rule in compiled.by_code]
    )
    return built
