"""Shape ``step``: a second-line drug needs a first-line drug in the days before."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yibao.supervision.auditor import compile_auditor
from yibao.supervision.case import AuditCase
from yibao.supervision.knowledge.points import Evidence, Knowledge
from yibao.supervision.tests.parity.harness import agreed, batch
from yibao.supervision.tests.parity.history_strategies import CROWDED, arrived, every_part_is_told
from yibao.supervision.tests.parity.samples import FIRST_DAY, a_case, a_line, a_row, a_rule
from yibao.supervision.tests.parity.strategies import (
    PARITY,
    evidence_of,
    knowledge_rows,
    populations,
)

CONNECTION = duckdb.connect(config={"threads": 1})
RULE = a_rule("step", measured="knowledge.days")
NEEDS_B = [Evidence("R1", "K1", "I:B"), Evidence("R1", "K1", "D:I10")]
"""Only item keys name first-line drugs."""


def test_without_a_first_line_drug_every_line_of_the_item_violates() -> None:
    case = a_case("E1", a_line("A", "1", day=1), a_line("A", "2", day=0), end=1)
    (hit,) = agreed([RULE], [a_row("A", days=3)], NEEDS_B, [case], CONNECTION)
    assert hit.subject == ("E1", "A")
    assert (hit.day, hit.measured, hit.violating) == (FIRST_DAY, 3, frozenset("12"))


@pytest.mark.parametrize(("before", "hits"), [(0, 1), (1, 0), (3, 0), (4, 1)])
def test_the_look_back_excludes_the_day_itself_and_includes_its_first_day(
    before: int, hits: int
) -> None:
    cases = [
        a_case("E1", a_line("B", "1", day=5 - before)),
        a_case("E2", a_line("A", "2", day=5)),
    ]
    seen = agreed([RULE], [a_row("A", days=3)], NEEDS_B, cases, CONNECTION)
    assert len(seen) == hits


def test_the_same_encounter_counts_and_so_does_a_line_out_of_scope() -> None:
    rule = a_rule("step", applies="line.fund_paid", settings=("outpatient",))
    case = a_case(
        "E1",
        a_line("B", "1", day=0, fund_paid=False),
        a_line("A", "2", day=1),
        setting="outpatient",
    )
    assert agreed([rule], [a_row("A", days=3)], NEEDS_B, [case], CONNECTION) == set()


def test_only_lines_in_scope_begin_the_use_and_bear_the_money() -> None:
    rule = a_rule("step", applies="line.fund_paid")
    case = a_case(
        "E1",
        a_line("A", "1", day=0, fund_paid=False),
        a_line("B", "2", day=0),
        a_line("A", "3", day=1),
    )
    assert agreed([rule], [a_row("A", days=3)], NEEDS_B, [case], CONNECTION) == set()
    case.lines[2].day -= 1
    (hit,) = agreed([rule], [a_row("A", days=3)], NEEDS_B, [case], CONNECTION)
    assert hit.violating == {"3"}


def test_free_text_is_found_always_and_a_coded_point_without_keys_never() -> None:
    cases = [a_case("E1", a_line("B", "1", day=0)), a_case("E2", a_line("A", "2", day=1))]
    text = a_row("A", days=3, is_coded=False)
    assert len(agreed([RULE], [text], NEEDS_B, cases, CONNECTION)) == 1
    assert len(agreed([RULE], [text], [], cases, CONNECTION)) == 1
    for evidence in ([], [Evidence("R1", "K1", "D:I10")]):
        assert agreed([RULE], [a_row("A", days=3)], evidence, cases, CONNECTION) == set()


def test_without_days_any_earlier_line_will_do() -> None:
    cases = [a_case("E1", a_line("B", "1", day=-400)), a_case("E2", a_line("A", "2", day=1))]
    assert agreed([RULE], [a_row("A")], NEEDS_B, cases, CONNECTION) == set()


SCOPED = a_rule(
    "step",
    "R2",
    applies="line.fund_paid AND encounter.setting = 'outpatient' OR line.amount > 1",
    violates="encounter.institution_id = 'H1' OR patient.sex = '1' OR knowledge.days = 2",
    measured="encounter.line_count",
    limit="knowledge.days",
)
LIMITS = {"days": st.sampled_from((None, 0, 1, 2, 3))}
KEYS = ("I:A", "I:B", "I:X", "D:I10")


@PARITY
@given(
    populations(CROWDED),
    st.tuples(
        knowledge_rows(CROWDED, limits=LIMITS), knowledge_rows(CROWDED, rule="R2", limits=LIMITS)
    ),
    st.tuples(evidence_of(KEYS), evidence_of(KEYS, rule="R2")),
)
def test_both_sides_agree(
    cases: list[AuditCase],
    rows: tuple[list[Knowledge], list[Knowledge]],
    evidence: tuple[list[Evidence], list[Evidence]],
) -> None:
    every_part_is_told(
        [RULE, SCOPED], rows[0] + rows[1], evidence[0] + evidence[1], cases, CONNECTION
    )


@PARITY
@given(populations(CROWDED), st.integers(0, 3), st.data())
def test_whatever_the_order_of_arrival_nothing_is_missed(
    cases: list[AuditCase], days: int, data: st.DataObject
) -> None:
    """A first-line drug that becomes known later closes a finding, so more may have been said."""
    rows = [a_row("A", days=days)]
    auditor = compile_auditor([RULE], rows, NEEDS_B)
    everything = {
        (hit.rule, hit.subject) for hit in batch([RULE], rows, NEEDS_B, cases, CONNECTION)
    }
    assert arrived(auditor, data.draw(st.permutations(cases))) >= everything
