"""After the account has paid: the tax office confirms, or the money goes back.

The office is asked within seconds, and again every some minutes. What it refuses, and what it has
not confirmed within the hours of the parameter, is reversed (冲正). A payment that the office booked
although its answers were lost for so long is found by reconciliation with its vouchers, not here.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from yibao.accounts import ledger
from yibao.accounts.dues import is_payable
from yibao.accounts.errors import CollectionSilent
from yibao.accounts.kinds import PremiumState
from yibao.accounts.tax_confirmation import PremiumOrder, collect
from yibao.catalogue.case import Identity
from yibao.contributions import api as contributions
from yibao.kernel.money import Money
from yibao.persons import api as persons
from yibao.persons.api import Stamp
from yibao.platform import clock
from yibao.platform.audit_log import api as audit_log
from yibao.platform.database import Sql
from yibao.reference import parameters

logger = logging.getLogger(__name__)
OPERATOR = "system"
GRACE = timedelta(minutes=10)
"""The outbox asks within seconds; what is not confirmed after this is asked about anew."""

_HOLD = """
SELECT id, number, payee_id, due_id, entry_id, year, amount_fen, case_number, submitted_at
FROM premium_payment WHERE id = %s AND state = 'waiting' FOR UPDATE
"""
_CLOSE = """
UPDATE premium_payment SET state = %s, tax_reference = %s, closed_at = %s WHERE id = %s
"""
_WAITING = """
SELECT id FROM premium_payment WHERE state = 'waiting' AND submitted_at < %(until)s
  AND (%(after)s::uuid IS NULL OR id > %(after)s::uuid)
ORDER BY id LIMIT 200
"""


@dataclass(frozen=True, slots=True)
class _Waiting:
    id: UUID
    number: str
    payee_id: UUID
    due_id: UUID
    entry_id: UUID
    year: int
    amount: Money
    case_number: str
    submitted_at: datetime


def waiting_payments(sql: Sql, now: datetime, after: UUID | None = None) -> list[UUID]:
    """Return a page of the payments that should be confirmed by now, oldest first.

    ``after`` is the last one of the page before; the last page is empty.
    """
    sql.execute(_WAITING, {"until": now - GRACE, "after": after})
    return [row[0] for row in sql.fetchall()]


def confirm(sql: Sql, payment_id: UUID, now: datetime) -> PremiumState | None:
    """Ask the tax office about a payment, and write what follows; None: it does not wait.

    A silent office leaves the payment waiting until its time is over. Somebody who paid the same
    due elsewhere meanwhile gets the money back.
    """
    sql.execute(_HOLD, (payment_id,), prepare=True)
    row = sql.fetchone()
    if row is None:
        return None
    waiting = _waiting(row)
    if not is_payable(sql, waiting.due_id):
        return _give_back(sql, waiting, now, "due")
    try:
        voucher = collect(_order(sql, waiting))
    except CollectionSilent:
        if now < waiting.submitted_at + _patience(now):
            logger.warning("the tax office did not answer about payment %s", waiting.id)
            return PremiumState.WAITING
        return _give_back(sql, waiting, now, "silent")
    if voucher is None:
        return _give_back(sql, waiting, now, "refused")
    contributions.record_payment(sql, waiting.due_id, paid_on=clock.day_of(now), operator=OPERATOR)
    return _close(sql, waiting, PremiumState.PAID, now, voucher)


def _give_back(sql: Sql, waiting: _Waiting, now: datetime, cause: str) -> PremiumState:
    ledger.reverse(sql, waiting.entry_id, Stamp(waiting.case_number, OPERATOR, now))
    logger.info("payment %s was reversed: %s", waiting.id, cause)
    return _close(sql, waiting, PremiumState.REVERSED, now, "")


def _close(
    sql: Sql, waiting: _Waiting, state: PremiumState, now: datetime, voucher: str
) -> PremiumState:
    sql.execute(_CLOSE, (state.value, voucher, now, waiting.id), prepare=True)
    audit_log.record(
        sql,
        action=f"accounts.premium_{state.value}",
        object_id=str(waiting.id),
        operator=OPERATOR,
        case_number=waiting.case_number,
        facts={"year": waiting.year},
    )
    return state


def _order(sql: Sql, waiting: _Waiting) -> PremiumOrder:
    payee = persons.by_id(sql, waiting.payee_id)
    identity = Identity(payee.certificate_type, payee.certificate_number, payee.name)
    return PremiumOrder(waiting.number, waiting.due_id, identity, waiting.year, waiting.amount)


def _patience(now: datetime) -> timedelta:
    hours = parameters.whole_number(
        "accounts.premium_confirmation_hours", day=clock.day_of(now), region=parameters.NATION
    )
    return timedelta(hours=hours)


def _waiting(row: tuple[Any, ...]) -> _Waiting:
    identifier, number, payee, due, entry, year, fen, case_number, at = row
    return _Waiting(identifier, number, payee, due, entry, year, Money(fen), case_number, at)
