"""Shape ``operation``: an operation against the rows that its code or its beginning calls."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest
from hypothesis import given

from yibao.supervision.records import Operation, Patient
from yibao.supervision.tests.parity.harness import agreed
from yibao.supervision.tests.parity.samples import FIRST_DAY, a_case, a_row, a_rule
from yibao.supervision.tests.parity.strategies import (
    PARITY,
    SMALL,
    World,
    knowledge_rows,
    maybe,
    populations,
)

CONNECTION = duckdb.connect()
WORLD = World(operations=("47.01", "47.0100", "47.0101", "81.5400"), lines=1)
CODES = ("47.01", "47.0100", "81.5400", "47.")
FEMALE = a_rule("operation", violates="patient.sex <> '2'", limit="knowledge.cap")
MANY = a_rule(
    "operation",
    "R2",
    violates="NOT encounter.operation_count <= knowledge.cap",
    measured="encounter.operation_count",
    limit="knowledge.cap",
    settings=("inpatient",),
)
MAN = Patient("P1", sex="1")


@pytest.mark.parametrize(("known", "hits"), [("47.01", 1), ("47.0101", 1), ("47.", 0), ("47", 0)])
def test_a_row_is_called_by_the_full_code_or_five_characters(known: str, hits: int) -> None:
    case = a_case("E1", patient=MAN, operations=["81.5400", "47.0101"])
    seen = agreed([FEMALE], [a_row(known)], [], [case], CONNECTION)
    assert [hit.subject for hit in seen] == [("E1", "47.0101")] * hits


def test_an_operation_done_twice_is_found_once() -> None:
    case = a_case("E1", patient=MAN, operations=[Operation("47.0101"), Operation("47.0101")])
    (hit,) = agreed([FEMALE], [a_row("47.01"), a_row("47.0101")], [], [case], CONNECTION)
    assert (hit.measured, hit.limit, hit.amount) == (None, None, 0)


@pytest.mark.parametrize(("last", "hits"), [(1, 0), (2, 1), (3, 1), (4, 0)])
def test_the_last_day_of_the_encounter_decides_which_row_is_valid(last: int, hits: int) -> None:
    case = a_case("E1", patient=MAN, operations=["47.01"], start=0, end=last)
    seen = agreed([FEMALE], [a_row("47.01", since=2, until=4)], [], [case], CONNECTION)
    assert [hit.day - FIRST_DAY for hit in seen] == [last] * hits


@PARITY
@given(
    populations(WORLD),
    knowledge_rows(WORLD, codes=CODES, limits={"cap": SMALL}),
    knowledge_rows(WORLD, rule="R2", codes=CODES, limits={"cap": maybe(SMALL)}),
)
def test_both_sides_see_the_same(cases: Any, rows: Any, more: Any) -> None:
    agreed([FEMALE, MANY], rows + more, [], cases, CONNECTION)
