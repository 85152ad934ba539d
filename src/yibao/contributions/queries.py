"""What a person reads about his own contributions: one statement for each query."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from yibao.catalogue.case import Case
from yibao.contributions.errors import MonthsReversed, TooManyMonths
from yibao.contributions.forms import (
    EmployeeProgressAnswers,
    OwnContributionsAnswers,
    ResidentProgressAnswers,
)
from yibao.contributions.kinds import COUNTED_KINDS, ContributionKind
from yibao.contributions.results import (
    EmployeeProgress,
    MonthProgress,
    OwnContribution,
    OwnContributions,
    ResidentDueProgress,
    ResidentProgress,
)
from yibao.contributions.states import PAID_STATES, DueState
from yibao.kernel.money import Money
from yibao.kernel.months import YearMonth
from yibao.persons import sealing
from yibao.persons.api import name_agrees
from yibao.reference import code_tables

# So many rows at most come back; a year has twelve months, and few come twice.
_MOST_DUES, MOST_MONTHS = 20, 24
_PAID_VALUES = {state.value for state in PAID_STATES}
_MONTHS_OF_A_YEAR = 12

_DUES = """
SELECT p.name_sealed, d.year, d.amount_fen, d.state, d.deadline, d.paid_on, d.tax_reference,
       d.benefit_from, r.amount_fen, r.refunded_on
FROM person p
LEFT JOIN contribution_due d ON d.person_id = p.id
  AND (d.year = %(year)s OR %(year)s::int IS NULL)
LEFT JOIN contribution_refund r ON r.due_id = d.id
WHERE p.certificate_index = %(index)s AND p.is_valid
ORDER BY d.year DESC, d.raised_at DESC, d.id DESC LIMIT %(most)s
"""
_MONTHS = """
SELECT p.name_sealed, m.month, m.kind, m.base_fen, m.unit_fen, m.personal_fen, m.account_fen,
       m.state, m.deadline, m.paid_on, m.unit_name
FROM person p
LEFT JOIN contribution_month m ON m.person_id = p.id AND m.insurance_type = '310'
  AND m.month BETWEEN %(first)s AND %(last)s AND m.state <> 'cancelled'
