"""What several fields of a request say together and cannot both be right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from yibao.benefits import errors
from yibao.benefits.requests import (
    AfterPooledFund,
    Care,
    CareMonth,
    ChronicCare,
    EmployeeGap,
    FamilyAccount,
    FamilySharing,
    Fees,
    InpatientCare,
    OutpatientCare,
    Request,
    ResidentWaiting,
    Reversal,
)
from yibao.benefits.vocabulary import Insurance
from yibao.kernel.errors import DomainError
from yibao.kernel.months import YearMonth

_month = YearMonth.of


def problems(request: Request) -> list[DomainError]:
    """Return everything that is wrong between the fields."""
    return list(_problems(request))


def _problems(request: Request) -> Iterator[DomainError]:
    match request:
        case OutpatientCare() | InpatientCare() | ChronicCare():
            yield from _of_fees(request.fees)
            yield from _of_care(request)
            yield from _of_accounts(request.family_accounts)
        case AfterPooledFund():
            yield from _of_care(request)
        case FamilySharing():
            yield from _of_accounts(request.family_accounts)
        case Reversal() if request.settlement.is_reversal:
            yield errors.ReversedAlready()
        case EmployeeGap() if _month(request.resumed_on) <= _month(request.last_paid_on):
            yield errors.MonthsReversed()
        case ResidentWaiting():
            yield from _of_repair(request)
        case CareMonth():
            yield from _of_days(request)


def _of_fees(fees: Fees) -> Iterator[DomainError]:
    if fees.outside > fees.total:
        yield errors.PartsExceedTotal(parts=fees.outside, total=fees.total)
    elif fees.in_scope is not None and fees.in_scope > fees.total:
        yield errors.ScopeExceedsTotal(scope=fees.in_scope, total=fees.total)
    elif fees.in_scope is not None and fees.in_scope != fees.scope:
        yield errors.ScopeDiffers(expected=fees.scope, given=fees.in_scope)


def _of_care(request: Care | AfterPooledFund) -> Iterator[DomainError]:
    if request.person.is_retired and request.person.insurance is Insurance.RESIDENT:
        yield errors.ResidentNotRetired()
    if request.year is not None and request.year != request.day.year:
        yield errors.LedgerOfOtherYear(ledger=request.year, year=request.day.year)


def _of_accounts(accounts: Sequence[FamilyAccount]) -> Iterator[DomainError]:
    orders = Counter(account.order for account in accounts)
    for order in (order for order, times in orders.items() if times > 1):
        yield errors.OrderShared(order=order)


def _of_repair(request: ResidentWaiting) -> Iterator[DomainError]:
    repaired, missed = request.repaired_months, request.missed_years
    if repaired > missed:
        yield errors.RepairTooLong(repaired=repaired, missed=missed)


def _of_days(request: CareMonth) -> Iterator[DomainError]:
    days = YearMonth.of(request.day).days
    if request.days_served + request.days_in_hospital > days:
        yield errors.DaysExceedMonth(
            served=request.days_served, hospital=request.days_in_hospital, days=days
        )
