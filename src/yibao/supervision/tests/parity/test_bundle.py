"""Shape ``bundle``: the parts of a package, billed one by one on the same day."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yibao.supervision.tests.parity.harness import agreed
from yibao.supervision.tests.parity.samples import FIRST_DAY, a_case, a_line, a_row, a_rule
from yibao.supervision.tests.parity.strategies import (
    PARITY,
    SMALL,
    World,
    knowledge_rows,
    maybe,
    populations,
)

CONNECTION = duckdb.connect()
WORLD = World(codes=("A", "B", "C"), days=2)
SPLIT = a_rule("bundle", options={"package": "absent"}, applies="line.fund_paid")
BOTH = a_rule("bundle", "R2", options={"package": "present"}, violates="measure.count > 1")
ANY = a_rule(
    "bundle",
    "R3",
    violates="measure.amount >= 2",
    measured="measure.count",
    limit="knowledge.low",
    settings=("inpatient",),
)
TOLD = a_rule(
    "bundle",
    "R4",
    measured="measure.count + 10 * measure.kinds + 100 * measure.quantity + 10000 * measure.supply",
    limit="knowledge.cap * 10 + knowledge.low",
)
RULES = [SPLIT, BOTH, ANY]


def rows(rule: str, cap: int) -> list[Any]:
    return [a_row(code, rule=rule, partner="P", cap=cap) for code in ("A", "B", "C")]


@pytest.mark.parametrize(("cap", "hits"), [(2, 1), (3, 0)])
def test_different_parts_of_one_day_are_counted(cap: int, hits: int) -> None:
    lines = [a_line("A", "1"), a_line("A", "2"), a_line("B", "3"), a_line("C", "4", day=1)]
    seen = agreed([SPLIT], rows("R1", cap), [], [a_case("E1", *lines)], CONNECTION)
    subject = ("E1", str(FIRST_DAY), "P")
    assert [(hit.subject, hit.measured, hit.limit) for hit in seen] == [(subject, 2, cap)] * hits
    assert [hit.violating for hit in seen] == [frozenset("123")] * hits


@pytest.mark.parametrize(
    ("day", "found"), [(0, {"R2": {"9"}, "R3": {"9"}}), (1, {"R1": set(), "R3": set()})]
)
def test_the_package_itself_may_be_absent_present_or_either(
    day: int, found: dict[str, set[str]]
) -> None:
    case = a_case(
        "E1", a_line("A", "1"), a_line("B", "2"), a_line("P", "9", day=day), setting="inpatient"
    )
    known = [row for rule in RULES for row in rows(rule.code, 2)]
    seen = agreed(RULES, known, [], [case], CONNECTION)
    assert {hit.rule: hit.related for hit in seen} == found


def test_a_package_out_of_scope_does_not_count() -> None:
    lines = a_line("A", "1"), a_line("B", "2"), a_line("P", "9", fund_paid=False)
    (hit,) = agreed([SPLIT], rows("R1", 2), [], [a_case("E1", *lines)], CONNECTION)
    assert hit.related == set()


def test_a_declared_number_goes_before_the_shapes_own() -> None:
    lines = a_line("A", "1"), a_line("A", "2"), a_line("B", "3")
    known = [a_row(code, rule="R3", partner="P", cap=2, low=1) for code in "AB"]
    (hit,) = agreed([ANY], known, [], [a_case("E1", *lines, setting="inpatient")], CONNECTION)
    assert (hit.measured, hit.limit) == (3, 1)


@pytest.mark.parametrize(("day", "hits"), [(0, 0), (1, 1), (2, 1), (3, 0)])
def test_a_row_counts_from_its_first_day_to_the_day_before_its_end(day: int, hits: int) -> None:
    case = a_case("E1", a_line("A", "1", day=day), a_line("B", "2", day=day))
    known = [a_row(code, partner="P", cap=2, since=1, until=3) for code in "AB"]
    assert len(agreed([SPLIT], known, [], [case], CONNECTION)) == hits


LIMITS = {"cap": maybe(SMALL), "low": maybe(SMALL)}


@PARITY
@given(
    populations(WORLD),
    knowledge_rows(WORLD, partners=("X", "X", "A"), limits=LIMITS, by_row=True),
    knowledge_rows(WORLD, rule="R2", partners=("X", "C", None), limits=LIMITS),
    knowledge_rows(WORLD, rule="R3", partners=("X",), limits=LIMITS),
)
def test_both_sides_see_the_same(cases: Any, split: Any, both: Any, either: Any) -> None:
    agreed(RULES, split + both + either, [], cases, CONNECTION)


@PARITY
@given(
    populations(WORLD),
    knowledge_rows(
        WORLD,
        rule="R4",
        partners=("X",),
        limits={"cap": st.sampled_from((1, 2)), "low": SMALL},
        by_row=True,
    ),
)
def test_both_sides_measure_the_same(cases: Any, rows: Any) -> None:
    agreed([TOLD], rows, [], cases, CONNECTION)
