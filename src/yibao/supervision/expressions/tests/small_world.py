"""A small vocabulary, rows that meet each other often, and random well-typed expressions."""

from __future__ import annotations

import random
from itertools import product
from types import SimpleNamespace

from hypothesis import strategies as st

from yibao.supervision.vocabulary import Column, Kind, Relation

DOMAINS: dict[str, tuple[Kind, tuple[object, ...]]] = {
    "flag": ("boolean", (True, False)),
    "perhaps": ("boolean", (None, True, False)),
    "count": ("integer", (-1, 0, 2)),
    "low": ("integer", (None, 0, 1)),
    "high": ("integer", (None, 1, 2)),
    "code": ("text", ("a", "ab", "")),
    "sex": ("text", (None, "a", "b")),
    "listed": ("text", ("|a|b|", "|ab|", "||")),
    "open": ("text", (None, "|a|", "a", "|b|ab|")),
}
RELATION: Relation = {
    name: Column(name, kind, None in domain, name) for name, (kind, domain) in DOMAINS.items()
}
RELATIONS = {"a": RELATION}
SQL_TYPES = {"boolean": "BOOLEAN", "integer": "BIGINT", "text": "VARCHAR"}
ROWS = random.Random(11).sample(list(product(*(d for _, d in DOMAINS.values()))), 1_000)
RECORDS = [SimpleNamespace(**dict(zip(DOMAINS, row, strict=True))) for row in ROWS]

Texts = st.SearchStrategy[str]

_SIGN = st.sampled_from(["=", "<>", "<", "<=", ">", ">="])
_INTEGER_LITERALS = st.sampled_from(["0", "1", "2", "- 1", "65536"])
_TEXT_LITERALS = st.sampled_from(["'a'", "'b'", "'ab'", "''", "'|'", "'o''b\\'"])


def _joined(word: Texts, parts: st.SearchStrategy[list[str]]) -> Texts:
    """Join with a word between, mostly in brackets: precedence is also put to the test."""
    brackets = st.sampled_from(["({})", "({})", "{}"])
    return st.builds(
        lambda word, parts, frame: frame.format(f" {word} ".join(parts)), word, parts, brackets
    )


def _pairs(values: Texts) -> st.SearchStrategy[list[str]]:
    return st.lists(values, min_size=2, max_size=2)


def _columns(kind: Kind) -> Texts:
    return st.sampled_from([f"a.{name}" for name, (of, _) in DOMAINS.items() if of == kind])


def _case(conditions: Texts, results: Texts) -> Texts:
    branches = st.lists(st.tuples(conditions, results), min_size=1, max_size=2)
    return st.builds(
        lambda branches, otherwise: (
            "CASE"
            + "".join(f" WHEN {test} THEN {result}" for test, result in branches)
            + f" ELSE {otherwise} END"
        ),
        branches,
        results,
    )


def _simple_case(subjects: Texts, literals: Texts, results: Texts) -> Texts:
    branches = st.lists(st.tuples(literals, results), min_size=1, max_size=2)
    return st.builds(
        lambda subject, branches, otherwise: (
            f"CASE {subject}"
            + "".join(f" WHEN {literal} THEN {result}" for literal, result in branches)
            + f" ELSE {otherwise} END"
        ),
        subjects,
        branches,
        results,
    )


def _coalesce(values: Texts) -> Texts:
    return st.builds("COALESCE({}, {})".format, values, values)


def _values(columns: Texts, literals: Texts, conditions: Texts, levels: int) -> Texts:
    leaves = columns | columns | literals
    if not levels:
        return leaves
    inner = st.deferred(lambda: _values(columns, literals, conditions, levels - 1))
    return (
        leaves | _coalesce(inner) | _case(conditions, inner) | _simple_case(inner, literals, inner)
    )


def integers(levels: int) -> Texts:
    """Return random numbers, at most so many levels deep."""
    values = _values(
        _columns("integer"), _INTEGER_LITERALS, st.deferred(lambda: conditions(levels - 1)), levels
    )
    if not levels:
        return values
    inner = st.deferred(lambda: integers(levels - 1))
    arithmetic = _joined(st.sampled_from("+-*"), _pairs(inner))
    return values | arithmetic | arithmetic | st.builds("- {}".format, inner)


def texts(levels: int) -> Texts:
    """Return random texts, at most so many levels deep."""
    inner = st.deferred(lambda: conditions(levels - 1))
    return _values(_columns("text"), _TEXT_LITERALS, inner, levels)


def _tests(values: Texts, literals: Texts) -> Texts:
    lists = st.lists(literals, min_size=1, max_size=3).map(", ".join)
    negation = st.sampled_from(["", "NOT "])
    return (
        _joined(_SIGN, _pairs(values))
        | st.builds("{} {}BETWEEN {} AND {}".format, values, negation, values, values)
        | st.builds("{} {}IN ({})".format, values, negation, lists)
        | st.builds("{} IS {}NULL".format, values, negation)
    )


def conditions(levels: int) -> Texts:
    """Return random conditions, at most so many levels deep."""
    leaves = (
        _columns("boolean")
        | st.sampled_from(["TRUE", "FALSE", "a.perhaps IS NULL"])
        | st.builds("listed({}, {})".format, _columns("text"), texts(max(0, levels - 1)))
        | st.builds("starts_with({}, {})".format, texts(max(0, levels - 1)), _TEXT_LITERALS)
        | _tests(integers(max(0, levels - 1)), _INTEGER_LITERALS)
        | _tests(texts(max(0, levels - 1)), _TEXT_LITERALS)
    )
    if levels <= 0:
        return leaves
    inner = st.deferred(lambda: conditions(levels - 1))
    junction = _joined(st.sampled_from(["AND", "OR"]), st.lists(inner, min_size=2, max_size=3))
    return leaves | junction | junction | st.builds("NOT {}".format, inner) | _case(inner, inner)
