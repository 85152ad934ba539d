"""Months of employee insurance: raising one, noting that it was paid, dropping those to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from yibao.contributions.errors import DueNotPayable, DueUnknown
from yibao.contributions.kinds import ContributionKind
from yibao.contributions.rules import FlexibleRates, MonthlyAmounts, flexible_amounts
from yibao.contributions.states import PAID_STATES, DueState, states_before
from yibao.kernel import identifiers
from yibao.kernel.money import Money
from yibao.kernel.months import YearMonth
from yibao.platform.audit_log import api as audit_log
from yibao.platform.outbox import api as outbox
from yibao.reference.parameters import decimal, whole_number

if TYPE_CHECKING:
    from yibao.platform.database import Sql

MONTH_RAISED, MONTH_PAID = "contributions.month_raised", "contributions.month_paid"


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlyDue:
    """One month of somebody's employee insurance, as it is to be paid."""

    person_id: UUID
    enrolment_id: UUID
    region: str
    insurance_type: str
    month: YearMonth
    amounts: MonthlyAmounts
    kind: ContributionKind = ContributionKind.NORMAL
    employer_id: UUID | None = None
    unit_name: str = ""


_RAISE = """
INSERT INTO contribution_month (id, person_id, enrolment_id, employer_id, unit_name,
  insurance_type, region, month, kind, base_fen, unit_fen, personal_fen, account_fen, state,
  deadline, case_number, raised_at, tax_reference)
VALUES (%(id)s, %(person)s, %(enrolment)s, %(employer)s, %(unit_name)s, %(insurance)s, %(region)s,
  %(month)s, %(kind)s, %(base)s, %(unit)s, %(personal)s, %(account)s, 'due', %(deadline)s,
  %(case)s, %(now)s, '')
ON CONFLICT DO NOTHING
"""
_PAID = """
UPDATE contribution_month SET state = 'paid', paid_on = %s WHERE id = %s AND state = ANY(%s)
RETURNING person_id, enrolment_id, month, kind, case_number
"""
# What an employer owes stays owed: only a month that the person pays himself is replaced.
_WITHDRAW = """
UPDATE contribution_month SET state = 'cancelled'
WHERE person_id = %s AND insurance_type = %s AND month = %s AND kind = %s
  AND employer_id IS NULL AND state = ANY(%s)
"""
_DROP = """
UPDATE contribution_month SET state = 'cancelled'
WHERE person_id = %s AND enrolment_id = %s AND month > %s AND state = ANY(%s)
"""


def flexible_rates(month: YearMonth, region: str, *, with_account: bool) -> FlexibleRates:
    """Return the numbers of policy for a month of a flexible worker.

    Raises:
        ParameterMissing: no standard is known.
    """
    name = "flexible_rate_with_account" if with_account else "flexible_rate_pooled_only"
    day = month.first_day
    account = decimal("contributions.flexible_account_rate", day=day, region=region)
    return FlexibleRates(
        base=Money.from_yuan(decimal("contributions.flexible_base", day=day, region=region)),
        rate=decimal(f"contributions.{name}", day=day, region=region),
        account_rate=account if with_account else account * 0,
    )


def flexible_month(
    month: YearMonth, region: str, *, grade: int, with_account: bool
) -> MonthlyAmounts:
    """Return what a month costs a flexible worker who chose ``grade`` per cent."""
    return flexible_amounts(flexible_rates(month, region, with_account=with_account), grade)


def pay_month_before(month: YearMonth, region: str) -> date:
    """Return the last day on which a month is paid in time."""
    day = whole_number("contributions.monthly_payment_day", day=month.first_day, region=region)
    following = month.plus(1)
    return date(following.year, following.month, min(day, following.days))


def raise_month(sql: Sql, due: MonthlyDue, *, case_number: str, now: datetime) -> bool:
    """Write what is to be paid for a month; False when the month is there already (INV of 2.5)."""
    new_id = identifiers.new_id(now)
    values = {
        "id": new_id,
        "person": due.person_id,
        "enrolment": due.enrolment_id,
        "employer": due.employer_id,
        "unit_name": due.unit_name,
        "insurance": due.insurance_type,
        "region": due.region,
        "month": due.month.first_day,
        "kind": due.kind.value,
        "base": due.amounts.base.fen,
        "unit": due.amounts.unit.fen,
        "personal": due.amounts.personal.fen,
        "account": due.amounts.account.fen,
        "deadline": pay_month_before(due.month, due.region),
        "case": case_number,
        "now": now,
    }
    sql.execute(_RAISE, values, prepare=True)
    if sql.rowcount != 1:
        return False
    payload = {"contribution_id": str(new_id)}
    outbox.publish(sql, topic=MONTH_RAISED, key=str(due.person_id), payload=payload)
    return True


def replace_month(sql: Sql, due: MonthlyDue, *, case_number: str, now: datetime) -> bool:
    """Write what is to be paid for a month in place of what is unpaid for it; usually one statement.

    False when nothing is to be paid: the month is paid, or an employer owes it.
    """
    if raise_month(sql, due, case_number=case_number, now=now):
        return True
    month, open_states = due.month.first_day, states_before(DueState.CANCELLED)
    values = (due.person_id, due.insurance_type, month, due.kind.value, open_states)
    sql.execute(_WITHDRAW, values, prepare=True)
    return sql.rowcount == 1 and raise_month(sql, due, case_number=case_number, now=now)


def record_month_payment(sql: Sql, month_id: UUID, *, paid_on: date, operator: str) -> None:
    """Note that a month was collected; a second time changes nothing.

    Raises:
        DueUnknown, DueNotPayable: it cannot have been paid.
    """
    sql.execute(_PAID, (paid_on, month_id, states_before(DueState.PAID)))
    row = sql.fetchone()
    if row is None:
        _require_paid(sql, month_id)
        return
    person_id, enrolment_id, month, kind, case_number = row
    audit_log.record(
        sql,
        action=MONTH_PAID,
        object_id=str(month_id),
        operator=operator,
        case_number=case_number,
        facts={"month": month.isoformat(), "paid_on": paid_on.isoformat()},
    )
    payload = {
        "enrolment_id": str(enrolment_id),
        "month": month.isoformat(),
        "counts": kind != ContributionKind.SUPPLEMENT.value,
        "paid_on": paid_on.isoformat(),
    }
    outbox.publish(sql, topic=MONTH_PAID, key=str(person_id), payload=payload)


def drop_months_after(sql: Sql, person_id: UUID, enrolment_id: UUID, last: YearMonth) -> int:
    """Cancel the unpaid months after ``last``; return how many. One statement."""
    open_states = states_before(DueState.CANCELLED)
    sql.execute(_DROP, (person_id, enrolment_id, last.first_day, open_states), prepare=True)
    return sql.rowcount


def _require_paid(sql: Sql, month_id: UUID) -> None:
    sql.execute("SELECT state FROM contribution_month WHERE id = %s", (month_id,))
    row = sql.fetchone()
    if row is None:
        raise DueUnknown
    state = DueState(row[0])
    if state not in PAID_STATES:
        raise DueNotPayable(state=state.label)
