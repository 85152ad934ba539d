"""Shape ``encounter_metric``: a ratio of two sums over the lines of an encounter. Batch only.

``options.numerator`` and ``options.denominator`` are expressions over ``line`` and ``encounter``,
summed over the lines that pass ``applies``; ``measure.count`` is how many these are. As of the
encounter's last day; subject (encounter_id); no lines, the sum of all lines is at stake.
"""

from __future__ import annotations

from yibao.supervision.shapes import columns
from yibao.supervision.shapes.compiled import CompiledRules
from yibao.supervision.shapes.ratios import line_sums, wide_encounter

ALIASES = frozenset({"line", "encounter", "patient", "knowledge", "measure"})
STATEMENTS = ("encounter_metric.sql",)


def column(alias: str, name: str) -> str:
    """Return the column of the wide line; the measured encounter carries the same names."""
    return columns.of_line(alias, name)


def placeholders(compiled: CompiledRules) -> dict[str, str]:
    """Return the sums that the rules' options ask for, as SQL."""
    columns_of_encounter = ",\n    ".join(wide_encounter(compiled))
    return line_sums(compiled).placeholders() | {"encounter_columns": columns_of_encounter}
