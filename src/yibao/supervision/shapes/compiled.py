"""Rules of one shape, compiled: expressions parsed, and numbered where several rules share them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from yibao.supervision.expressions import Expression, parse, predicate, value
from yibao.supervision.rules.declaration import Rule

EPOCH = date(1970, 1, 1)
NameColumn = Callable[[str, str], str]


@dataclass(frozen=True)
class Variant:
    """The expressions that a group of rules shares; ``measured`` and ``limit`` may be absent."""

    number: int
    applies: Expression
    violates: Expression
    breaks: Expression
    """``applies`` and ``violates`` in one."""
    measured: Expression | None
    limit: Expression | None


@dataclass(frozen=True)
class CompiledRules:
    """The rules of one shape with their variants."""

    rules: tuple[Rule, ...]
    variants: tuple[Variant, ...]
    variant_of: dict[str, Variant]
    by_code: dict[str, Rule]

    def only(self, wanted: Callable[[Rule], bool]) -> CompiledRules:
        """Return the rules that are wanted, with their variants."""
        rules = tuple(rule for rule in self.rules if wanted(rule))
        used = {self.variant_of[rule.code].number for rule in rules}
        return CompiledRules(
            rules,
            tuple(variant for variant in self.variants if variant.number in used),
            {rule.code: self.variant_of[rule.code] for rule in rules},
            {rule.code: rule for rule in rules},
        )

    @property
    def expressions(self) -> Iterator[Expression]:
        """Yield every expression of the rules."""
        for variant in self.variants:
            yield variant.breaks
            yield from filter(None, (variant.measured, variant.limit))

    def rule_list(self) -> str:
        """Return the codes of the rules as SQL, for a text that is not for every rule."""
        return ", ".join(_literal(rule.code) for rule in self.rules)

    def choose(self, part: str, column: NameColumn, *, otherwise: str) -> str:
        """Return SQL that gives ``part`` of the variant in ``knowledge.variant``.

        One variant gives its plain text, several give a CASE; an absent part gives ``otherwise``.
        """
        texts = [(v.number, _text(getattr(v, part), column, otherwise)) for v in self.variants]
        if len({text for _, text in texts}) == 1:
            return texts[0][1]
        whens = " ".join(f"WHEN {number} THEN {text}" for number, text in texts)
        return f"CASE knowledge.variant {whens} ELSE {otherwise} END"

    def choose_option(self, name: str, usual: str) -> str:
        """Return SQL that gives the option of the rule in ``knowledge.rule``, a text.

        ``usual`` stands for the rules that do not name the option.
        """
        chosen = {rule.code: str(rule.options.get(name, usual)) for rule in self.rules}
        if len(set(chosen.values())) <= 1:
            return _literal(next(iter(chosen.values()), usual))
        whens = " ".join(f"WHEN {_literal(c)} THEN {_literal(v)}" for c, v in chosen.items())
        return f"CASE knowledge.rule {whens} END"


def compile_rules(rules: Iterable[Rule], aliases: frozenset[str]) -> CompiledRules:
    """Parse the rules' expressions; equal ones share a variant.

    Raises:
        ExpressionRefused: an expression is outside the language or names what does not exist.
    """
    chosen = tuple(rules)
    variants: dict[tuple[str, ...], Variant] = {}
    variant_of = {}
    for rule in chosen:
        texts = (_scope(rule, aliases), rule.violates, rule.measured, rule.limit)
        if texts not in variants:
            variants[texts] = _variant(len(variants), texts, aliases)
        variant_of[rule.code] = variants[texts]
    return CompiledRules(
        chosen, tuple(variants.values()), variant_of, {rule.code: rule for rule in chosen}
    )


def _variant(number: int, texts: Sequence[str], aliases: frozenset[str]) -> Variant:
    applies, violates, measured, limit = texts
    return Variant(
        number,
        parse(applies, allowed=aliases),
        parse(violates, allowed=aliases),
        parse(f"({applies}) AND ({violates})", allowed=aliases),
        parse(measured, allowed=aliases) if measured else None,
        parse(limit, allowed=aliases) if limit else None,
    )


def _scope(rule: Rule, aliases: frozenset[str]) -> str:
    """Return ``applies`` with the header's settings, levels, types and insurance types."""
    alias = "encounter" if "encounter" in aliases else "other"
    parts = [f"({rule.applies})"] if rule.applies != "TRUE" else []
    parts += [
        f"{alias}.{name} IN ({', '.join(_literal(value) for value in values)})"
        for name, values in (
            ("setting", rule.settings),
            ("institution_level", rule.institution_levels),
            ("institution_type", rule.institution_types),
            ("insurance_type", rule.insurance_types),
        )
        if values
    ]
    return " AND ".join(parts) or "TRUE"


def number_of(
    expression: Expression | None, order: Sequence[str]
) -> Callable[..., int | None] | None:
    """Compile ``measured`` or ``limit``; ``None`` stays ``None``."""
    return (
        None if expression is None else cast("Callable[..., int | None]", value(expression, order))
    )


def breaks_of(variant: Variant, order: Sequence[str]) -> Callable[..., bool]:
    """Compile the variant's test: in scope and wrong."""
    return predicate(variant.breaks, order)


def _literal(value: str | int) -> str:
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"


def _text(expression: Expression | None, column: NameColumn, otherwise: str) -> str:
    return otherwise if expression is None else f"({expression.sql(column)})"


def day_number(day: date) -> int:
    """Return the number of days since 1970-01-01."""
    return (day - EPOCH).days
