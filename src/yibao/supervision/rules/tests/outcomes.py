"""Runs an example of a rule through an evaluator and says what came out, as the example says it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, get_type_hints

import duckdb

from yibao.supervision.findings.finding import severity_of, shares_of
from yibao.supervision.rules.declaration import Rule
from yibao.supervision.rules.example_limits import FEN_SCALE, Stock, number_of, scaled
from yibao.supervision.rules.examples import Expected
from yibao.supervision.rules.worlds import World
from yibao.supervision.tests.parity import harness


class Outcome(NamedTuple):
    """A finding, reduced to what an example may expect; money in fen."""

    violating: frozenset[str]
    amount: int
    measured: int | None
    limit: int | None
    related: frozenset[str]
    severity: int


def live(rule: Rule, world: World) -> list[Outcome]:
    """Return what real time sees."""
    seen = harness.live([rule], world.knowledge, world.evidence, world.cases)
    return _outcomes(rule, world, seen)


def batch(rule: Rule, world: World) -> list[Outcome]:
    """Return what the batch sees."""
    database = duckdb.connect()
    _inventory(database, world.stock)
    seen = harness.batch([rule], world.knowledge, world.evidence, world.cases, database)
    return _outcomes(rule, world, seen)


def differences(expected: Iterable[Expected], found: list[Outcome]) -> list[str]:
    """Return what differs, in words; nothing where every expected finding came out and no other."""
    left = list(found)
    wrong = []
    for wanted in expected:
        match = next((outcome for outcome in left if _fits(wanted, outcome)), None)
        if match is None:
            wrong.append(f"expected and missing: {wanted}")
        else:
            left.remove(match)
    return wrong + [f"found and not expected: {outcome}" for outcome in left]


def _outcomes(rule: Rule, world: World, seen: Iterable[harness.Seen]) -> list[Outcome]:
    amounts = {line.line_id: line.amount for case in world.cases for line in case.lines}
    hints = {row.point for row in world.knowledge if not row.is_coded}
    return [
        Outcome(
            hit.violating,
            _money(rule, hit, amounts),
            hit.measured,
            hit.limit,
            hit.related,
            severity_of(rule.grade, hit.point in hints),
        )
        for hit in seen
    ]


def _money(rule: Rule, hit: harness.Seen, amounts: dict[str, int]) -> int:
    if hit.violating:
        mine = {line: amounts[line] for line in hit.violating}
        return sum(shares_of(mine, rule.charge, hit.measured, hit.limit).values())
    return 0 if rule.charge == "none" else hit.amount


def _fits(wanted: Expected, found: Outcome) -> bool:
    return (
        frozenset(wanted.violating) == found.violating
        and scaled(wanted.amount, FEN_SCALE) == found.amount
        and (wanted.measured is None or number_of(wanted.measured) == found.measured)
        and (wanted.limit is None or number_of(wanted.limit) == found.limit)
        and (wanted.related is None or frozenset(wanted.related) == found.related)
        and (wanted.severity is None or wanted.severity == found.severity)
    )


def _inventory(database: duckdb.DuckDBPyConnection, stock: Iterable[Stock]) -> None:
    """Make the relation ``inventory``, which no encounter brings."""
    columns = ", ".join(
        f"{name} {'VARCHAR' if kind is str else 'BIGINT'}"
        for name, kind in get_type_hints(Stock).items()
    )
    database.execute(f"CREATE OR REPLACE TABLE inventory ({columns})")
    for row in stock:
        marks = ", ".join("?" for _ in row)
        database.execute(f"INSERT INTO inventory VALUES ({marks})", list(row))
