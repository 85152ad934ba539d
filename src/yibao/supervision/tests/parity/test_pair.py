"""Shape ``pair``: two items that must not meet in a visit, on a prescription, a day, within hours."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yibao.supervision.auditor import compile_auditor
from yibao.supervision.case import AuditCase
from yibao.supervision.knowledge.points import Knowledge
from yibao.supervision.rules.declaration import Rule
from yibao.supervision.tests.parity.harness import agreed, batch
from yibao.supervision.tests.parity.history_strategies import (
    arrived,
    every_part_is_told,
    ordered_then_settled,
)
from yibao.supervision.tests.parity.samples import (
    FIRST_DAY,
    MINUTES_A_DAY,
    a_case,
    a_line,
    a_row,
    a_rule,
)
from yibao.supervision.tests.parity.strategies import PARITY, World, knowledge_rows, populations

CONNECTION = duckdb.connect(config={"threads": 1})
WORLD = World(
    codes=("A", "B"),
    days=4,
    encounters=5,
    lines=5,
    line_fields={"minute": st.sampled_from((0, 1, 2, MINUTES_A_DAY - 2, MINUTES_A_DAY - 1))},
)
WINDOWS = ("|visit|", "|prescription|", "|day|", "|hours|")
RULE = a_rule("pair")
SCOPED = a_rule(
    "pair",
    "R2",
    applies="line.fund_paid AND encounter.setting = 'outpatient' OR line.amount > 1",
    violates="knowledge.high > 1 OR knowledge.is_coded",
)


def test_in_one_visit_every_line_of_the_partner_is_refused() -> None:
    case = a_case(
        "E1", a_line("A", "1", day=2), a_line("B", "2", day=0), a_line("B", "3", day=1), end=2
    )
    row = a_row("A", partner="B", listed="|visit|")
    (hit,) = agreed([RULE], [row], [], [case], CONNECTION)
    assert hit.subject == ("E1", "A", "B")
    assert (hit.violating, hit.related) == (frozenset("23"), frozenset("1"))
    assert (hit.day, hit.encounter_id) == (FIRST_DAY + 1, "E1")


@pytest.mark.parametrize("window", ["|visit|", "|prescription|"])
def test_two_visits_are_not_one(window: str) -> None:
    cases = [
        a_case("E1", a_line("A", "1", prescription="R1")),
        a_case("E2", a_line("B", "2", prescription="R1")),
    ]
    row = a_row("A", partner="B", listed=window)
    assert agreed([RULE], [row], [], cases, CONNECTION) == set()


def test_on_one_prescription_lines_without_a_number_never_meet() -> None:
    case = a_case(
        "E1",
        a_line("A", "1", prescription="R1"),
        a_line("B", "2", prescription="R1"),
        a_line("B", "3", prescription="R2"),
        a_line("A", "4"),
        a_line("B", "5"),
    )
    row = a_row("A", partner="B", listed="|prescription|")
    (hit,) = agreed([RULE], [row], [], [case], CONNECTION)
    assert hit.subject == ("E1", "R1", "A", "B")
    assert (hit.violating, hit.related) == (frozenset("2"), frozenset("1"))


def test_on_one_day_items_of_different_visits_meet() -> None:
    cases = [
        a_case("E3", a_line("A", "1", day=1), a_line("A", "5", day=0)),
        a_case("E2", a_line("B", "2", day=1), a_line("B", "3", day=2)),
        a_case("E1", a_line("B", "4", day=1), patient="P2"),
    ]
    row = a_row("A", partner="B", listed="|day|")
    (hit,) = agreed([RULE], [row], [], cases, CONNECTION)
    assert hit.subject == ("P1", str(FIRST_DAY + 1), "A", "B")
    assert (hit.violating, hit.related, hit.encounter_id) == (
        frozenset("2"),
        frozenset("1"),
        "E2",
    )


@pytest.mark.parametrize("window", ["|visit|", "|prescription|"])
@pytest.mark.parametrize(("since", "until", "hits"), [(1, 2, 1), (2, 3, 0), (0, 1, 0)])
def test_the_first_day_of_the_partner_decides_about_validity(
    window: str, since: int, until: int, hits: int
) -> None:
    codes = ("A", "B", "B")
    case = a_case(
        "E1", *(a_line(c, str(day), day=day, prescription="R1") for day, c in enumerate(codes))
    )
    row = a_row("A", partner="B", listed=window, since=since, until=until)
    assert len(agreed([RULE], [row], [], [case], CONNECTION)) == hits


@pytest.mark.parametrize(("minutes", "hits"), [(60, 0), (61, 1)])
def test_hours_are_less_than_the_limit_also_over_midnight(minutes: int, hits: int) -> None:
    cases = [
        a_case("E1", a_line("B", "1", day=0, minute=MINUTES_A_DAY - 30), a_line("B", "4", day=0)),
        a_case("E2", a_line("A", "2", day=1, minute=30), a_line("A", "3", day=1, minute=31)),
    ]
    row = a_row("A", partner="B", listed="|hours|", high=minutes)
    seen = agreed([RULE], [row], [], cases, CONNECTION)
    assert len(seen) == hits
    for hit in seen:
        assert hit.subject == ("P1", str(FIRST_DAY), "A", "B")
        assert (hit.violating, hit.related) == (frozenset("1"), frozenset("2"))


def test_each_line_must_be_in_scope_with_its_own_encounter() -> None:
    rule = a_rule("pair", settings=("outpatient",))
    cases = [
        a_case("E1", a_line("A", "1"), setting="inpatient"),
        a_case("E2", a_line("B", "2"), setting="outpatient"),
    ]
    row = a_row("A", partner="B", listed="|day|")
    assert agreed([rule], [row], [], cases, CONNECTION) == set()
    cases[0].encounter.setting = "outpatient"
    assert len(agreed([rule], [row], [], cases, CONNECTION)) == 1


def test_an_item_is_no_partner_of_itself() -> None:
    case = a_case("E1", a_line("A", "1"), a_line("A", "2"))
    rows = [a_row("A", partner="A", listed=window, high=9) for window in WINDOWS]
    assert agreed([RULE], rows, [], [case], CONNECTION) == set()


@PARITY
@given(
    populations(WORLD),
    knowledge_rows(
        WORLD,
        partners=("A", "B"),
        limits={"listed": st.sampled_from(WINDOWS), "high": st.sampled_from((None, 0, 1, 3, 2000))},
    ),
    knowledge_rows(
        WORLD,
        rule="R2",
        partners=("A", "B", "C"),
        limits={"listed": st.sampled_from((*WINDOWS, None)), "high": st.sampled_from((2, 3))},
        by_row=True,
    ),
)
def test_both_sides_agree(
    cases: list[AuditCase], rows: list[Knowledge], others: list[Knowledge]
) -> None:
    every_part_is_told([RULE, SCOPED], rows + others, [], cases, CONNECTION)


def one_rule_each(minutes: int, **validity: Any) -> tuple[list[Rule], list[Knowledge]]:
    """Return a rule for each window with one row, A and B."""
    rows = [
        a_row("A", rule=f"R{place}", partner="B", listed=window, high=minutes, **validity)
        for place, window in enumerate(WINDOWS)
    ]
    return [a_rule("pair", row.rule) for row in rows], rows


@PARITY
@given(populations(WORLD), st.integers(1, 3), st.integers(0, 4), st.booleans())
def test_both_sides_agree_on_one_pair_that_ends_or_begins(
    cases: list[AuditCase], minutes: int, cut: int, ends: bool
) -> None:
    rules, rows = one_rule_each(minutes, **({"until": cut} if ends else {"since": cut}))
    every_part_is_told(rules, rows, [], cases, CONNECTION)


@PARITY
@given(populations(WORLD), st.integers(1, 3), st.data())
def test_whatever_the_order_of_arrival_what_was_said_is_what_the_batch_says(
    cases: list[AuditCase], minutes: int, data: st.DataObject
) -> None:
    rules, rows = one_rule_each(minutes)
    auditor = compile_auditor(rules, rows, [])
    everything = {(hit.rule, hit.subject) for hit in batch(rules, rows, [], cases, CONNECTION)}
    arrival = data.draw(st.permutations(cases))
    assert arrived(auditor, arrival) == everything
    assert ordered_then_settled(auditor, arrival) == everything
