"""When benefits begin after a gap: employees and residents.

The residents' numbers are those of enrolment; they are read by name, so that there is one of each.
"""

from __future__ import annotations

from dataclasses import dataclass

from yibao.benefits.parameters import Parameters, Policy
from yibao.benefits.requests import EmployeeGap, ResidentWaiting
from yibao.benefits.results import Waiting
from yibao.benefits.trace import Trace, yuan
from yibao.kernel.money import ZERO
from yibao.kernel.months import YearMonth, add_months


def employee_gap(request: EmployeeGap, parameters: Parameters, trace: Trace) -> Waiting:
    """Return the waiting of somebody who stopped paying, and whether the gap is covered.

    A gap within the limit has no waiting and, once paid back, is covered. Changing between employee
    and resident insurance within the limit needs a long enough insurance before.
    """
    last, resumed = YearMonth.of(request.last_paid_on), YearMonth.of(request.resumed_on)
    gap = last.months_until(resumed) - 1
    limit = parameters["gap_months_without_waiting"]
    continuous = parameters["switch_continuous_months"]
    is_long_enough = not request.is_switch or request.continuous_months >= continuous.whole
    used = (limit, continuous) if request.is_switch else (limit,)
    if gap <= limit.whole and is_long_enough:
        covered = request.is_back_paid
        trace.add(
            "waiting",
            f"中断{gap}个月，在{limit.whole}个月以内，没有等待期，"
            f"{'中断期间的待遇补上' if covered else '从恢复缴费当月起享受待遇'}",
            None,
            *used,
        )
        begins = last.plus(1) if covered else resumed
        return Waiting(
            waiting_months=0, benefits_from=begins.first_day, is_retroactive=covered and gap > 0
        )
    return _after_waiting(request, gap, parameters=parameters, trace=trace, used=used)


def _after_waiting(
    request: EmployeeGap,
    gap: int,
    *,
    parameters: Parameters,
    trace: Trace,
    used: tuple[Policy, ...],
) -> Waiting:
    wanted, most = parameters["gap_waiting_months"], parameters["gap_waiting_most_months"]
    months = min(wanted.whole, most.whole)
    switch = f"，转换前连续缴费{request.continuous_months}个月" if request.is_switch else ""
    trace.add(
        "waiting",
        f"中断{gap}个月{switch}，等待{months}个月（最长{most.whole}个月）",
        None,
        *used,
        wanted,
        most,
    )
    begins = YearMonth.of(request.resumed_on).plus(months)
    return Waiting(waiting_months=months, benefits_from=begins.first_day)


@dataclass(frozen=True, slots=True)
class _Numbers:
    fixed: Policy
    each_year: Policy
    long_gap: Policy
    least: Policy
    premium: Policy

    @property
    def all(self) -> tuple[Policy, ...]:
        return (self.fixed, self.each_year, self.long_gap, self.least)


def resident_waiting(request: ResidentWaiting, parameters: Parameters, trace: Trace) -> Waiting:
    """Return the fixed and the variable waiting, less the months that were bought off.

    After a long gap a least waiting remains, however much is paid.
    """
    if request.is_in_window and not request.missed_years:
        trace.add("waiting", "集中缴费期内连续参保，没有等待期")
        return Waiting(waiting_months=0, benefits_from=request.day)
    numbers = _Numbers(*(parameters[name] for name in _NAMES))
    variable = request.missed_years * numbers.each_year.whole
    total = numbers.fixed.whole + variable
    least = numbers.least.whole if request.missed_years >= numbers.long_gap.whole else 0
    repaired = min(request.repaired_months, variable, max(0, total - least))
    cost = numbers.premium.money * repaired
    months = total - repaired
    trace.add(
        "waiting",
        f"固定等待期{numbers.fixed.whole}个月，断保{request.missed_years}年的变动等待期{variable}个月，"
        f"修复减少{repaired}个月"
        f"{f'（修复后不少于{least}个月）' if least else ''}，共等待{months}个月",
        None,
        *numbers.all,
    )
    if repaired:
        trace.add(
            "repair",
            f"修复{repaired}个月，每月补缴{numbers.premium.in_words}，共{yuan(cost)}",
            cost,
            numbers.premium,
        )
    return Waiting(
        waiting_months=months,
        benefits_from=add_months(request.day, months),
        repair_cost=cost or ZERO,
    )


_NAMES = (
    "enrolment.fixed_waiting_months",
    "enrolment.waiting_months_per_missed_year",
    "enrolment.long_gap_years",
    "enrolment.least_waiting_after_long_gap",
    "repair_premium",
)
