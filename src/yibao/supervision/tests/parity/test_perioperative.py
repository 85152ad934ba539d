"""Shape ``perioperative``: items that must be given around an operation of a certain incision."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yibao.supervision.tests.parity.harness import agreed
from yibao.supervision.tests.parity.samples import (
    FIRST_DAY,
    a_case,
    a_line,
    a_row,
    a_rule,
    an_operation,
)
from yibao.supervision.tests.parity.strategies import (
    PARITY,
    SMALL,
    World,
    knowledge_rows,
    maybe,
    populations,
)

CONNECTION = duckdb.connect()
WORLD = World(
    codes=("A",), days=2, encounters=10, line_fields={"minute": st.sampled_from((0, 1, 2, 3, 5))}
)
TIMELY = a_rule("perioperative", applies="line.fund_paid")
DEAR = a_rule(
    "perioperative", "R2", violates="line.amount > knowledge.cap", settings=("inpatient",)
)
ROW = a_row("A", partner="1", low=30, high=120)


@pytest.mark.parametrize(("minute", "hits"), [(569, 1), (570, 0), (600, 0), (720, 0), (721, 1)])
def test_both_limits_of_the_time_are_allowed(minute: int, hits: int) -> None:
    case = a_case(
        "E1",
        a_line("A", minute=minute),
        operations=[an_operation("47.01", minute=600, incision="1")],
    )
    assert len(agreed([TIMELY], [ROW], [], [case], CONNECTION)) == hits


def test_one_operation_that_is_near_is_enough_and_wrong_lines_are_counted() -> None:
    operations = [
        an_operation("47.01", minute=600, incision="1"),
        an_operation("81.5400", day=1, minute=600, incision="1"),
    ]
    lines = [
        a_line("A", "1", day=1, minute=600),
        a_line("A", "2", day=1, minute=0),
        a_line("A", "3", day=2, minute=600),
    ]
    (hit,) = agreed([TIMELY], [ROW], [], [a_case("E1", *lines, operations=operations)], CONNECTION)
    assert hit.subject == ("E1", "A")
    assert hit.violating == {"2", "3"}
    assert hit.related == set()
    assert (hit.measured, hit.limit) == (2, None)
    assert (hit.amount, hit.day) == (200, FIRST_DAY + 2)


@pytest.mark.parametrize(("incision", "minute"), [("2", 600), (None, 600), ("1", None)])
def test_operations_of_another_incision_or_an_unknown_time_ask_for_nothing(
    incision: str | None, minute: int | None
) -> None:
    operation = an_operation("47.01", minute=minute, incision=incision)
    case = a_case("E1", a_line("A"), operations=[operation])
    assert agreed([TIMELY], [ROW], [], [case], CONNECTION) == set()


def test_a_row_without_both_limits_says_nothing() -> None:
    operation = an_operation("47.01", minute=600, incision="1")
    case = a_case("E1", a_line("A"), operations=[operation])
    assert agreed([TIMELY], [a_row("A", partner="1", low=30)], [], [case], CONNECTION) == set()


@PARITY
@given(
    populations(WORLD),
    knowledge_rows(WORLD, partners=("1", "2"), limits={"low": maybe(SMALL), "high": maybe(SMALL)}),
    knowledge_rows(
        WORLD,
        rule="R2",
        partners=("1", None),
        limits={"low": SMALL, "high": SMALL, "cap": maybe(SMALL)},
    ),
)
def test_both_sides_see_the_same(cases: Any, rows: Any, more: Any) -> None:
    agreed([TIMELY, DEAR], rows + more, [], cases, CONNECTION)
