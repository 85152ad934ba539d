"""Sums over the lines of encounters, worked out with the encounters' own totals in one pass."""

from __future__ import annotations

from collections.abc import Iterable

from yibao.supervision.batch.plan import ShapePlan
from yibao.supervision.shapes.institution_metric import is_over_lines
from yibao.supervision.shapes.ratios import LineSums, line_sums


def sums_of_lines(shapes: Iterable[ShapePlan]) -> str:
    """Return the query of what is summed for each encounter, by its own name."""
    sums: dict[str, str] = {}
    for shape in shapes:
        found = _sums(shape)
        sums |= found.sums if found else {}
    more = "".join(f", {text} AS {name}" for name, text in sums.items())
    return (
        "SELECT line.own_name, CAST(sum(line.amount) AS BIGINT) AS lines_amount, "
        f"count(*) AS line_count{more} FROM full_line AS line GROUP BY line.own_name"
    )


def over_sums(shape: ShapePlan, text: str) -> str:
    """Return a shape's statement reading the sums that there are, where it would add up lines."""
    found = _sums(shape)
    return text.replace(found.query(), "SELECT * FROM line_sum") if found else text


def _sums(shape: ShapePlan) -> LineSums | None:
    """Return the sums that a shape asks for, if they ask for nothing beyond the lines."""
    if shape.shape == "encounter_metric":
        found = line_sums(shape.compiled)
    elif shape.shape == "institution_metric":
        found = line_sums(shape.compiled.only(is_over_lines))
    else:
        return None
    return found if found.sums and not found.needs_encounter else None
