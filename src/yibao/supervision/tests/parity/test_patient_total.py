"""Shape ``patient_total``: totals over encounters by day, month, year and in rolling windows."""

from __future__ import annotations

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
    CROWDED,
    MOVES,
    TO_MONTH_END,
    TO_YEAR_END,
    arrived,
    every_part_is_told,
    for_each,
    moved,
    moved_rows,
    ordered_then_settled,
)
from yibao.supervision.tests.parity.samples import FIRST_DAY, UNIT, a_case, a_line, a_row, a_rule
from yibao.supervision.tests.parity.strategies import (
    PARITY,
    SMALL,
    knowledge_rows,
    maybe,
    populations,
)

CONNECTION = duckdb.connect(config={"threads": 1})
WINDOWS = ("day", "month", "year", "rolling")
CAPS = SMALL.map(lambda pieces: pieces * UNIT)
LIMITS = {"cap": maybe(CAPS), "days": st.sampled_from((None, 0, 1, 2, 3))}


def too_many(window: str, code: str = "R1", **parts: str) -> Rule:
    """Return a rule that caps the quantity in a window."""
    return a_rule(
        "patient_total",
        code,
        violates="measure.quantity > knowledge.cap",
        measured="measure.quantity",
        limit="knowledge.cap",
        options={"window": window},
        **parts,
    )


def test_the_quantities_of_two_encounters_on_one_day_are_added() -> None:
    cases = [
        a_case("E2", a_line("A", "2", day=1, pieces=2)),
        a_case("E1", a_line("A", "1", day=1, pieces=1)),
        a_case("E3", a_line("A", "3", day=2, pieces=1)),
    ]
    (hit,) = agreed([too_many("day")], [a_row("A", cap=2 * UNIT)], [], cases, CONNECTION)
    assert hit.subject == ("P1", "A", str(FIRST_DAY + 1))
    assert (hit.measured, hit.limit) == (3 * UNIT, 2 * UNIT)
    assert (hit.encounter_id, hit.violating, hit.related) == ("E1", frozenset("12"), frozenset())


def test_the_limit_itself_is_allowed() -> None:
    cases = [a_case("E1", a_line("A", "1")), a_case("E2", a_line("A", "2"))]
    assert agreed([too_many("day")], [a_row("A", cap=2 * UNIT)], [], cases, CONNECTION) == set()


def test_items_of_one_partner_count_together() -> None:
    cases = [a_case("E1", a_line("A", "1"), a_line("B", "2")), a_case("E2", a_line("B", "3"))]
    rule = a_rule(
        "patient_total",
        violates="measure.kinds >= 2 AND measure.count > knowledge.cap",
        measured="measure.count",
    )
    rows = [a_row("A", partner="G", cap=2), a_row("B", partner="G", cap=2)]
    (hit,) = agreed([rule], rows, [], cases, CONNECTION)
    assert hit.subject == ("P1", "G", str(FIRST_DAY))
    assert (hit.measured, hit.violating) == (3, frozenset("123"))


@pytest.mark.parametrize(
    ("window", "shift", "subjects"),
    [
        ("month", TO_MONTH_END, {"202410"}),
        ("year", TO_MONTH_END, {"2024"}),
        ("year", TO_YEAR_END, {"2024"}),
        ("month", TO_YEAR_END, {"202412"}),
    ],
)
def test_months_and_years_are_those_of_the_calendar(
    window: str, shift: int, subjects: set[str]
) -> None:
    cases = moved(
        [
            a_case("E1", a_line("A", "1", day=0)),
            a_case("E2", a_line("A", "2", day=1)),
            a_case("E3", a_line("A", "3", day=2)),
        ],
        shift,
    )
    seen = agreed([too_many(window)], [a_row("A", cap=UNIT)], [], cases, CONNECTION)
    assert {hit.subject[2] for hit in seen} == subjects
    (hit,) = seen
    over_the_year = window == "year" and shift == TO_MONTH_END
    assert hit.violating == ({"1", "2", "3"} if over_the_year else {"1", "2"})
    assert hit.encounter_id == ("E3" if over_the_year else "E2")


@pytest.mark.parametrize(("second", "hits"), [(1, 1), (2, 1), (3, 0)])
def test_a_rolling_window_ends_with_the_day_and_holds_that_many_days(
    second: int, hits: int
) -> None:
    cases = [
        a_case("E1", a_line("A", "1", day=0)),
        a_case("E2", a_line("A", "2", day=second)),
    ]
    row = a_row("A", cap=UNIT, days=3)
    seen = agreed([too_many("rolling")], [row], [], cases, CONNECTION)
    assert len(seen) == hits
    for hit in seen:
        assert hit.subject == ("P1", "A", str(FIRST_DAY + second))
        assert (hit.violating, hit.related, hit.encounter_id) == (
            frozenset("2"),
            frozenset("1"),
            "E2",
        )


def test_gap_and_span_are_days_and_the_gap_reaches_beyond_the_window() -> None:
    rule = a_rule(
        "patient_total",
        violates="measure.gap = 5 AND measure.span = 1 AND measure.days = 1",
        measured="measure.gap",
        options={"window": "rolling"},
    )
    cases = [a_case("E1", a_line("A", "1", day=0)), a_case("E2", a_line("A", "2", day=5))]
    (hit,) = agreed([rule], [a_row("A", days=2)], [], cases, CONNECTION)
    assert (hit.measured, hit.related) == (5, frozenset())


