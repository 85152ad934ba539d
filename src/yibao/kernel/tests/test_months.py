from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yibao.kernel.months import YearMonth, YearMonthWrong, add_months, months_between

days = st.dates(date(1900, 1, 1), date(2200, 12, 31))
few_months = st.integers(-600, 600)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
    ],
)
def test_a_missing_day_becomes_the_last_day_of_the_month(
    day: date, months: int, expected: date
) -> None:
    assert add_months(day, months) == expected


@given(days, few_months)
def test_adding_months_moves_the_month_and_keeps_the_day_where_it_can(
    day: date, months: int
) -> None:
    moved = add_months(day, months)
    assert YearMonth.of(day).months_until(YearMonth.of(moved)) == months
    assert moved.day == min(day.day, YearMonth.of(moved).days)


@given(days, few_months)
def test_months_between_undoes_add_months(day: date, months: int) -> None:
    assert months_between(day, add_months(day, months)) == months


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2026, 1, 31), date(2026, 2, 27), 0),
        (date(2026, 1, 31), date(2026, 2, 28), 1),
        (date(2026, 1, 15), date(2026, 1, 14), -1),
        (date(2024, 2, 29), date(2025, 2, 28), 12),
    ],
)
def test_a_month_is_full_on_the_last_day_when_its_day_is_missing(
    start: date, end: date, months: int
) -> None:
    assert months_between(start, end) == months


@given(days, days)
def test_months_between_is_the_largest_number_that_fits(start: date, end: date) -> None:
    months = months_between(start, end)
    assert add_months(start, months) <= end < add_months(start, months + 1)


@given(days)
def test_a_month_reads_back_from_its_text(day: date) -> None:
    month = YearMonth.of(day)
    assert YearMonth.parse(str(month)) == month
    assert len(str(month)) == 6
    assert month.first_day <= day <= month.last_day
    assert (month.last_day - month.first_day).days == month.days - 1


@given(days, st.integers(0, 60))
def test_the_months_through_another_are_all_there_in_order(day: date, count: int) -> None:
    first = YearMonth.of(day)
    months = list(first.through(first.plus(count)))
    assert len(months) == count + 1
    assert months == sorted(set(months))
    assert months[-1] == first.plus(count)
    assert list(first.through(first.plus(-1))) == []


def test_a_month_may_be_written_with_a_hyphen_and_in_full_width() -> None:
    assert YearMonth.parse("2026-01") == YearMonth.parse(" ２０２６０１") == YearMonth(2026, 1)


@pytest.mark.parametrize("text", ["", "202613", "202600", "20261", "2026/01", "000001", "2026011"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(YearMonthWrong) as caught:
        YearMonth.parse(text, at="answers.paid_month")
    assert caught.value.at == "answers.paid_month"


def test_a_month_outside_the_calendar_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="month"):
        YearMonth(2026, 13)
    with pytest.raises(OverflowError):
        YearMonth(9999, 12).plus(1)
    with pytest.raises(OverflowError):
        add_months(date(1, 1, 31), -1)
