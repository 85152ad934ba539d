"""The two sums of an indicator, as the rules' options write them: over lines, by encounter first.

What a scope asks of the encounter is asked of the sum, not of each line; so one grouping of the
lines serves all rules, whatever their scopes.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from yibao.supervision.expressions import Expression, parse
from yibao.supervision.records import Encounter, Patient
from yibao.supervision.rules.declaration import Rule
from yibao.supervision.shapes import columns
from yibao.supervision.shapes.compiled import CompiledRules, NameColumn
from yibao.supervision.vocabulary import columns_of

_TERMS = ("numerator", "denominator")


def terms(
    compiled: CompiledRules, column: NameColumn, *, aliases: frozenset[str]
) -> dict[str, str]:
    """Return SQL for ``options.numerator`` and ``options.denominator``.

    A rule without the option counts what is in its scope.

    Raises:
        ExpressionRefused: an option is not an expression over ``aliases``.
    """
    return {name: _chosen(compiled, name, column, aliases) for name in _TERMS}


class LineSums(NamedTuple):
    """Sums over the lines of an encounter: SQL over ``line`` by the name of the column."""

    sums: dict[str, str]
    of_rule: dict[str, dict[str, str]]
    """For each rule the names of ``numerator``, ``denominator`` and ``count``."""
    scope_of_rule: dict[str, str]
    """What is left of the rule's scope to be asked of the relation ``encounter``."""
    needs_encounter: bool
    """Whether a sum names more than the line itself."""

    def query(self) -> str:
        """Return the sums of every encounter as a query."""
        chosen = "".join(f",\n    {text} AS {name}" for name, text in self.sums.items())
        return (
            f"  SELECT\n    line.encounter_id AS encounter_id{chosen}\n"
            "  FROM every_line AS line\n  GROUP BY line.encounter_id"
        )

    def placeholders(self) -> dict[str, str]:
        """Return the query, and what chooses a rule's own among its columns (``total``)."""
        return {
            "by_encounter": self.query(),
            "scope": _by_rule(self.scope_of_rule),
            **{
                part: _by_rule(
                    {rule: f"total.{names[part]}" for rule, names in self.of_rule.items()}
                )
                for part in (*_TERMS, "count")
            },
        }


def line_sums(compiled: CompiledRules) -> LineSums:
    """Return the sums that the rules ask for."""
    result = LineSums({}, {}, {}, needs_encounter=_needs_encounter(compiled))
    for rule in compiled.rules:
        applies = compiled.variant_of[rule.code].applies
        asks_lines = not _aliases(applies) <= {"encounter", "patient"}
        guard = applies.sql(columns.of_line) if asks_lines else "TRUE"
        result.scope_of_rule[rule.code] = (
            "TRUE" if asks_lines else applies.sql(columns.of_encounter)
        )
        names = {}
        for part in (*_TERMS, "count"):
            term = _term(rule, part)
            text = "1" if term is None else term.sql(columns.of_line)
            text = text if guard == "TRUE" else f"CASE WHEN {guard} THEN {text} END"
            names[part] = _name(result.sums, f"CAST(sum({text}) AS BIGINT)")
        result.of_rule[rule.code] = names
    return result


def wide_encounter(compiled: CompiledRules) -> list[str]:
    """Return columns of ``encounter`` under the names that the relation ``line`` has for them.

    These are what every finding tells, and what the rules name.
    """
    named = {pair for each in compiled.expressions for pair in each.columns}
    own = [f"encounter.{name}" for name in ("encounter_id", "patient_id", "institution_id")]
    wide = [
        f"encounter.{name} AS encounter_{name}"
        for name in columns_of(Encounter)
        if name in {"end_day", "lines_amount"} or ("encounter", name) in named
    ]
    patient = [n for n in columns_of(Patient) if ("patient", n) in named and n != "patient_id"]
    return own + wide + [f"encounter.patient_{name}" for name in patient]


def _needs_encounter(compiled: CompiledRules) -> bool:
    found = (_term(rule, part) for rule in compiled.rules for part in _TERMS)
    scopes = (variant.applies for variant in compiled.variants)
    return any(term is not None and not _aliases(term) <= {"line"} for term in found) or any(
        not _aliases(scope) <= {"encounter", "patient"} for scope in scopes
    )


def _term(rule: Rule, part: str) -> Expression | None:
    """Return what a rule adds up, ``None`` where it counts."""
    given = "1" if part == "count" else str(rule.options.get(part, "1"))
    return None if given == "1" else parse(given, allowed=frozenset({"line", "encounter"}))


def _aliases(expression: Expression) -> frozenset[str]:
    return frozenset(alias for alias, _ in expression.columns)


def _name(sums: dict[str, str], text: str) -> str:
    """Return the column of a sum; the same sum has the same name wherever it is asked for."""
    name = f"sum_{hashlib.sha256(text.encode()).hexdigest()[:12]}"
    sums[name] = text
    return name


def _by_rule(texts: dict[str, str]) -> str:
    """Return the choice among texts by ``knowledge.rule``."""
    whens = " ".join(f"WHEN '{code}' THEN {text}" for code, text in texts.items())
    return f"CASE knowledge.rule {whens} END"


def _chosen(
    compiled: CompiledRules, option: str, column: NameColumn, aliases: frozenset[str]
) -> str:
    texts = {}
    for rule in compiled.rules:
        given = str(rule.options.get(option, "1"))
        texts[rule.code] = "1" if given == "1" else parse(given, allowed=aliases).sql(column)
    if len(set(texts.values())) == 1:
        return next(iter(texts.values()))
    return _by_rule(texts)
