"""Rules compiled for the two stages of real time, with what is needed to explain their findings."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import psutil

from yibao.reference.parameters import NATION
from yibao.supervision.auditor import Auditor, compile_auditor
from yibao.supervision.knowledge.base import KnowledgeBase
from yibao.supervision.knowledge.points import Knowledge
from yibao.supervision.rules.declaration import Rule
from yibao.supervision.rules.limits import with_limits

Stage = Literal["order", "settlement"]
# Rules by calendar year look back to its first day; encounters may be reported a month late.
_YEAR_AND_A_MONTH = 366 + 31
STAGES: tuple[Stage, ...] = ("order", "settlement")


@dataclass(frozen=True)
class Rulebook:
    """Everything that one judgement uses: a new snapshot of knowledge makes a new one."""

    snapshot_id: str
    auditors: Mapping[Stage, Auditor]
    follows: frozenset[str]
    """Item codes whose lines a patient's history keeps, for either stage."""
    known_codes: frozenset[str]
    """Item codes that any rule speaks about: a line of another code is out of scope."""
    points: Mapping[str, Knowledge]
    lookback_days: int
    """How far back any rule looks; a history need not keep what ended before."""
    compile_ms: int
    memory_bytes: int
    """What the process grew by while compiling; a rough figure."""


def compile_rulebook(
    rules: Iterable[Rule], base: KnowledgeBase, *, region: str = NATION
) -> Rulebook:
    """Compile the rules that act at order entry or at settlement; about a second for all.

    Raises:
        ExpressionRefused: a rule's expression is not in the language.
        ParameterMissing: a limit has no value for the region.
    """
    started, before = time.perf_counter(), psutil.Process().memory_info().rss
    chosen = [rule for rule in rules if rule.status != "off"]
    rows = with_limits(chosen, base.rows, region=region)
    auditors = {
        stage: compile_auditor(
            [rule for rule in chosen if getattr(rule.stages, stage) != "none"], rows, base.evidence
        )
        for stage in STAGES
    }
    live = {code for auditor in auditors.values() for code in auditor.rules}
    mine = [row for row in rows if row.rule in live]
    return Rulebook(
        snapshot_id=base.snapshot_id,
        auditors=auditors,
        follows=frozenset().union(*(auditor.follows for auditor in auditors.values())),
        known_codes=frozenset(code for row in mine for code in (row.code, row.partner) if code),
        points={row.point: row for row in mine},
        lookback_days=max([_YEAR_AND_A_MONTH, *(row.days for row in mine if row.days)]),
        compile_ms=int((time.perf_counter() - started) * 1000),
        memory_bytes=max(0, psutil.Process().memory_info().rss - before),
    )
