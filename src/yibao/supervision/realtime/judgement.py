"""Judging one case at one stage: which findings are shown, which are only logged."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from yibao.supervision.auditor import Auditor
from yibao.supervision.case import AuditCase
from yibao.supervision.findings.finding import Finding, settle
from yibao.supervision.findings.hit import Hit
from yibao.supervision.realtime.deadline import Deadline
from yibao.supervision.realtime.rulebook import Rulebook, Stage


class Coverage(Struct, frozen=True):
    """What an audit looked at: lines, lines that some rule knows, rules that ran."""

    lines: int
    in_scope: int
    rules: int


class Judgement(Struct, frozen=True):
    """The findings of one case. Those of rules on trial are logged and not shown.

    Money is counted among the shown findings alone: a rule on trial takes nothing from others.
    """

    shown: list[Finding]
    on_trial: list[Finding]
    coverage: Coverage


def judge(rulebook: Rulebook, stage: Stage, case: AuditCase, deadline: Deadline) -> Judgement:
    """Return what the rules of a stage find in a case.

    At order entry a finding about lines counts only if one of them is being ordered now: what was
    ordered before is context. Findings about the encounter itself are always reported.

    Raises:
        OutOfTime: between two shapes the budget was found to be spent.
    """
    auditor = rulebook.auditors[stage]
    hits = _hits(auditor, case, deadline)
    if stage == "order":
        hits = [hit for hit in hits if _is_new(hit, case.encounter.encounter_id)]
    trials = {code for code, rule in auditor.rules.items() if rule.status == "trial"}
    known = rulebook.known_codes
    return Judgement(
        _settle(auditor, (hit for hit in hits if hit.rule not in trials)),
        _settle(auditor, (hit for hit in hits if hit.rule in trials)) if trials else [],
        Coverage(
            len(case.lines),
            sum(line.item_code in known for line in case.lines),
            len(auditor.rules),
        ),
    )


def _hits(auditor: Auditor, case: AuditCase, deadline: Deadline) -> list[Hit]:
    found: list[Hit] = []
    for evaluator in auditor.evaluators:
        evaluator.evaluate(case, found)
        deadline.check()
    return found


def _settle(auditor: Auditor, hits: Iterable[Hit]) -> list[Finding]:
    return settle(hits, auditor.rules, auditor.hints)


def _is_new(hit: Hit, encounter_id: str) -> bool:
    lines = (*hit.violating, *hit.related)
    return not lines or any(line.is_current and line.encounter_id == encounter_id for line in lines)
