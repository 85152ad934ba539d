"""Shape ``operation``: an operation of the encounter against the rows that its code calls.

A row is called by the full code or first five characters. Subject: encounter and code; no lines,
no amount of its own. As of the last day of the encounter.
"""

from __future__ import annotations

from collections.abc import Iterable

from yibao.supervision.case import AuditCase
from yibao.supervision.knowledge.points import Evidence, Knowledge
from yibao.supervision.shapes import columns
from yibao.supervision.shapes.checks import checks_by_code
from yibao.supervision.shapes.code_parts import operation_parts
from yibao.supervision.shapes.coded import ALIASES, ORDER, CodedEvaluator
from yibao.supervision.shapes.compiled import CompiledRules

__all__ = ["ALIASES", "STATEMENTS", "build", "column"]

STATEMENTS = ("operation.sql",)
column = columns.of_encounter


def build(
    compiled: CompiledRules, knowledge: Iterable[Knowledge], evidence: Iterable[Evidence]
) -> CodedEvaluator:
    """Index the knowledge rows by the code or the beginning of a code that calls them."""
    del evidence
    return CodedEvaluator(checks_by_code(compiled, knowledge, ORDER), _codes, operation_parts)


def _codes(case: AuditCase) -> list[str]:
    return [operation.code for operation in case.operations]
