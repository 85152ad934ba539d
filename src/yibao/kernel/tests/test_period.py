from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yibao.kernel.period import Period, PeriodEndsTooEarly, YearMonth

days = st.dates(date(2026, 1, 1), date(2026, 3, 31))
periods = st.builds(
    lambda start, length: Period(start, length and start + timedelta(days=length)),
    days,
    st.none() | st.integers(1, 60),
)
JANUARY = Period(date(2026, 1, 1), date(2026, 2, 1))


def test_a_period_has_its_first_day_and_not_its_end() -> None:
    assert JANUARY.contains(date(2026, 1, 1))
    assert JANUARY.contains(date(2026, 1, 31))
    assert not JANUARY.contains(date(2026, 2, 1))
    assert not JANUARY.contains(date(2025, 12, 31))
    assert JANUARY.days == 31
    assert JANUARY.last_day == date(2026, 1, 31)


def test_people_name_the_last_day() -> None:
    assert Period.through(date(2026, 1, 1), date(2026, 1, 31)) == JANUARY
    assert Period.of_month(YearMonth(2026, 1)) == JANUARY
    assert str(JANUARY) == "2026-01-01 – 2026-01-31"


def test_an_open_period_never_ends() -> None:
    open_period = Period(date(2026, 1, 1))
    assert open_period.contains(date.max)
    assert open_period.days is None
    assert open_period.last_day is None
    assert open_period.covers(JANUARY)
    assert not JANUARY.covers(open_period)
    assert str(open_period) == "2026-01-01 –"


def test_periods_that_touch_do_not_overlap() -> None:
    february = Period(date(2026, 2, 1), date(2026, 3, 1))
    assert not JANUARY.overlaps(february)
    assert JANUARY.intersection(february) is None


@pytest.mark.parametrize("until", [date(2026, 1, 1), date(2025, 12, 31)])
def test_a_period_without_a_day_is_refused(until: date) -> None:
    with pytest.raises(PeriodEndsTooEarly) as caught:
        Period(date(2026, 1, 1), until)
    assert "2026-01-01" in str(caught.value)


def test_an_instant_is_not_a_day() -> None:
    with pytest.raises(TypeError):
        Period(datetime(2026, 1, 1, tzinfo=UTC))
    with pytest.raises(TypeError):
        Period(date(2026, 1, 1), datetime(2026, 1, 2, tzinfo=UTC))


@given(periods, periods, days)
def test_the_intersection_has_exactly_the_days_of_both(
    first: Period, second: Period, day: date
) -> None:
    both = first.intersection(second)
    assert both == second.intersection(first)
    in_both = both is not None and both.contains(day)
    assert in_both == (first.contains(day) and second.contains(day))
    assert first.overlaps(second) == (both is not None)


@given(periods, periods)
def test_a_period_covers_another_when_nothing_of_it_is_outside(
    first: Period, second: Period
) -> None:
    assert first.covers(first)
    if first.covers(second):
        assert first.contains(second.starts_on)
        assert first.until is None or (second.until is not None and second.until <= first.until)


@given(periods)
def test_a_period_counts_its_days(period: Period) -> None:
    every_day = [date(2026, 1, 1) + timedelta(days=number) for number in range(160)]
    if period.days is not None:
        assert sum(map(period.contains, every_day)) == period.days
