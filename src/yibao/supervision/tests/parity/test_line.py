"""Shape ``line``: one line against the rows of its item, or against a rule's own row."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yibao.supervision.records import Patient
from yibao.supervision.tests.parity.harness import agreed
from yibao.supervision.tests.parity.samples import FIRST_DAY, a_case, a_line, a_row, a_rule
from yibao.supervision.tests.parity.strategies import (
    PARITY,
    SMALL,
    World,
    knowledge_rows,
    maybe,
    own_rows,
    populations,
)

CONNECTION = duckdb.connect()
WORLD = World(codes=("A", "B"))
LIMITS = {"cap": maybe(SMALL), "low": maybe(SMALL)}
SCARCE = a_rule(
    "line",
    applies="line.fund_paid",
    violates="line.amount > knowledge.cap OR patient.sex = '1' AND NOT line.days >= knowledge.low",
    measured="line.amount",
    limit="knowledge.cap",
)
ADULTS = a_rule(
    "line",
    "R2",
    violates="line.age_years >= 1 AND encounter.patient_id = patient.patient_id",
    measured="line.age_days",
    settings=("outpatient",),
)
EVERY = a_rule(
    "line",
    "R3",
    by_code=False,
    violates="line.amount + COALESCE(knowledge.low, 1) > knowledge.cap",
    measured="line.amount",
)


def test_a_line_above_the_limit_of_its_item_is_found() -> None:
    case = a_case("E1", a_line("A", "1", amount=300), a_line("A", "2", amount=200))
    (hit,) = agreed([SCARCE], [a_row("A", cap=200)], [], [case], CONNECTION)
    assert hit.subject == ("1",)
    assert (hit.measured, hit.limit, hit.amount) == (300, 200, 300)
    assert hit.violating == {"1"}


@pytest.mark.parametrize(("day", "hits"), [(1, 0), (2, 1), (3, 1), (4, 0)])
def test_a_row_counts_from_its_first_day_to_the_day_before_its_end(day: int, hits: int) -> None:
    case = a_case("E1", a_line("A", day=day, amount=300))
    row = a_row("A", cap=200, since=2, until=4)
    assert len(agreed([SCARCE], [row], [], [case], CONNECTION)) == hits


def test_a_line_out_of_scope_is_left_alone() -> None:
    case = a_case("E1", a_line("A", amount=300, fund_paid=False))
    assert agreed([SCARCE], [a_row("A", cap=200)], [], [case], CONNECTION) == set()


def test_a_row_without_a_code_is_for_every_line_and_a_row_with_one_is_not() -> None:
    case = a_case("E1", a_line("A", "1", amount=3), a_line("X", "2", amount=3))
    rows = [a_row(rule="R3", cap=3), a_row("A", cap=2)]
    seen = agreed([SCARCE, EVERY], rows, [], [case], CONNECTION)
    assert {(hit.rule, hit.subject) for hit in seen} == {
        ("R1", ("1",)),
        ("R3", ("1",)),
        ("R3", ("2",)),
    }


def test_a_year_of_age_is_complete_on_the_birthday_of_a_leap_year() -> None:
    person = Patient("P1", born_on=FIRST_DAY - 365)
    case = a_case(
        "E1", a_line("A", "1"), a_line("A", "2", day=1), patient=person, setting="outpatient"
    )
    (hit,) = agreed([ADULTS], [a_row("A", rule="R2")], [], [case], CONNECTION)
    assert (hit.subject, hit.measured) == (("2",), 366)


@PARITY
@given(
    populations(WORLD),
    knowledge_rows(WORLD, limits=LIMITS),
    knowledge_rows(WORLD, rule="R2", most=2),
    st.one_of(st.just([]), own_rows(WORLD, rule="R3", limits=LIMITS)),
)
def test_both_sides_see_the_same(cases: Any, rows: Any, more: Any, own: Any) -> None:
    agreed([SCARCE, ADULTS, EVERY], rows + more + own, [], cases, CONNECTION)
