"""What policy says about enrolling residents. Pure: facts and policy numbers in, an answer out.

Names of rules (R-E7) and sections (4.9, the waiting period) are those of docs/explanation/domain.md.
``tests/examples`` holds worked examples that a policy officer can read and add to.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, timedelta

from yibao.enrolment.errors import KindDoesNotFitAge, YearNotOpen, YearOver
from yibao.enrolment.forms import ResidentKind, SpecialSituation
from yibao.kernel.months import YearMonth, add_months, months_between

_MONTHS_PER_YEAR = 12


@dataclass(frozen=True, slots=True)
class Window:
    """集中缴费期 for one insured year: from ``opens_on`` to ``closes_on``, both included."""

    year: int
    opens_on: date
    closes_on: date

    @classmethod
    def of(cls, year: int, opens_month: int, closes_month: int) -> Window:
        """Return the window that opens in the year before and closes in the insured year."""
        return cls(year, date(year - 1, opens_month, 1), YearMonth(year, closes_month).last_day)

    def contains(self, day: date) -> bool:
        """Tell whether somebody who enrols on ``day`` is in time."""
        return self.opens_on <= day <= self.closes_on


@dataclass(frozen=True, slots=True)
class WaitingPolicy:
    """The numbers of section 4.9; months, years and days as the names say."""

    fixed_months: int
    months_per_missed_year: int
    counted_from_year: int
    long_gap_years: int
    least_months_after_long_gap: int
    newborn_days: int
    employee_gap_months: int


@dataclass(frozen=True, slots=True)
class KindPolicy:
    """Which ages the kinds of resident have."""

    newborn_most_months: int
    preschool_most_age: int
    adult_least_age: int
    elderly_least_age: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentFacts:
    """All that decides when benefits begin.

    ``applied_on`` is the day of the application; ``decided_on`` that of the enrolling, later where
    an officer decided (None: the same day). ``covered_years`` are the years for which
    contributions arrived, of residents or employees. ``employee_until`` is the day on which an
    employee insurance ended, if one did.
    """

    applied_on: date
    window: Window
    kind: ResidentKind
    born_on: date
    covered_years: Set[int] = frozenset()
    special_situation: SpecialSituation | None = None
    employee_until: date | None = None
    decided_on: date | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many months must pass: fixed, for missed years, and how many of these can be bought off.

    One month less for each year's premium that is paid in addition (参保修复).
    """

    fixed_months: int
    missed_months: int
    repairable_months: int

    @property
    def months(self) -> int:
        """Return the whole waiting period."""
        return self.fixed_months + self.missed_months


NO_WAITING = Waiting(0, 0, 0)


def year_is_open(year: int, window: Window, applied_on: date) -> None:
    """R-E7: enrol for this year, or for the next once its window has opened.

    Raises:
        YearOver, YearNotOpen: another year must be chosen.
    """
    if year < applied_on.year:
        raise YearOver(year=year)
    if applied_on < window.opens_on:
        opens = window.opens_on
        raise YearNotOpen(year=year, opens_on=f"{opens.year}年{opens.month}月{opens.day}日")


def kind_fits_age(kind: ResidentKind, born_on: date, today: date, policy: KindPolicy) -> None:
    """Refuse a kind that the birth date contradicts; schools have pupils of every age.

    Raises:
        KindDoesNotFitAge: with the age that the kind needs.
    """
    months = months_between(born_on, today)
    years = months // _MONTHS_PER_YEAR
    fits, expected = {
        ResidentKind.NEWBORN: (
            months <= policy.newborn_most_months,
            f"不满{policy.newborn_most_months}个月",
        ),
        ResidentKind.PRESCHOOL: (
            years <= policy.preschool_most_age,
            f"不超过{policy.preschool_most_age}周岁",
        ),
        ResidentKind.ADULT: (
            years >= policy.adult_least_age,
            f"年满{policy.adult_least_age}周岁",
        ),
        ResidentKind.ELDERLY: (
            years >= policy.elderly_least_age,
            f"年满{policy.elderly_least_age}周岁",
        ),
    }.get(kind, (True, ""))
    if not fits or born_on > today:
        raise KindDoesNotFitAge(kind=kind.label, expected=expected or "已经出生")


