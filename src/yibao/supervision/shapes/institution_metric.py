"""Shape ``institution_metric``: an indicator of an institution in a month. Batch only.

The month is that of the encounter's last day. ``options.over`` says what is counted:

- ``lines``: ``options.numerator`` and ``denominator`` summed over the lines in scope;
- ``encounters``: the same over the encounters in scope;
- ``readmissions``: the stays in scope that ended, and of them those after which the patient came
  to the same institution again within ``knowledge.days`` days, for a stay in scope.

``knowledge.low`` is the least number of lines or encounters below which nothing is said. Subject
(institution_id, yyyymm); day is the last day on which an encounter of the month ended; no lines,
no amount of its own (0).

Everything is a sum, so that a batch adds up what it found for parts of the patients
(``part_text``).
"""

from __future__ import annotations

from collections.abc import Callable

from yibao.supervision.rules.declaration import Rule
from yibao.supervision.shapes import columns
from yibao.supervision.shapes.compiled import CompiledRules, NameColumn
from yibao.supervision.shapes.ratios import line_sums, terms
from yibao.supervision.shapes.registry import fill

ALIASES = frozenset({"line", "encounter", "patient", "knowledge", "measure"})
STATEMENTS = ("institution_metric.sql",)
PART = "institution_part"
_PARTS = {
    "lines": ("institution_lines.sql", columns.of_line, frozenset({"line", "encounter"})),
    "encounters": ("institution_encounters.sql", columns.of_encounter, frozenset({"encounter"})),
    "readmissions": (
        "institution_readmissions.sql",
        columns.of_encounter,
        frozenset({"encounter"}),
    ),
}


def column(alias: str, name: str) -> str:
    """Return the column of the measured month; it knows of no single line or encounter."""
    return f"{alias}.{name}"


def placeholders(compiled: CompiledRules) -> dict[str, str]:
    """Return the query of the sums."""
    return {"part": part_text(compiled)}


def part_text(compiled: CompiledRules) -> str:
    """Return the query that gives, for some patients, the sums of institution and month."""
    texts = []
    for over, (name, naming, aliases) in _PARTS.items():
        some = compiled.only(_reads(over))
        if some.rules:
            texts.append(_part(name, some, naming, aliases))
    return "\nUNION ALL\n".join(texts)


def _part(name: str, compiled: CompiledRules, naming: NameColumn, aliases: frozenset[str]) -> str:
    if name == "institution_lines.sql":
        extra = line_sums(compiled).placeholders()
    else:
        extra = terms(compiled, naming, aliases=aliases)
    return fill(name, compiled, naming, extra).rstrip()


def is_over_lines(rule: Rule) -> bool:
    """Tell whether a rule adds up lines."""
    return _over(rule) == "lines"


def _reads(over: str) -> Callable[[Rule], bool]:
    return lambda rule: _over(rule) == over


def _over(rule: Rule) -> str:
    return str(rule.options.get("over", "lines"))
