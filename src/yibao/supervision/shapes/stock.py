"""Shape ``stock``: what an institution charged of an item against what it had. Batch only.

Relation ``inventory``: one row for institution, item and period (``period_end`` excluded).
``measure.quantity`` is the sum of the lines in scope in the period, ``measure.available`` opening
+ purchased + other_in - other_out, both in ten-thousandths. Subject (institution_id, item_code,
period_start); violating are the lines of the period; day is the last of them.
"""

from __future__ import annotations

from yibao.supervision.shapes import columns
from yibao.supervision.shapes.compiled import CompiledRules
from yibao.supervision.shapes.registry import fill

ALIASES = frozenset({"line", "encounter", "patient", "knowledge", "measure"})
STATEMENTS = ("stock.sql",)
PART = "stock_part"
column = columns.of_line


def placeholders(compiled: CompiledRules) -> dict[str, str]:
    """Return the query of the lines that are in scope."""
    return {"part": part_text(compiled)}


def part_text(compiled: CompiledRules) -> str:
    """Return the query that gives, for some patients, the lines in scope of an inventory period."""
    return fill("stock_lines.sql", compiled, column, {}).rstrip()
