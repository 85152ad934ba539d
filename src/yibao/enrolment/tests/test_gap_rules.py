"""The gap rule and the ages of flexible workers, and what they pay."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yibao.enrolment.errors import FlexibleAgeWrong
from yibao.enrolment.gap_rules import (
    AgePolicy,
    GapFacts,
    GapPolicy,
    age_fits,
    benefit_from,
    gap_months,
    waiting_months,
    years_in_a_row,
)
from yibao.kernel.months import YearMonth

POLICY = GapPolicy(short_gap_months=3, waiting_months=3, first_waiting_months=6, switch_years=2)
AGES = AgePolicy(least=16, retirement_men=63, retirement_women=58)
NOVEMBER = YearMonth(2026, 11)
months = st.builds(YearMonth, st.integers(2001, 2090), st.integers(1, 12))


@pytest.mark.parametrize(
    ("covered_until", "expected"),
    [
        (date(2026, 11, 1), 0),
        (date(2026, 12, 1), 0),
        (date(2026, 10, 1), 1),
        (date(2026, 8, 1), 3),
        (date(2026, 7, 1), 4),
        (date(2026, 7, 15), 3),
    ],
)
def test_a_gap_counts_whole_uncovered_months(covered_until: date, expected: int) -> None:
    assert gap_months(covered_until, NOVEMBER) == expected


@pytest.mark.parametrize(
    ("covered_until", "was_resident", "years", "expected"),
    [
        (None, False, 0, 6),
        (date(2026, 8, 1), False, 0, 0),
        (date(2026, 7, 1), False, 9, 3),
        (date(2026, 8, 1), True, 2, 0),
        (date(2026, 8, 1), True, 1, 3),
    ],
)
def test_the_waiting_period_follows_from_the_gap(
    covered_until: date | None, was_resident: bool, years: int, expected: int
) -> None:
    facts = GapFacts(
        begins=NOVEMBER,
        covered_until=covered_until,
        was_resident=was_resident,
        years_in_a_row=years,
    )
    assert waiting_months(facts, POLICY) == expected


@given(months, st.integers(0, 200), st.booleans(), st.integers(0, 5))
def test_a_longer_gap_never_shortens_the_waiting(
    begins: YearMonth, earlier: int, was_resident: bool, years: int
) -> None:
    def waiting(covered_until: date) -> int:
        return waiting_months(
            GapFacts(
                begins=begins,
                covered_until=covered_until,
                was_resident=was_resident,
                years_in_a_row=years,
            ),
            POLICY,
        )

    later = begins.first_day
    before = begins.plus(-earlier).first_day
    assert waiting(before) >= waiting(later)


@given(months, st.integers(0, 6), st.integers(0, 40))
def test_benefits_never_begin_before_the_first_month(
    begins: YearMonth, waiting: int, days: int
) -> None:
    today = date.fromordinal(begins.first_day.toordinal() + days)
    first = benefit_from(begins, waiting, today)
    assert first >= begins.first_day
    assert first >= begins.plus(waiting).first_day


@pytest.mark.parametrize(
    ("years", "expected"), [(set(), 0), ({2026}, 1), ({2023, 2025, 2026}, 2), ({2020, 2021}, 2)]
)
def test_years_in_a_row_are_counted_back_from_the_last(years: set[int], expected: int) -> None:
    assert years_in_a_row(years) == expected


@pytest.mark.parametrize(
    ("born", "sex", "fits"),
    [
        (date(2010, 11, 22), "1", True),
        (date(2010, 11, 23), "1", False),
        (date(1963, 11, 23), "1", True),
        (date(1963, 11, 22), "1", False),
        (date(1968, 11, 23), "2", True),
        (date(1968, 11, 22), "2", False),
        (date(2027, 1, 1), "2", False),
    ],
)
def test_the_ages_are_those_of_work(born: date, sex: str, fits: bool) -> None:
    if fits:
        age_fits(born, sex, date(2026, 11, 22), AGES)
        return
    with pytest.raises(FlexibleAgeWrong):
        age_fits(born, sex, date(2026, 11, 22), AGES)
