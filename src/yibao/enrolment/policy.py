"""The policy numbers of this domain, read for an insured year, a region and a day."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from yibao.enrolment.gap_rules import AgePolicy, GapPolicy
from yibao.enrolment.rules import KindPolicy, WaitingPolicy, Window
from yibao.kernel.months import YearMonth
from yibao.reference.parameters import whole_number


@lru_cache(maxsize=1024)  # ten look-ups cost some 50 us; parameters change with a release only
def window(year: int, region: str) -> Window:
    """Return the window for enrolling in an insured year."""
    return Window.of(
        year,
        _of_year("window_opens_month", year, region),
        _of_year("window_closes_month", year, region),
    )


@lru_cache(maxsize=1024)
def waiting_policy(year: int, region: str) -> WaitingPolicy:
    """Return the numbers of the waiting period for an insured year."""
    return WaitingPolicy(
        fixed_months=_of_year("fixed_waiting_months", year, region),
        months_per_missed_year=_of_year("waiting_months_per_missed_year", year, region),
        counted_from_year=_of_year("missed_years_counted_from", year, region),
        long_gap_years=_of_year("long_gap_years", year, region),
        least_months_after_long_gap=_of_year("least_waiting_after_long_gap", year, region),
        newborn_days=_of_year("newborn_days", year, region),
        employee_gap_months=_of_year("employee_gap_months", year, region),
    )


@lru_cache(maxsize=1024)
def late_payment_days(year: int, region: str) -> int:
    """Return how many days somebody has to pay who enrols outside the window."""
    return _of_year("late_payment_days", year, region)


@lru_cache(maxsize=1024)
def kind_policy(day: date, region: str) -> KindPolicy:
    """Return which ages the kinds of resident have on a day."""
    numbers = (
        whole_number(f"enrolment.{name}", day=day, region=region)
        for name in (
            "newborn_most_months",
            "preschool_most_age",
            "adult_least_age",
            "elderly_least_age",
        )
    )
    return KindPolicy(*numbers)


@lru_cache(maxsize=1024)
def gap_policy(day: date, region: str) -> GapPolicy:
    """Return the numbers of section 4.8 on a day."""
    return GapPolicy(
        short_gap_months=_on("short_gap_months", day, region),
        waiting_months=_on("gap_waiting_months", day, region),
        first_waiting_months=_on("flexible_first_waiting_months", day, region),
        switch_years=_on("switch_years", day, region),
    )


@lru_cache(maxsize=1024)
def age_policy(day: date, region: str) -> AgePolicy:
    """Return between which ages somebody may enrol as a flexible worker on a day."""
    return AgePolicy(
        least=_on("flexible_least_age", day, region),
        retirement_men=_on("retirement_age_men", day, region),
        retirement_women=_on("retirement_age_women", day, region),
    )


@lru_cache(maxsize=1024)
def grade_percent(grade: str, day: date, region: str) -> int:
    """Return how many per cent of the base a grade is."""
    return _on(f"flexible_grade_{grade}", day, region)


@lru_cache(maxsize=1024)
def flexible_first_month(day: date, region: str) -> YearMonth:
    """Return the month from which somebody pays who enrols on a day (R-E12)."""
    return YearMonth.of(day).plus(_on("flexible_begins_after_months", day, region))


def _on(name: str, day: date, region: str) -> int:
    return whole_number(f"enrolment.{name}", day=day, region=region)


def _of_year(name: str, year: int, region: str) -> int:
    return whole_number(f"enrolment.{name}", day=date(year, 1, 1), region=region)
