"""What a gap between two insurances means for employee benefits (section 4.8). Pure.

Names of rules and sections are those of docs/explanation/domain.md.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, timedelta

from yibao.enrolment.errors import FlexibleAgeWrong
from yibao.kernel.months import YearMonth, add_months, months_between

_MONTHS_PER_YEAR = 12


@dataclass(frozen=True, slots=True)
class GapPolicy:
    """The numbers of section 4.8; months and years as the names say."""

    short_gap_months: int
    waiting_months: int
    first_waiting_months: int
    switch_years: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GapFacts:
    """What was before: until when (excluded) somebody was covered, and by what.

    ``years_in_a_row`` counts the covered years up to the last one.
    """

    begins: YearMonth
    covered_until: date | None = None
    was_resident: bool = False
    years_in_a_row: int = 0


@dataclass(frozen=True, slots=True)
class AgePolicy:
    """From which age on, and below which age, in years; the upper one by sex."""

    least: int
    retirement_men: int
    retirement_women: int


def gap_months(covered_until: date, begins: YearMonth) -> int:
    """Return how many whole months lie between the last covered one and the first new one."""
    last_covered = YearMonth.of(covered_until - timedelta(days=1))
    return max(0, last_covered.months_until(begins) - 1)


def waiting_months(facts: GapFacts, policy: GapPolicy) -> int:
    """Return the waiting period of section 4.8.

    None after a short gap; who comes from resident insurance needs some covered years in a row.
    """
    if facts.covered_until is None:
        return policy.first_waiting_months
    is_short = gap_months(facts.covered_until, facts.begins) <= policy.short_gap_months
    may_switch = not facts.was_resident or facts.years_in_a_row >= policy.switch_years
    return 0 if is_short and may_switch else policy.waiting_months


def benefit_from(begins: YearMonth, waiting: int, today: date) -> date:
    """Return the first day of benefits: today, or the first day after the waiting months."""
    if not waiting:
        return max(begins.first_day, today)
    return add_months(begins.first_day, waiting)


def years_in_a_row(covered_years: Set[int]) -> int:
    """Return how many years up to the last covered one were covered without a gap."""
    count, year = 0, max(covered_years, default=0)
    while year in covered_years:
        count, year = count + 1, year - 1
    return count


def age_fits(born_on: date, sex: str, today: date, policy: AgePolicy) -> None:
    """R-E6: of working age, below the retirement age by law.

    Raises:
        FlexibleAgeWrong: with the ages.
    """
    retirement = policy.retirement_women if sex == "2" else policy.retirement_men
    is_born = born_on <= today
    age = months_between(born_on, today) // _MONTHS_PER_YEAR if is_born else -1
    if not policy.least <= age < retirement:
        raise FlexibleAgeWrong(least=policy.least, retirement=retirement)
