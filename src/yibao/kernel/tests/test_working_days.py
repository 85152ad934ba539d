from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yibao.kernel.working_days import (
    NO_OVERRIDES,
    Overrides,
    due_on,
    is_known_year,
    is_working_day,
    next_working_day,
    packaged_overrides,
    parse_overrides,
    working_days_between,
)

days = st.dates(date(2004, 1, 1), date(2040, 12, 31))
limits = st.integers(0, 60)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 1, 1), False),
        (date(2025, 10, 1), False),
        (date(2025, 9, 28), True),
        (date(2025, 10, 11), True),
        (date(2025, 10, 12), False),
        (date(2025, 10, 13), True),
    ],
)
def test_the_notice_of_the_state_council_counts(day: date, works: bool) -> None:
    assert is_working_day(day) is works


def test_a_limit_starts_on_the_day_after_acceptance() -> None:
    monday = date(2025, 9, 8)
    assert due_on(monday, 0) == monday
    assert due_on(monday, 1) == date(2025, 9, 9)
    assert due_on(monday, 5) == date(2025, 9, 15)


def test_a_limit_passes_over_the_long_holiday_and_counts_the_sundays_on_duty() -> None:
    assert due_on(date(2025, 9, 26), 1) == date(2025, 9, 28)
    assert due_on(date(2025, 9, 30), 1) == date(2025, 10, 9)
    assert working_days_between(date(2025, 9, 30), date(2025, 10, 8)) == 0


def test_a_limit_accepted_on_a_free_day_starts_with_the_next_working_day() -> None:
    saturday = date(2025, 9, 13)
    assert due_on(saturday, 0) == saturday
    assert due_on(saturday, 1) == date(2025, 9, 15)


def test_a_limit_below_zero_is_a_mistake_in_the_programme() -> None:
    with pytest.raises(ValueError, match="below zero"):
        due_on(date(2026, 1, 5), -1)


@given(days, limits)
def test_counting_undoes_the_limit(start: date, limit: int) -> None:
    due = due_on(start, limit)
    assert working_days_between(start, due) == limit
    assert working_days_between(due, start) == -limit
    assert limit == 0 or is_working_day(due)


@given(days, limits, limits)
def test_limits_add_up(start: date, first: int, second: int) -> None:
    assert due_on(due_on(start, first), second) == due_on(start, first + second)


@given(days, limits)
def test_nothing_but_free_days_lies_before_the_next_working_day(start: date, gap: int) -> None:
    following = next_working_day(start)
    assert following > start
    between = (start + timedelta(days=number) for number in range(1, (following - start).days))
    assert not any(map(is_working_day, between))


def test_a_year_without_a_notice_knows_only_weekends() -> None:
    assert is_known_year(2004)
    assert is_known_year(2026)
    assert not is_known_year(2003, overrides=NO_OVERRIDES)
    assert not is_known_year(2090)
    assert is_working_day(date(2090, 10, 2))
    assert not is_working_day(date(2090, 10, 7))


def test_an_override_beats_the_package() -> None:
    new_year = date(2026, 1, 1)
    assert is_working_day(new_year, overrides=Overrides({new_year: True}))
    assert not is_known_year(2090, overrides=Overrides({date(2090, 5, 1): False}))


def test_a_year_completed_by_overrides_is_known() -> None:
    table = parse_overrides(
        """
        years: [{year: 2090, source: 示例文号}]
        days:
          - {date: 2090-10-02, working: false, source: 示例文号}
          - {date: 2090-10-07, working: true, source: 示例文号}
        """
    )
    assert is_known_year(2090, overrides=table)
    assert not is_working_day(date(2090, 10, 2), overrides=table)
    assert is_working_day(date(2090, 10, 7), overrides=table)
    assert is_working_day(date(2090, 10, 3), overrides=table)
    assert not is_working_day(date(2090, 10, 8), overrides=table)
    assert next_working_day(date(2090, 10, 5), overrides=table) == date(2090, 10, 6)
    assert working_days_between(date(2090, 10, 6), date(2090, 10, 1), overrides=table) == -4


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "days: []",
        "{days: 1, years: []}",
        "{days: [1], years: []}",
        "{days: [{date: 2090-01-01, working: true}], years: []}",
        "{days: [{date: 2090-01-01, working: true, source: ''}], years: []}",
        "{days: [{date: 2090-01-01, working: 1, source: s}], years: []}",
        "{days: [{date: 1 January, working: true, source: s}], years: []}",
        "{days: [{date: 2090-01-01 08:00:00, working: true, source: s}], years: []}",
        "{days: [], years: [{year: '2090', source: s}]}",
        "{days: [], years: [2090]}",
        """
        years: []
        days:
          - {date: 2090-01-01, working: true, source: s}
          - {date: 2090-01-01, working: false, source: s}
        """,
    ],
)
def test_a_malformed_table_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="working day overrides"):
        parse_overrides(text)


def test_the_packaged_table_is_well_formed_and_read_once() -> None:
    assert packaged_overrides() is packaged_overrides()
    assert all(is_known_year(year) for year in packaged_overrides().years)
