"""Shape ``prescription``: all lines that an encounter has under one prescription number."""

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
    own_rows,
    populations,
)

CONNECTION = duckdb.connect()
WORLD = World(
    codes=("A", "B"),
    encounters=6,
    line_fields={"prescription": st.sampled_from(("R1", "R1", "R2", None))},
)
TELLING = (
    "measure.count + 10 * measure.kinds + 100 * measure.listed + 1000 * measure.amount"
    " + 100000 * measure.days + 1000000 * measure.supply + 10000000 * measure.span"
)
"""Every measure in one number: whoever gets one wrong is told by it."""
KINDS = a_rule(
    "prescription",
    by_code=False,
    applies="line.item_kind = 'drug'",
    violates="measure.kinds > knowledge.cap OR measure.supply > knowledge.low",
    measured="measure.kinds",
    limit="knowledge.cap",
)
ALONE = a_rule(
    "prescription",
    "R2",
    violates="measure.listed = measure.count OR measure.quantity > knowledge.cap * 10000",
    measured="measure.listed",
    limit="knowledge.cap",
)
SCOPED = a_rule(
    "prescription",
    "R3",
    applies="line.fund_paid",
    violates="measure.listed < measure.count AND NOT measure.amount <= knowledge.cap",
    measured="measure.amount",
    settings=("outpatient",),
)
TOLD = a_rule(
    "prescription",
    "R4",
    violates="measure.count >= knowledge.cap",
    measured=TELLING,
    limit="knowledge.cap",
)
TOLD_OWN = a_rule(
    "prescription",
    "R5",
    by_code=False,
    violates="measure.count > knowledge.cap",
    measured=TELLING,
    limit="knowledge.cap",
)


def test_a_prescription_with_too_many_different_drugs_is_found_with_all_its_lines() -> None:
    lines = [
        a_line("A", "1", day=1, prescription="R1"),
        a_line("B", "2", day=0, prescription="R1"),
        a_line("B", "3", day=1, prescription="R1"),
        a_line("C", "4", prescription="R2"),
        a_line("X", "5", prescription="R1", item_kind="service"),
        a_line("X", "6"),
    ]
    case = a_case("E1", *lines)
    (hit,) = agreed([KINDS], [a_row(cap=1)], [], [case], CONNECTION)
    assert hit.subject == ("E1", "R1")
    assert hit.violating == {"1", "2", "3"}
    assert (hit.measured, hit.limit) == (2, 1)
    assert (hit.day, hit.amount) == (FIRST_DAY, 300)
    assert agreed([KINDS], [a_row(cap=2)], [], [case], CONNECTION) == set()


def test_the_first_day_of_the_prescription_decides_which_row_is_valid() -> None:
    lines = [a_line(code, code, day=day, prescription="R1") for day, code in enumerate("AB", 1)]
    case = a_case("E1", *lines)
    for since, until, hits in ((0, 1, 0), (0, 2, 1), (1, 2, 1), (2, 9, 0)):
        rows = [a_row(cap=1, since=since, until=until)]
        assert len(agreed([KINDS], rows, [], [case], CONNECTION)) == hits


@pytest.mark.parametrize(("other", "hits"), [("A", 1), ("B", 1), ("X", 0)])
def test_a_prescription_of_listed_drugs_alone_is_found(other: str, hits: int) -> None:
    case = a_case("E1", a_line("A", "1", prescription="R1"), a_line(other, "2", prescription="R1"))
    rows = [a_row("A", rule="R2"), a_row("B", rule="R2"), a_row("A", rule="R2", point="K2")]
    seen = agreed([ALONE], rows, [], [case], CONNECTION)
    assert [(hit.point, hit.measured) for hit in seen] == [("K1", 2)] * hits


def test_the_same_number_in_two_encounters_is_two_prescriptions() -> None:
    cases = [
        a_case("E1", a_line("A", "1", prescription="R1")),
        a_case("E2", a_line("B", "2", prescription="R1")),
    ]
    assert agreed([KINDS], [a_row(cap=1)], [], cases, CONNECTION) == set()


def test_a_supply_that_nobody_tells_is_none() -> None:
    lines = a_line("A", "1", prescription="R1", days=3), a_line("A", "2", prescription="R1")
    assert len(agreed([KINDS], [a_row(low=2)], [], [a_case("E1", *lines)], CONNECTION)) == 1
    assert len(agreed([KINDS], [a_row(low=3)], [], [a_case("E1", *lines)], CONNECTION)) == 0


@PARITY
@given(
    populations(WORLD),
    own_rows(WORLD, limits={"cap": maybe(SMALL), "low": maybe(SMALL)}),
    knowledge_rows(WORLD, rule="R2", limits={"cap": maybe(SMALL)}, by_row=True),
    knowledge_rows(WORLD, rule="R3", limits={"cap": maybe(SMALL)}, by_row=True),
)
def test_both_sides_see_the_same(cases: Any, own: Any, rows: Any, more: Any) -> None:
    agreed([KINDS, ALONE, SCOPED], own + rows + more, [], cases, CONNECTION)


@PARITY
@given(
    populations(WORLD),
    knowledge_rows(WORLD, rule="R4", limits={"cap": SMALL}, by_row=True),
    own_rows(WORLD, rule="R5", limits={"cap": SMALL}),
)
def test_both_sides_measure_the_same(cases: Any, rows: Any, own: Any) -> None:
    agreed([TOLD, TOLD_OWN], rows + own, [], cases, CONNECTION)
