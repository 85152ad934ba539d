"""Shape ``visits``: how often a patient comes, in rolling windows, months and years."""

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
    for_each,
    moved,
    moved_rows,
    told_by,
)
from yibao.supervision.tests.parity.samples import FIRST_DAY, a_case, a_line, a_row, a_rule
from yibao.supervision.tests.parity.strategies import PARITY, SMALL, own_rows, populations

CONNECTION = duckdb.connect(config={"threads": 1})
WINDOWS = ("rolling", "month", "year")


def too_often(window: str, code: str = "R1") -> Rule:
    """Return a rule that caps the encounters in a window."""
    return a_rule(
        "visits",
        code,
        by_code=False,
        violates="measure.visits > knowledge.cap",
        measured="measure.visits",
        limit="knowledge.cap",
        options={"window": window},
    )


@pytest.mark.parametrize(("second", "hits"), [(2, 1), (3, 0)])
def test_a_rolling_window_ends_with_a_first_day_and_holds_that_many_days(
    second: int, hits: int
) -> None:
    cases = [
        a_case("E1", a_line("A", "1"), start=0, end=9),
        a_case("E3", a_line("A", "3"), start=second),
        a_case("E2", a_line("A", "2"), start=second),
    ]
    row = a_row(point="R1", cap=2, days=3)
    seen = agreed([too_often("rolling")], [row], [], cases, CONNECTION)
    assert len(seen) == hits
    for hit in seen:
        assert hit.subject == ("P1", str(FIRST_DAY + 2))
        assert (hit.measured, hit.limit, hit.day) == (3, 2, FIRST_DAY + 2)
        assert (hit.encounter_id, hit.violating, hit.amount) == ("E2", frozenset(), 200)


@pytest.mark.parametrize(
    ("window", "shift", "name", "visits"),
    [
        ("month", TO_MONTH_END, "202410", 2),
        ("year", TO_MONTH_END, "2024", 3),
        ("year", TO_YEAR_END, "2024", 2),
    ],
)
def test_months_and_years_are_those_of_the_calendar(
    window: str, shift: int, name: str, visits: int
) -> None:
    cases = moved([a_case(f"E{day}", start=day) for day in range(3)], shift)
    row = a_row(point="R1", cap=1)
    (hit,) = agreed([too_often(window)], [row], [], cases, CONNECTION)
    assert hit.subject == ("P1", name)
    assert (hit.measured, hit.encounter_id) == (visits, f"E{visits - 1}")


def test_only_encounters_in_scope_count_and_the_last_first_day_decides_about_validity() -> None:
    rule = a_rule(
        "visits",
        by_code=False,
        violates="measure.visits > knowledge.cap",
        settings=("outpatient",),
        options={"window": "month"},
    )
    cases = [
        a_case("E1", start=0, setting="outpatient"),
        a_case("E2", start=1, setting="inpatient"),
        a_case("E3", start=2, setting="outpatient"),
    ]
    assert len(agreed([rule], [a_row(cap=1, since=2, until=3)], [], cases, CONNECTION)) == 1
    assert agreed([rule], [a_row(cap=1, until=2)], [], cases, CONNECTION) == set()
    assert agreed([rule], [a_row(cap=2)], [], cases, CONNECTION) == set()


@pytest.mark.parametrize("window", WINDOWS)
def test_whoever_starts_in_the_window_tells_and_nobody_else(window: str) -> None:
    auditor = compile_auditor([too_often(window)], [a_row(cap=1, days=3)], [])
    cases = moved([a_case(f"E{day}", start=day) for day in (0, 1, 3)], TO_MONTH_END)
    tell = {case.encounter.encounter_id for case in cases if told_by(auditor, case, cases)}
    assert (
        tell
        == {"rolling": {"E0", "E1", "E3"}, "month": {"E0", "E1"}, "year": {"E0", "E1", "E3"}}[
            window
        ]
    )
    first, _, last = cases
    told = told_by(auditor, first, cases)
    assert len(told) == 1
    assert told & told_by(auditor, last, cases) == (told if window == "year" else set())


def test_an_unknown_window_is_refused() -> None:
    with pytest.raises(ValueError, match="window 'day'"):
        compile_auditor([too_often("day")], [a_row()], [])


RULES = [
    a_rule(
        "visits",
        window,
        by_code=False,
        applies="encounter.setting = 'outpatient' OR patient.sex = '1'",
        violates="measure.visits > knowledge.cap OR patient.died_on = 20000 AND measure.visits > 1",
        measured="measure.visits",
        limit="knowledge.cap",
        options={"window": window},
    )
    for window in WINDOWS
]


@PARITY
@given(
    populations(CROWDED),
    own_rows(CROWDED, limits={"cap": SMALL, "days": st.sampled_from((None, 0, 1, 2, 3))}),
    MOVES,
)
def test_both_sides_agree(cases: list[AuditCase], rows: list[Knowledge], shift: int) -> None:
    rules = [*RULES, too_often("rolling", "R4")]
    known = moved_rows(for_each(rules, rows), shift)
    agreed(rules, known, [], moved(cases, shift), CONNECTION)


@PARITY
@given(populations(CROWDED), SMALL, st.integers(1, 3), st.data())
def test_whatever_the_order_of_arrival_what_was_said_is_what_the_batch_says(
    cases: list[AuditCase], cap: int, days: int, data: st.DataObject
) -> None:
    rules = [too_often(window, window) for window in WINDOWS]
    rows = for_each(rules, [a_row(cap=cap, days=days)])
    auditor = compile_auditor(rules, rows, [])
    everything = {(hit.rule, hit.subject) for hit in batch(rules, rows, [], cases, CONNECTION)}
    assert arrived(auditor, data.draw(st.permutations(cases))) == everything
