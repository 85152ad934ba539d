"""Shape ``diagnosis``: a diagnosis of the encounter against the rows that its code calls.

A row is called by the full code, first five or first three characters. Subject: encounter and code; no lines,
no amount of its own. As of the last day of the encounter.
"""

from __future__ import annotations

from collections.abc import Iterable

from yibao.supervision.case import AuditCase
from yibao.supervision.knowledge.points import Evidence, Knowledge
from yibao.supervision.shapes import columns
from yibao.supervision.shapes.checks import checks_by_code
from yibao.supervision.shapes.code_parts import diagnosis_parts
from yibao.supervision.shapes.coded import ALIASES, ORDER, CodedEvaluator
from yibao.supervision.shapes.compiled import CompiledRules

__all__ = ["ALIASES", "STATEMENTS", "build", "column"]

STATEMENTS = ("diagnosis.sql",)
column = columns.of_encounter


def build(
    compiled: CompiledRules, knowledge: Iterable[Knowledge], evidence: Iterable[Evidence]
) -> CodedEvaluator:
    """Index the knowledge rows by the code or the beginning of a code that calls them."""
    del evidence
    return CodedEvaluator(checks_by_code(compiled, knowledge, ORDER), _codes, diagnosis_parts)


def _codes(case: AuditCase) -> list[str]:
    return [diagnosis.code for diagnosis in case.diagnoses]
