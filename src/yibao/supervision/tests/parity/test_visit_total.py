"""Shape ``visit_total``: what an encounter, or one of its days, gets of an item or of several."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest
from hypothesis import given

from yibao.supervision.tests.parity.harness import agreed
from yibao.supervision.tests.parity.samples import FIRST_DAY, UNIT, a_case, a_line, a_row, a_rule
from yibao.supervision.tests.parity.strategies import (
    PARITY,
    SMALL,
    World,
    knowledge_rows,
    maybe,
    populations,
)

CONNECTION = duckdb.connect()
WORLD = World(codes=("A", "B"), encounters=6)
TELLING = (
    "measure.count + 10 * measure.kinds + 100 * measure.days + 1000 * measure.span"
    " + 10000 * measure.supply + 1000000 * measure.amount + 1000000 * measure.quantity"
)
"""Every measure in one number: whoever gets one wrong is told by it."""
LIMITS = {"cap": maybe(SMALL), "days": maybe(SMALL)}
PIECES = a_rule(
    "visit_total",
    applies="line.fund_paid",
    violates="measure.quantity > knowledge.cap * 10000",
    measured="measure.quantity",
    limit="knowledge.cap * 10000",
)
DAILY = a_rule(
    "visit_total",
    "R2",
    options={"window": "day"},
    violates="measure.count > knowledge.cap OR measure.kinds > 1 AND encounter.total_amount >= 1",
    measured="measure.count",
    limit="knowledge.cap",
)
COURSE = a_rule(
    "visit_total",
    "R3",
    violates="measure.days > knowledge.days OR measure.supply > knowledge.cap"
    " OR measure.span - knowledge.days = 1 AND patient.sex = '1' OR measure.amount = 4",
    measured="measure.supply",
    limit="knowledge.days",
    settings=("inpatient",),
)
TOLD = a_rule(
    "visit_total",
    "R4",
    violates="measure.count >= knowledge.cap",
    measured=TELLING,
    limit="knowledge.cap * 10 + knowledge.days",
)


@pytest.mark.parametrize(("cap", "hits"), [(3, 1), (4, 0)])
def test_several_lines_of_an_item_are_added_up(cap: int, hits: int) -> None:
    lines = a_line("A", "1", pieces=2), a_line("A", "2", pieces=2), a_line("B", "3", pieces=9)
    seen = agreed([PIECES], [a_row("A", cap=cap)], [], [a_case("E1", *lines)], CONNECTION)
    assert [(hit.subject, hit.measured, hit.limit, hit.amount) for hit in seen] == [
        (("E1", "A"), 4 * UNIT, cap * UNIT, 200)
    ] * hits


def test_items_of_one_partner_count_together_but_not_across_encounters() -> None:
    rows = [a_row("A", partner="G", cap=2), a_row("B", partner="G", cap=2)]
    cases = [
        a_case("E1", a_line("A", "1", pieces=2), a_line("B", "2")),
        a_case("E2", a_line("A", "3", pieces=2)),
        a_case("E3", a_line("B", "4")),
    ]
    (hit,) = agreed([PIECES], rows, [], cases, CONNECTION)
    assert hit.subject == ("E1", "G")
    assert hit.violating == {"1", "2"}


def test_each_day_is_counted_for_itself() -> None:
    lines = [a_line("A", str(place), day=day) for place, day in enumerate((0, 1, 1, 2))]
    (hit,) = agreed([DAILY], [a_row("A", rule="R2", cap=1)], [], [a_case("E1", *lines)], CONNECTION)
    assert hit.subject == ("E1", "A", str(FIRST_DAY + 1))
    assert hit.violating == {"1", "2"}
    assert (hit.measured, hit.day) == (2, FIRST_DAY + 1)


def test_a_day_counts_once_and_only_lines_with_a_valid_row_count() -> None:
    days = (0, 1, 1, 2, 4)
    lines = [a_line("A", str(place), day=day, days=1) for place, day in enumerate(days)]
    case = a_case("E1", *lines, setting="inpatient")
    rows = [a_row("A", rule="R3", days=1, since=1, until=4)]
    (hit,) = agreed([COURSE], rows, [], [case], CONNECTION)
    assert hit.violating == {"1", "2", "3"}
    assert (hit.measured, hit.day) == (3, FIRST_DAY + 2)
    assert agreed([COURSE], [a_row("A", rule="R3", days=2, since=1, until=4)], [], [case]) == set()


def test_the_limit_is_that_of_the_last_day() -> None:
    case = a_case("E1", a_line("A", "1", day=0), a_line("A", "2", day=1))
    rows = [a_row("A", cap=9, until=1), a_row("A", cap=1, since=1)]
    (hit,) = agreed([PIECES], rows, [], [case], CONNECTION)
    assert hit.violating == {"1", "2"}
    assert (hit.measured, hit.limit) == (2 * UNIT, UNIT)


@PARITY
@given(
    populations(WORLD),
    knowledge_rows(WORLD, partners=("G", None), limits=LIMITS, by_row=True),
    knowledge_rows(WORLD, rule="R2", partners=("G", None), limits=LIMITS, by_row=True),
    knowledge_rows(WORLD, rule="R3", partners=("G", "H"), limits=LIMITS),
)
def test_both_sides_see_the_same(cases: Any, rows: Any, more: Any, most: Any) -> None:
    agreed([PIECES, DAILY, COURSE], rows + more + most, [], cases, CONNECTION)


@PARITY
@given(
    populations(WORLD),
    knowledge_rows(
        WORLD,
        rule="R4",
        partners=("G", "G", None),
        limits={"cap": SMALL, "days": SMALL},
        by_row=True,
    ),
)
def test_both_sides_measure_the_same(cases: Any, rows: Any) -> None:
    agreed([TOLD], rows, [], cases, CONNECTION)
