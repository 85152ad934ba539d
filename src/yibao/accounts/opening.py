"""Opening, freezing and closing accounts; each one statement and one audit entry."""

from __future__ import annotations

from uuid import UUID

import psycopg

from yibao.accounts.errors import AccountExists, AccountNotEmpty, PremiumWaiting
from yibao.accounts.kinds import AccountState
from yibao.accounts.ledger import hold
from yibao.kernel import identifiers
from yibao.kernel.money import ZERO, Money
from yibao.persons.api import Stamp
from yibao.platform.audit_log import api as audit_log
from yibao.platform.database import Sql

_OPEN = """
INSERT INTO personal_account (id, person_id, state, balance_fen, entry_count, opened_at)
VALUES (%s, %s, 'normal', 0, 0, %s)
"""
_SET_STATE = """
UPDATE personal_account SET state = %s, closed_at = %s WHERE id = %s
"""
_PREMIUM_WAITS = "SELECT 1 FROM premium_payment WHERE payer_id = %s AND state = 'waiting'"


def open_account(sql: Sql, person_id: UUID, *, stamp: Stamp) -> UUID:
    """Open the account of somebody who is insured as an employee; return its id.

    Raises:
        AccountExists: there is an open one.
    """
    account_id = identifiers.new_id(stamp.at)
    try:
        sql.execute(_OPEN, (account_id, person_id, stamp.at), prepare=True)
    except psycopg.errors.UniqueViolation as violation:
        raise AccountExists from violation
    _record(sql, "accounts.account_opened", account_id, stamp)
    return account_id


def balance(sql: Sql, person_id: UUID) -> Money:
    """Return what is in the person's open account; nothing when there is none."""
    sql.execute(
        "SELECT balance_fen FROM personal_account WHERE person_id = %s AND state <> 'closed'",
        (person_id,),
        prepare=True,
    )
    row = sql.fetchone()
    return Money(row[0]) if row else ZERO


def freeze(sql: Sql, person_id: UUID, *, stamp: Stamp) -> None:
    """Let nothing be taken from the account any more (R-A8). Raises NoAccount."""
    _set_state(sql, person_id, AccountState.FROZEN, stamp)


def unfreeze(sql: Sql, person_id: UUID, *, stamp: Stamp) -> None:
    """Let the account pay again. Raises NoAccount."""
    _set_state(sql, person_id, AccountState.NORMAL, stamp)


def close(sql: Sql, person_id: UUID, *, stamp: Stamp) -> None:
    """Close an empty account for ever (INV-6).

    Raises:
        NoAccount, AccountNotEmpty, PremiumWaiting: it cannot be closed.
    """
    if hold(sql, person_id).balance != ZERO:
        raise AccountNotEmpty
    # Read while the account is held: no other payment can begin.
    sql.execute(_PREMIUM_WAITS, (person_id,), prepare=True)
    if sql.fetchone() is not None:
        raise PremiumWaiting
    _set_state(sql, person_id, AccountState.CLOSED, stamp)


def _set_state(sql: Sql, person_id: UUID, state: AccountState, stamp: Stamp) -> None:
    account = hold(sql, person_id)
    closed_at = stamp.at if state is AccountState.CLOSED else None
    sql.execute(_SET_STATE, (state.value, closed_at, account.id), prepare=True)
    _record(sql, f"accounts.account_{state.value}", account.id, stamp)


def _record(sql: Sql, action: str, account_id: UUID, stamp: Stamp) -> None:
    audit_log.record(
        sql,
        action=action,
        object_id=str(account_id),
        operator=stamp.operator,
        case_number=stamp.case_number,
        facts={},
    )
