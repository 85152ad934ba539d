"""Shape ``trace_code``: one trace code on two lines, anybody's. Batch only.

The first line by minute, then by its number, is related; all others are violating. Subject
(trace_code); day, patient and encounter are those of the first violating line.
"""

from __future__ import annotations

from yibao.supervision.shapes import columns
from yibao.supervision.shapes.compiled import CompiledRules
from yibao.supervision.shapes.registry import fill

ALIASES = frozenset({"line", "encounter", "patient", "knowledge"})
STATEMENTS = ("trace_code.sql",)
PART = "trace_part"


def column(alias: str, name: str) -> str:
    """Return the column of the wide line; a line that repeats a code has all that it had."""
    return columns.of_line(alias, name)


def placeholders(compiled: CompiledRules) -> dict[str, str]:
    """Return the query of the lines that are in scope."""
    return {"part": part_text(compiled)}


def part_text(compiled: CompiledRules) -> str:
    """Return the query that gives, for some patients, the lines with a trace code."""
    return fill("trace_lines.sql", compiled, column, {}).rstrip()