def missed_years(year: int, covered_years: Set[int], counted_from: int) -> int:
    """Return how many years before ``year`` were missed in a row.

    Somebody who was never insured has missed none: there was nothing to continue. Years before
    ``counted_from`` do not count.
    """
    before = [covered for covered in covered_years if covered < year]
    if not before:
        return 0
    return max(0, year - max(max(before) + 1, counted_from))


def is_exempt(facts: EnrolmentFacts, policy: WaitingPolicy) -> bool:
    """Tell whether no waiting period applies at all (R-E7): whom policy names, without delay."""
    return (
        facts.special_situation is not None
        or is_newborn_in_time(facts, policy)
        or _comes_from_employee_insurance(facts, policy)
    )


def is_newborn_in_time(facts: EnrolmentFacts, policy: WaitingPolicy) -> bool:
    """Tell whether a newborn was enrolled soon enough for benefits from birth."""
    latest = facts.born_on + timedelta(days=policy.newborn_days)
    return facts.kind is ResidentKind.NEWBORN and facts.born_on <= facts.applied_on <= latest


def waiting(facts: EnrolmentFacts, policy: WaitingPolicy) -> Waiting:
    """Return the waiting period of section 4.9."""
    if is_exempt(facts, policy):
        return NO_WAITING
    missed = missed_years(facts.window.year, facts.covered_years, policy.counted_from_year)
    if not missed and facts.window.contains(facts.applied_on):
        return NO_WAITING
    for_missed = missed * policy.months_per_missed_year
    total = policy.fixed_months + for_missed
    least = policy.least_months_after_long_gap if missed >= policy.long_gap_years else 0
    repairable = min(for_missed, max(0, total - least))
    return Waiting(policy.fixed_months, for_missed, repairable)


def benefit_from(facts: EnrolmentFacts, policy: WaitingPolicy) -> date:
    """Return the first day of benefits, provided that the contribution is paid in time.

    A newborn in time has them from birth. In the window they begin with the insured year; outside
    it on the day of applying; a waiting period is added to that day.
    """
    year_begins = date(facts.window.year, 1, 1)
    if is_newborn_in_time(facts, policy):
        return max(facts.born_on, year_begins)
    months = waiting(facts, policy).months
    if not months and facts.window.contains(facts.applied_on):
        return year_begins
    return add_months(max(year_begins, facts.applied_on), months)


def pay_before(facts: EnrolmentFacts, policy: WaitingPolicy, late_payment_days: int) -> date:
    """Return the last day on which the contribution counts as paid in time.

    The end of the window; outside it some days after enrolling, for a newborn the days that policy
    gives after birth; never after the insured year. Who waited for an officer has the days of a
    late payment from the decision on, even if window or year are over by then.
    """
    last = _pay_before_at_once(facts, policy, late_payment_days)
    if facts.decided_on is None or facts.decided_on <= facts.applied_on:
        return last
    return max(last, facts.decided_on + timedelta(days=late_payment_days))


def _pay_before_at_once(
    facts: EnrolmentFacts, policy: WaitingPolicy, late_payment_days: int
) -> date:
    if facts.window.contains(facts.applied_on):
        last = facts.window.closes_on
    elif is_newborn_in_time(facts, policy):
        last = facts.born_on + timedelta(days=policy.newborn_days)
    else:
        last = facts.applied_on + timedelta(days=late_payment_days)
    return min(last, date(facts.window.year, 12, 31))


def _comes_from_employee_insurance(facts: EnrolmentFacts, policy: WaitingPolicy) -> bool:
    if facts.employee_until is None or facts.employee_until > facts.applied_on:
        return False
    return facts.applied_on <= add_months(facts.employee_until, policy.employee_gap_months)
