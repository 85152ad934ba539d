"""Shape ``overlap``: supplies of one class, or of two drugs, that last into each other."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yibao.supervision.auditor import compile_auditor
from yibao.supervision.case import AuditCase
from yibao.supervision.knowledge.points import Knowledge
from yibao.supervision.tests.parity.harness import agreed, batch
from yibao.supervision.tests.parity.history_strategies import (
    CROWDED,
    arrived,
    every_part_is_told,
    for_each,
    ordered_then_settled,
)
from yibao.supervision.tests.parity.samples import FIRST_DAY, a_case, a_line, a_row, a_rule
from yibao.supervision.tests.parity.strategies import PARITY, SMALL, knowledge_rows, populations

CONNECTION = duckdb.connect(config={"threads": 1})
BY_CLASS = a_rule("overlap", measured="measure.days", limit="knowledge.cap")
BY_PAIR = a_rule("overlap", "R2", measured="measure.days", options={"by": "pair"})
CLASS_ROWS = [a_row("A", partner="G", cap=0), a_row("B", partner="G", cap=0)]
PAIR_ROW = a_row("A", rule="R2", partner="B")


@pytest.mark.parametrize(("second", "overlap"), [(2, 1), (3, 0)])
def test_a_supply_lasts_to_the_day_before_it_ends(second: int, overlap: int) -> None:
    cases = [
        a_case("E1", a_line("A", "1", day=0, days=3)),
        a_case("E2", a_line("B", "2", day=second, days=1)),
    ]
    seen = agreed([BY_CLASS, BY_PAIR], [*CLASS_ROWS, PAIR_ROW], [], cases, CONNECTION)
    assert {(hit.subject, hit.measured) for hit in seen} == (
        {
            (("P1", "G", "B", str(FIRST_DAY + 2)), overlap),
            (("P1", "A", "B", str(FIRST_DAY + 2)), overlap),
        }
        if overlap
        else set()
    )
    for hit in seen:
        assert (hit.violating, hit.related) == (frozenset("2"), frozenset("1"))
        assert hit.encounter_id == "E2"


def test_on_one_day_the_smaller_code_comes_first() -> None:
    case = a_case("E1", a_line("B", "1", days=2), a_line("A", "2", days=3))
    (hit,) = agreed([BY_CLASS], CLASS_ROWS, [], [case], CONNECTION)
    assert hit.subject == ("P1", "G", "B", str(FIRST_DAY))
    assert (hit.measured, hit.violating, hit.related) == (3, frozenset("1"), frozenset("2"))


def test_the_same_item_on_one_day_is_one_use_and_later_an_overlap() -> None:
    cases = [
        a_case("E1", a_line("A", "1", day=0, days=2), a_line("A", "2", day=0, days=1)),
        a_case("E2", a_line("A", "3", day=0, days=3)),
        a_case("E3", a_line("A", "4", day=2, days=1), a_line("A", "5", day=2)),
    ]
    (hit,) = agreed([BY_CLASS], CLASS_ROWS, [], cases, CONNECTION)
    assert hit.subject == ("P1", "G", "A", str(FIRST_DAY + 2))
    assert (hit.measured, hit.violating, hit.related) == (1, frozenset("4"), frozenset("3"))


def test_where_both_of_a_pair_are_late_on_one_day_both_violate() -> None:
    case = a_case(
        "E1",
        a_line("A", "1", day=0, days=3),
        a_line("B", "2", day=1, days=2),
        a_line("A", "3", day=1, days=1),
    )
    seen = agreed([BY_PAIR], [PAIR_ROW], [], [case], CONNECTION)
    (hit,) = seen
    assert hit.subject == ("P1", "A", "B", str(FIRST_DAY + 1))
    assert (hit.measured, hit.violating, hit.related) == (2, frozenset("2"), frozenset("13"))
    earlier = a_case("E2", a_line("B", "4", day=0, days=5))
    seen = agreed([BY_PAIR], [PAIR_ROW], [], [case, earlier], CONNECTION)
    assert {(hit.subject[3], hit.violating, hit.related) for hit in seen} == {
        (str(FIRST_DAY), frozenset("4"), frozenset("1")),
        (str(FIRST_DAY + 1), frozenset("23"), frozenset("14")),
    }


def test_the_day_of_the_later_use_decides_who_is_in_the_class() -> None:
    cases = [
        a_case("E1", a_line("A", "1", day=0, days=9)),
        a_case("E2", a_line("B", "2", day=2, days=1), a_line("B", "3", day=3, days=1)),
    ]
    rows = [a_row("A", partner="G", until=3), a_row("B", point="K2", partner="G")]
    (hit,) = agreed([BY_CLASS], rows, [], cases, CONNECTION)
    assert (hit.point, hit.subject[3]) == ("K2", str(FIRST_DAY + 2))
    rows = [a_row("A", partner="G"), a_row("B", point="K2", partner="G", since=3)]
    (hit,) = agreed([BY_CLASS], rows, [], cases, CONNECTION)
    assert (hit.measured, hit.subject[3]) == (6, str(FIRST_DAY + 3))


def test_scope_is_asked_of_each_line_with_its_own_encounter() -> None:
    rule = a_rule("overlap", settings=("outpatient",))
    cases = [
        a_case("E1", a_line("A", "1", day=0, days=3), setting="inpatient"),
        a_case("E2", a_line("A", "2", day=1, days=3), setting="outpatient"),
        a_case("E3", a_line("A", "3", day=2, days=3), setting="outpatient"),
    ]
    (hit,) = agreed([rule], CLASS_ROWS, [], cases, CONNECTION)
    assert (hit.violating, hit.related) == (frozenset("3"), frozenset("2"))


def test_of_many_on_one_day_only_the_first_is_no_overlap() -> None:
    codes = "FBDACE"
    case = a_case("E1", *(a_line(code, code, days=1) for code in codes))
    rows = [a_row(code, partner="G") for code in codes]
    seen = agreed([BY_CLASS], rows, [], [case], CONNECTION)
    assert {(hit.subject[2], len(hit.related)) for hit in seen} == {
        ("B", 1),
        ("C", 2),
        ("D", 3),
        ("E", 4),
        ("F", 5),
    }


@pytest.mark.parametrize(("until", "hits"), [(2, 0), (3, 1)])
def test_the_row_of_the_later_use_must_be_valid_on_its_day(until: int, hits: int) -> None:
    case = a_case("E1", a_line("A", "1", day=0, days=9), a_line("B", "2", day=2, days=1))
    rows = [a_row("A", partner="G"), a_row("B", partner="G", until=until)]
    assert len(agreed([BY_CLASS], rows, [], [case], CONNECTION)) == hits
    row = a_row("A", rule="R2", partner="B", until=until)
    assert len(agreed([BY_PAIR], [row], [], [case], CONNECTION)) == hits


def test_an_earlier_supply_that_arrives_late_finds_the_later_use() -> None:
    auditor = compile_auditor([BY_CLASS, BY_PAIR], [*CLASS_ROWS, PAIR_ROW], [])
    early = a_case("E1", a_line("A", "1", days=1), a_line("A", "2", days=3))
    later = a_case("E2", a_line("B", "3", day=2, days=1))
    assert arrived(auditor, [later]) == set()
    assert arrived(auditor, [later, early]) == {
        ("R1", ("P1", "G", "B", str(FIRST_DAY + 2))),
        ("R2", ("P1", "A", "B", str(FIRST_DAY + 2))),
    }


def test_another_way_to_overlap_is_refused() -> None:
    with pytest.raises(ValueError, match="neither class nor pair"):
        compile_auditor([a_rule("overlap", options={"by": "day"})], CLASS_ROWS, [])


RULES = [
    a_rule(
        "overlap",
        code,
        applies="line.fund_paid AND encounter.setting = 'outpatient' OR line.amount > 1",
        violates="measure.days > knowledge.cap OR knowledge.is_coded AND measure.days = 1",
        measured="measure.days",
        limit="knowledge.cap",
        options={"by": by},
    )
    for code, by in (("R1", "class"), ("R2", "pair"))
]
LIMITS = {"cap": SMALL}


@PARITY
@given(
    populations(CROWDED),
    knowledge_rows(CROWDED, partners=("G", "A", "B"), limits=LIMITS, by_row=True),
    knowledge_rows(CROWDED, rule="R2", partners=("A", "B", "C"), limits=LIMITS, by_row=True),
    knowledge_rows(CROWDED, rule="R3", partners=("G", None), limits=LIMITS),
)
def test_both_sides_agree(
    cases: list[AuditCase],
    of_class: list[Knowledge],
    of_pair: list[Knowledge],
    plain: list[Knowledge],
) -> None:
    rules = [*RULES, a_rule("overlap", "R3", measured="measure.days")]
    every_part_is_told(rules, of_class + of_pair + plain, [], cases, CONNECTION)


@PARITY
@given(populations(CROWDED), SMALL, st.data())
def test_whatever_the_order_of_arrival_what_was_said_is_what_the_batch_says(
    cases: list[AuditCase], cap: int, data: st.DataObject
) -> None:
    rules = [
        a_rule("overlap", by, violates="measure.days > knowledge.cap", options={"by": by})
        for by in ("class", "pair")
    ]
    rows = [
        *for_each(rules[:1], [a_row("A", partner="G", cap=cap), a_row("B", partner="G", cap=cap)]),
        *for_each(rules[1:], [a_row("A", partner="B", cap=cap), a_row("B", partner="B", cap=cap)]),
    ]
    auditor = compile_auditor(rules, rows, [])
    everything = {(hit.rule, hit.subject) for hit in batch(rules, rows, [], cases, CONNECTION)}
    arrival = data.draw(st.permutations(cases))
    assert arrived(auditor, arrival) == everything
    assert ordered_then_settled(auditor, arrival) == everything
