"""The SQL text survives SQLGlot's way to Spark with its functions and its meaning."""

from __future__ import annotations

import pytest
import sqlglot
from hypothesis import given, settings
from sqlglot import exp

from yibao.supervision.expressions import parse
from yibao.supervision.expressions.tests.small_world import RELATIONS, conditions
from yibao.supervision.expressions.words import MOST_CHARACTERS


def _spark(text: str) -> str:
    sql = parse(text, allowed={"a"}, relations=RELATIONS).sql()
    (spark,) = sqlglot.transpile(sql, read="duckdb", write="spark")
    return spark


@pytest.mark.parametrize(
    ("text", "spark"),
    [
        ("listed(a.open, a.sex)", "CONTAINS(a.open, '|' || a.sex || '|')"),
        ("starts_with(a.sex, 'o''b\\')", "STARTSWITH(a.sex, 'o\\'b\\\\')"),
        ("COALESCE(a.low, 1) = 1", "(COALESCE(a.low, 1) = 1)"),
        ("2 * 3 > a.low", "((CAST(2 AS BIGINT) * 3) > a.low)"),
        (
            "CASE a.low WHEN 1 THEN a.sex ELSE 'b' END <> 'b'",
            "(CASE a.low WHEN 1 THEN a.sex ELSE 'b' END <> 'b')",
        ),
        ("a.low NOT BETWEEN 1 AND 2", "(NOT (a.low BETWEEN 1 AND 2))"),
    ],
)
def test_spark_gets_functions_that_it_has(text: str, spark: str) -> None:
    assert _spark(text) == spark


@settings(deadline=None)
@given(conditions(2).filter(lambda text: len(text) <= MOST_CHARACTERS))
def test_spark_reads_what_is_written_for_it(text: str) -> None:
    sql = parse(text, allowed={"a"}, relations=RELATIONS).sql()
    original = sqlglot.parse_one(sql, read="duckdb")
    again = sqlglot.parse_one(_spark(text), read="spark")
    for function in (exp.Contains, exp.StartsWith, exp.Coalesce, exp.DPipe, exp.Case):
        assert len(list(again.find_all(function))) == len(list(original.find_all(function)))
