"""Shape ``encounter``: a whole encounter against a rule's own row."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest
from hypothesis import given

from yibao.supervision.tests.parity.harness import agreed
from yibao.supervision.tests.parity.samples import FIRST_DAY, a_case, a_line, a_row, a_rule
from yibao.supervision.tests.parity.strategies import (
    PARITY,
    SMALL,
    World,
    maybe,
    own_rows,
    populations,
)

CONNECTION = duckdb.connect()
WORLD = World()
LIMITS = {"cap": maybe(SMALL), "low": maybe(SMALL)}
SUMS = a_rule(
    "encounter",
    by_code=False,
    violates="encounter.total_amount <> encounter.lines_amount",
    measured="encounter.lines_amount",
    limit="encounter.total_amount",
)
LONG = a_rule(
    "encounter",
    "R2",
    by_code=False,
    applies="encounter.setting = 'inpatient' OR encounter.main_category IS NOT NULL",
    violates="encounter.stay_days > knowledge.cap OR encounter.main_diagnosis_count > knowledge.low",
    measured="encounter.stay_days",
    limit="knowledge.cap",
)


def test_an_encounter_whose_lines_do_not_add_up_is_found_with_their_sum() -> None:
    lines = a_line("A", "1", amount=100), a_line("X", "2", amount=50)
    good = a_case("E1", *lines, total_amount=150)
    bad = a_case("E2", a_line("A", "3", amount=70), total_amount=71, end=1)
    (hit,) = agreed([SUMS], [a_row()], [], [good, bad], CONNECTION)
    assert hit.subject == ("E2",)
    assert (hit.measured, hit.limit, hit.day) == (70, 71, FIRST_DAY + 1)
    assert (hit.violating, hit.amount) == (frozenset(), 70)


def test_an_encounter_that_tells_no_total_cannot_differ_from_it() -> None:
    case = a_case("E1", a_line("A"), total_amount=None)
    assert agreed([SUMS], [a_row()], [], [case], CONNECTION) == set()


@pytest.mark.parametrize(("last", "hits"), [(1, 0), (2, 1), (3, 1), (4, 0)])
def test_the_last_day_of_the_encounter_decides_which_row_is_valid(last: int, hits: int) -> None:
    case = a_case("E1", start=0, end=last, total_amount=1)
    assert len(agreed([SUMS], [a_row(since=2, until=4)], [], [case], CONNECTION)) == hits


def test_a_row_with_a_code_says_nothing_about_encounters() -> None:
    case = a_case("E1", a_line("A"), total_amount=1)
    assert agreed([SUMS], [a_row("A")], [], [case], CONNECTION) == set()


@PARITY
@given(populations(WORLD), own_rows(WORLD), own_rows(WORLD, rule="R2", limits=LIMITS))
def test_both_sides_see_the_same(cases: Any, rows: Any, more: Any) -> None:
    agreed([SUMS, LONG], rows + more, [], cases, CONNECTION)
