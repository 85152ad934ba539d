"""Shape ``discount``: of several items of one group on one day, only the dearest is paid in full."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yibao.supervision.knowledge.points import Knowledge
from yibao.supervision.tests.parity.harness import agreed
from yibao.supervision.tests.parity.samples import a_case, a_line, a_row, a_rule
from yibao.supervision.tests.parity.strategies import (
    PARITY,
    World,
    knowledge_rows,
    maybe,
    populations,
)

CONNECTION = duckdb.connect()
FEN = st.sampled_from((0, 1, 2, 3, 4, 5))
WORLD = World(
    codes=("A", "B"),
    days=2,
    encounters=10,
    line_fields={"amount": FEN, "list_amount": st.sampled_from((0, 1, 2, 3, 4, None))},
)
PERCENT = maybe(st.sampled_from((0, 50, 49, 10)))
HALF = a_rule("discount", applies="line.fund_paid")
DECLARED = a_rule(
    "discount",
    "R2",
    violates="encounter.setting = 'inpatient' OR line.amount > 3",
    measured="line.days",
    limit="knowledge.cap",
)
ROWS = [a_row("A", partner="G", cap=50), a_row("B", partner="G", cap=50)]


@pytest.mark.parametrize(("amount", "hits"), [(50, 0), (51, 0), (52, 1)])
def test_the_second_item_may_cost_its_percentage_rounded_half_up(amount: int, hits: int) -> None:
    case = a_case(
        "E1",
        a_line("A", "1", amount=200, list_amount=200),
        a_line("B", "2", amount=amount, list_amount=101),
    )
    seen = agreed([HALF], ROWS, [], [case], CONNECTION)
    assert [(hit.subject, hit.measured, hit.limit) for hit in seen] == [(("2",), 52, 51)] * hits
    assert [hit.violating for hit in seen] == [frozenset("2")] * hits
    assert [hit.related for hit in seen] == [frozenset("1")] * hits


def test_of_equal_items_the_smallest_line_is_exempt() -> None:
    lines = [a_line("A", name, amount=100, list_amount=100) for name in ("3", "1", "2")]
    seen = agreed([HALF], ROWS, [], [a_case("E1", *lines)], CONNECTION)
    assert {(hit.subject, tuple(hit.related)) for hit in seen} == {
        (("2",), ("1",)),
        (("3",), ("1",)),
    }


def test_groups_days_encounters_and_lines_without_a_list_amount_do_not_meet() -> None:
    rows = [*ROWS, a_row("C", partner="H", cap=50)]
    cases = [
        a_case(
            "E1",
            a_line("A", "1", amount=100, list_amount=100),
            a_line("B", "2", day=1, amount=100, list_amount=100),
            a_line("C", "3", amount=100, list_amount=100),
            a_line("B", "4", amount=100),
        ),
        a_case("E2", a_line("A", "5", amount=100, list_amount=100)),
    ]
    assert agreed([HALF], rows, [], cases, CONNECTION) == set()


def test_points_of_one_group_meet() -> None:
    rows = [
        a_row("A", point="K1", partner="G", cap=50),
        a_row("B", point="K2", partner="G", cap=50),
    ]
    case = a_case(
        "E1",
        a_line("A", "1", amount=100, list_amount=100),
        a_line("B", "2", amount=90, list_amount=90),
    )
    (hit,) = agreed([HALF], rows, [], [case], CONNECTION)
    assert (hit.point, hit.subject) == ("K2", ("2",))


@pytest.mark.parametrize(("day", "hits"), [(0, 0), (1, 1), (2, 1), (3, 0)])
def test_a_row_counts_from_its_first_day_to_the_day_before_its_end(day: int, hits: int) -> None:
    lines = [a_line(code, code, day=day, amount=9, list_amount=9) for code in "AB"]
    rows = [a_row("A", partner="G", cap=50), a_row("B", partner="G", cap=50, since=1, until=3)]
    assert len(agreed([HALF], rows, [], [a_case("E1", *lines)], CONNECTION)) == hits


@pytest.mark.parametrize(("setting", "found"), [("inpatient", {"2", "3"}), ("outpatient", {"3"})])
def test_a_further_condition_is_for_the_lines_that_cost_too_much(
    setting: str, found: set[str]
) -> None:
    lines = [a_line("A", name, amount=int(name) + 1, list_amount=4) for name in "123"]
    rows = [a_row("A", rule="R2", partner="G", cap=50)]
    seen = agreed([DECLARED], rows, [], [a_case("E1", *lines, setting=setting)], CONNECTION)
    assert {hit.subject for hit in seen} == {(name,) for name in found}


def test_a_line_out_of_scope_is_not_the_first() -> None:
    case = a_case(
        "E1",
        a_line("A", "1", amount=200, list_amount=200, fund_paid=False),
        a_line("B", "2", amount=100, list_amount=100),
    )
    assert agreed([HALF], ROWS, [], [case], CONNECTION) == set()


@PARITY
@given(
    populations(WORLD),
    knowledge_rows(WORLD, partners=("G", "G", "H", None), limits={"cap": PERCENT}, by_row=True),
    knowledge_rows(WORLD, rule="R2", partners=("G",), limits={"cap": PERCENT}),
)
def test_both_sides_see_the_same(cases: Any, rows: Any, more: Any) -> None:
    agreed([HALF, DECLARED], _one_group(rows) + more, [], cases, CONNECTION)


def _one_group(rows: list[Knowledge]) -> list[Knowledge]:
    """Return the rows of which no point puts an item into two groups."""
    group: dict[tuple[str, str | None], str | None] = {}
    return [
        row for row in rows if group.setdefault((row.point, row.code), row.partner) == row.partner
    ]