WHERE p.certificate_index = %(index)s AND p.is_valid
ORDER BY m.month DESC, m.raised_at DESC, m.id DESC
"""
_OWN = """
SELECT p.name_sealed, paid.*
FROM person p
LEFT JOIN LATERAL (
  SELECT '390' AS insurance_type, make_date(d.year, 1, 1) AS first, make_date(d.year, 12, 1) AS last,
         'normal' AS kind, NULL::bigint AS base_fen, 0 AS unit_fen, d.amount_fen AS personal_fen,
         d.state, d.paid_on, '' AS unit_name, d.raised_at
  FROM contribution_due d
  WHERE d.person_id = p.id AND d.year = %(year)s AND d.state <> 'cancelled'
  UNION ALL
  SELECT m.insurance_type, m.month, m.month, m.kind, m.base_fen, m.unit_fen, m.personal_fen,
         m.state, m.paid_on, m.unit_name, m.raised_at
  FROM contribution_month m
  WHERE m.person_id = p.id AND m.month BETWEEN %(first)s AND %(last)s AND m.state <> 'cancelled'
) AS paid ON true
WHERE p.certificate_index = %(index)s AND p.is_valid
ORDER BY paid.first, paid.insurance_type, paid.raised_at
"""


def resident_progress(case: Case[ResidentProgressAnswers]) -> ResidentProgress:
    """Return where a resident's contributions stand, of one year or of the latest ones.

    Raises:
        PersonNameDiffers: the register has another name for the certificate.
    """
    values = {"index": case.subject_index, "year": case.answers.year, "most": _MOST_DUES}
    dues = [_due(row, case.today) for row in _rows(case, _DUES, values)]
    note = "" if dues else "没有查到居民医保的应缴单。还没有登记的，请先办理参保登记。"
    return ResidentProgress(dues, note)


def employee_progress(case: Case[EmployeeProgressAnswers]) -> EmployeeProgress:
    """Return the months of an employee's or flexible worker's insurance.

    Raises:
        YearMonthWrong, MonthsReversed, TooManyMonths: the period must be put right.
        PersonNameDiffers: the register has another name for the certificate.
    """
    first, last = _period(case.answers, case.today)
    values = {"index": case.subject_index, "first": first.first_day, "last": last.first_day}
    rows = _rows(case, _MONTHS, values)
    paid = [row[1] for row in rows if row[7] in _PAID_VALUES and row[2] in COUNTED_KINDS]
    note = "" if rows else "这段时间没有职工医保的缴费记录。可以换一段时间再查。"
    return EmployeeProgress(
        [_month(row) for row in rows], _spoken_month(max(paid)) if paid else "", note
    )


def own_contributions(case: Case[OwnContributionsAnswers]) -> OwnContributions:
    """Return everything that was paid or is due for a year, whatever the insurance.

    Raises:
        PersonNameDiffers: the register has another name for the certificate.
    """
    year = case.answers.year or case.today.year
    values = {
        "index": case.subject_index,
        "year": year,
        "first": date(year, 1, 1),
        "last": date(year, 12, 1),
    }
    rows = _rows(case, _OWN, values)
    note = "" if rows else f"{year}年没有缴费记录。可以换一个年度再查。"
    return OwnContributions(year, [_own(row) for row in rows], _months_paid(rows), note)


def _rows(case: Case[Any], statement: str, values: Mapping[str, object]) -> list[tuple[Any, ...]]:
    case.sql.execute(statement, values, prepare=True)
    rows = case.sql.fetchall()
    if rows:
        name_agrees(sealing.unseal(rows[0][0], sealing.NAME), case.subject)
    return [row for row in rows if row[1] is not None]


def _period(answers: EmployeeProgressAnswers, today: date) -> tuple[YearMonth, YearMonth]:
    this_month = YearMonth.of(today)
    last = _month_of(answers.until_month, this_month, EmployeeProgressAnswers.until_month.path)
    earliest = last.plus(1 - _MONTHS_OF_A_YEAR)
    first = _month_of(answers.from_month, earliest, EmployeeProgressAnswers.from_month.path)
    if last < first:
        raise MonthsReversed(at=EmployeeProgressAnswers.until_month.path)
    if first.months_until(last) >= MOST_MONTHS:
        raise TooManyMonths(most=MOST_MONTHS, at=EmployeeProgressAnswers.until_month.path)
    return first, last


def _month_of(text: str | None, otherwise: YearMonth, path: str) -> YearMonth:
    return YearMonth.parse(text, at=path) if text else otherwise


def _due(row: tuple[Any, ...], today: date) -> ResidentDueProgress:
    state = DueState(row[3])
    return ResidentDueProgress(
        year=row[1],
        amount=_yuan(row[2]),
        status=state.value,
        status_label=state.label,
        pay_before=row[4],
        paid_on=row[5],
        tax_reference=row[6],
        benefit_from=row[7],
        refund_amount=_yuan(row[8]) if row[8] is not None else "",
        refunded_on=row[9],
        next_step=_next_step(state, row[4], today),
    )


def _next_step(state: DueState, deadline: date, today: date) -> str:
    spoken = f"{deadline.year}年{deadline.month}月{deadline.day}日"
    if state in {DueState.DUE, DueState.PUSHED}:
        late = "已过缴费截止日期，请尽快缴费，待遇开始日期可能推迟。"
        return late if today > deadline else f"请在{spoken}前通过税务缴费渠道缴纳。"
    return {
        DueState.PAID: "已缴费，等待到账，不用再缴。",
        DueState.ARRIVED: "已到账，按待遇开始日期享受待遇。",
        DueState.REFUNDING: "税务部门正在退费，请留意原缴费账户。",
        DueState.REFUNDED: "已退回原缴费账户。",
        DueState.CANCELLED: "已作废，不用缴费。",
    }[state]


def _month(row: tuple[Any, ...]) -> MonthProgress:
    state = DueState(row[7])
    return MonthProgress(
        month=_spoken_month(row[1]),
        kind=ContributionKind(row[2]).label,
        base=_yuan(row[3]),
        unit_amount=_yuan(row[4]),
        personal_amount=_yuan(row[5]),
        account_amount=_yuan(row[6]),
        status=state.value,
        status_label=state.label,
        pay_before=row[8],
        paid_on=row[9],
        unit_name=row[10],
    )


def _own(row: tuple[Any, ...]) -> OwnContribution:
    state = DueState(row[8])
    return OwnContribution(
        insurance_type=row[1],
        insurance=code_tables.label("insurance_type", row[1]),
        from_month=_spoken_month(row[2]),
        until_month=_spoken_month(row[3]),
        kind=ContributionKind(row[4]).label,
        base=_yuan(row[5]) if row[5] is not None else "",
        unit_amount=_yuan(row[6]),
        personal_amount=_yuan(row[7]),
        status=state.value,
        status_label=state.label,
        paid_on=row[9],
        unit_name=row[10],
    )


def _months_paid(rows: list[tuple[Any, ...]]) -> int:
    """Return how many months are paid; a month counts once, whatever was paid for it."""
    return len(
        {
            month
            for row in rows
            if row[8] in _PAID_VALUES and row[4] in COUNTED_KINDS
            for month in YearMonth.of(row[2]).through(YearMonth.of(row[3]))
        }
    )


def _yuan(fen: int) -> str:
    return str(Money(fen).yuan)


def _spoken_month(day: date) -> str:
    return f"{day.year}年{day.month}月"
