"""Python and SQL give the same answer to the same expression, whatever is empty."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from yibao.supervision.expressions import Expression, parse, predicate, value
from yibao.supervision.expressions.tests.small_world import (
    DOMAINS,
    RECORDS,
    RELATIONS,
    ROWS,
    SQL_TYPES,
    conditions,
    integers,
    texts,
)
from yibao.supervision.expressions.words import MOST_CHARACTERS

# Not shrunk, which takes minutes: what is told of a failure names the row and both texts.
thorough = settings(
    max_examples=250,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
World = duckdb.DuckDBPyConnection


def _several(expressions: st.SearchStrategy[str]) -> st.SearchStrategy[list[str]]:
    """Return strategies for a few expressions within the bound, for one query together."""
    short = expressions.filter(lambda text: len(text) <= MOST_CHARACTERS)
    return st.lists(short, min_size=1, max_size=6)


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    columns = ", ".join(f'"{name}" {SQL_TYPES[kind]}' for name, (kind, _) in DOMAINS.items())
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute(f"CREATE TABLE a (row_number INTEGER, {columns})")
        connection.execute("CREATE MACRO listed(l, x) AS contains(l, '|' || x || '|')")
        marks = ", ".join("?" * (len(DOMAINS) + 1))
        connection.executemany(
            f"INSERT INTO a VALUES ({marks})", [(n, *row) for n, row in enumerate(ROWS)]
        )
        yield connection


def _read(text: str) -> Expression:
    return parse(text, allowed={"a"}, relations=RELATIONS)


def _column(alias: str, name: str) -> str:
    return f'{alias}."{name}"'


def _answers(world: World, selected: Sequence[str]) -> list[tuple[object, ...]]:
    """Return the columns of the answer, in the order of ``selected``."""
    rows = world.execute(f"SELECT {', '.join(selected)} FROM a ORDER BY row_number").fetchall()
    return list(zip(*rows, strict=True))


def _first_difference(
    text: str, expression: Expression, given: Sequence[object], wanted: Sequence[object]
) -> str:
    for row, mine, theirs in zip(ROWS, given, wanted, strict=True):
        if mine != theirs or type(mine) is not type(theirs):
            facts = dict(zip(DOMAINS, row, strict=True))
            return f"{text}\n{expression.source()}\n{facts}\nPython {mine}, SQL {theirs}"
    return ""


@thorough
@given(_several(conditions(3)))
def test_a_condition_holds_in_python_just_where_it_is_true_in_sql(
    world: World, sources: list[str]
) -> None:
    expressions = [_read(source) for source in sources]
    try:
        answers = _answers(world, [f"{e.sql(_column)} IS TRUE" for e in expressions])
    except duckdb.OutOfRangeException:
        assume(False)
    for source, expression, wanted in zip(sources, expressions, answers, strict=True):
        holds = predicate(expression, ["a"])
        assert not _first_difference(source, expression, [holds(r) for r in RECORDS], wanted)


@thorough
@given(_several(conditions(2)))
def test_an_expression_means_what_the_engine_reads_in_its_own_text(
    world: World, sources: list[str]
) -> None:
    """The other tests hold two texts of one tree against each other; this one, the tree itself."""
    try:
        answers = _answers(world, [f"({source}) IS TRUE" for source in sources])
    except duckdb.OutOfRangeException:
        assume(False)
    for source, wanted in zip(sources, answers, strict=True):
        holds = predicate(_read(source), ["a"])
        assert not _first_difference(source, _read(source), [holds(r) for r in RECORDS], wanted)


@thorough
@given(_several(integers(3) | texts(3)))
def test_a_value_is_the_same_in_python_and_in_sql(world: World, sources: list[str]) -> None:
    expressions = [_read(source) for source in sources]
    try:
        answers = _answers(world, [e.sql(_column) for e in expressions])
    except duckdb.OutOfRangeException:
        assume(False)
    for source, expression, wanted in zip(sources, expressions, answers, strict=True):
        compute = value(expression, ["a"])
        assert not _first_difference(source, expression, [compute(r) for r in RECORDS], wanted)


@pytest.mark.parametrize(
    "text",
    [
        "NOT a.count BETWEEN a.low AND a.high",
        "NOT (a.low > 0 AND a.high > 0)",
        "NOT (a.low = a.high)",
        "a.low = a.high",
        "NOT listed(a.open, a.sex)",
        "NOT starts_with(a.sex, 'a')",
        "NOT a.sex IN ('a', 'ab')",
        "NOT a.perhaps OR a.perhaps",
        "NOT CASE WHEN a.low > 0 THEN a.perhaps ELSE a.sex = 'a' END",
        "NOT CASE a.low + 0 WHEN 0 THEN a.flag WHEN 1 THEN a.perhaps ELSE a.high > 1 END",
        "NOT (CASE WHEN a.flag THEN 1 ELSE 2 END BETWEEN a.low AND a.high)",
        "(CASE WHEN a.perhaps THEN a.low ELSE a.high END + a.low) IS NULL",
        "65536 * 65536 + a.low > 65536",
        "COALESCE(a.low + a.high, - a.high) > 0",
        "listed(a.open, 'a')",
        "listed(a.listed, COALESCE(a.sex, ''))",
    ],
)
def test_what_is_unknown_neither_holds_nor_fails(world: World, text: str) -> None:
    expression = _read(text)
    (wanted,) = _answers(world, [f"{expression.sql(_column)} IS TRUE"])
    holds = predicate(expression, ["a"])
    assert {True, False} & set(wanted)
    assert not _first_difference(text, expression, [holds(row) for row in RECORDS], wanted)


def test_a_value_leaves_32_bits_without_harm(world: World) -> None:
    expression = _read("CASE WHEN a.flag THEN 65536 ELSE 65537 END * 65536")
    (answers,) = _answers(world, [expression.sql(_column)])
    assert set(answers) == {65536 * 65536, 65537 * 65536}