def test_a_line_counts_only_in_scope_with_its_own_encounter_and_while_the_point_is_valid() -> None:
    rule = too_many("rolling", applies="line.fund_paid AND encounter.setting = 'outpatient'")
    cases = [
        a_case("E1", a_line("A", "1", day=1), setting="inpatient"),
        a_case("E2", a_line("A", "2", day=1, fund_paid=False), setting="outpatient"),
        a_case("E3", a_line("A", "3", day=0), setting="outpatient"),
        a_case("E4", a_line("A", "4", day=1), setting="outpatient"),
        a_case("E5", a_line("A", "5", day=2), setting="outpatient"),
    ]
    row = a_row("A", cap=UNIT, days=3, since=1)
    (hit,) = agreed([rule], [row], [], cases, CONNECTION)
    assert (hit.measured, hit.violating, hit.related) == (2 * UNIT, frozenset("5"), frozenset("4"))


def test_the_limits_are_those_of_the_last_day() -> None:
    cases = [a_case("E1", a_line("A", "1", day=0)), a_case("E2", a_line("A", "2", day=1))]
    rows = [a_row("A", cap=0, until=1), a_row("A", cap=2 * UNIT, since=1)]
    assert agreed([too_many("month")], rows, [], cases, CONNECTION) == set()
    rows = [a_row("A", cap=2 * UNIT, until=1), a_row("A", cap=UNIT, since=1)]
    (hit,) = agreed([too_many("month")], rows, [], cases, CONNECTION)
    assert (hit.limit, hit.violating) == (UNIT, frozenset("12"))


def test_of_several_items_on_the_last_day_the_smallest_code_sets_the_limits() -> None:
    case = a_case("E1", a_line("B", "1"), a_line("A", "2"))
    rows = [a_row("A", partner="G", cap=UNIT), a_row("B", partner="G", cap=9 * UNIT)]
    (hit,) = agreed([too_many("day")], rows, [], [case], CONNECTION)
    assert hit.limit == UNIT


@pytest.mark.parametrize("window", ["month", "rolling"])
def test_an_encounter_that_arrives_late_completes_the_window_of_a_later_day(window: str) -> None:
    auditor = compile_auditor([too_many(window)], [a_row("A", cap=UNIT, days=3)], [])
    late, early = a_case("E1", a_line("A", "1", day=0)), a_case("E2", a_line("A", "2", day=2))
    name = "202410" if window == "month" else str(FIRST_DAY + 2)
    assert arrived(auditor, [early]) == set()
    assert arrived(auditor, [early, late]) == {("R1", ("P1", "A", name))}


def test_an_unknown_window_is_refused() -> None:
    with pytest.raises(ValueError, match="window 'week'"):
        compile_auditor([too_many("week")], [a_row("A")], [])


EVERYTHING = (
    "measure.quantity > knowledge.cap AND (measure.count >= 2 OR measure.amount > 2) "
    "OR measure.kinds = 2 OR measure.days = 3 OR measure.supply > 4 OR measure.span > 4 "
    "OR measure.gap = 2 OR patient.sex = '1' AND measure.count > 2"
)
APPLIES = "line.fund_paid AND encounter.setting = 'outpatient' OR line.amount > 1"
RULES = [
    *(
        a_rule(
            "patient_total",
            window,
            applies=APPLIES,
            violates=EVERYTHING,
            measured="measure.quantity + measure.supply",
            limit="knowledge.cap",
            options={"window": window},
        )
        for window in WINDOWS
    ),
    a_rule(
        "patient_total",
        "R5",
        violates="measure.count > 1",
        measured="measure.span",
        options={"window": "rolling"},
    ),
]


@PARITY
@given(
    populations(CROWDED),
    knowledge_rows(CROWDED, partners=(None, "G"), limits=LIMITS, by_row=True),
    MOVES,
)
def test_both_sides_agree(cases: list[AuditCase], rows: list[Knowledge], shift: int) -> None:
    known = moved_rows(for_each(RULES, rows), shift)
    every_part_is_told(RULES, known, [], moved(cases, shift), CONNECTION)


CAPPED = [too_many(window, window) for window in WINDOWS]


@PARITY
@given(populations(CROWDED), st.integers(0, 2), st.integers(1, 3), st.data())
def test_whatever_the_order_of_arrival_what_was_said_is_what_the_batch_says(
    cases: list[AuditCase], cap: int, days: int, data: st.DataObject
) -> None:
    codes = [("A", None), ("A", "G"), ("B", "G")]
    rows = for_each(
        CAPPED, [a_row(code, partner=group, cap=cap * UNIT, days=days) for code, group in codes]
    )
    auditor = compile_auditor(CAPPED, rows, [])
    everything = {(hit.rule, hit.subject) for hit in batch(CAPPED, rows, [], cases, CONNECTION)}
    arrival = data.draw(st.permutations(cases))
    assert arrived(auditor, arrival) == everything
    assert ordered_then_settled(auditor, arrival) == everything
