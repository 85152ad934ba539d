"""Writing the ledger: credits, debits and reversals of one account, each idempotent.

The database moves the balance (migration 0001); here an account is held, and what would be refused
is told in words. Source: docs/explanation/domain.md 2.6, R-A1, R-A8, INV-4, INV-5.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from yibao.accounts.errors import (
    AccountFrozen,
    AmountNotPositive,
    BalanceTooLow,
    EntryNotReversible,
    EntryUnknown,
    KindDoesNotFit,
    NoAccount,
    ReferenceUsed,
)
from yibao.accounts.kinds import CREDIT_KINDS, DEBIT_KINDS, AccountState, Direction, EntryKind
from yibao.kernel import identifiers
from yibao.kernel.money import Money
from yibao.persons.api import Stamp
from yibao.platform.clock import CHINA
from yibao.platform.database import Sql

_COLUMNS = """id, personal_account_id, direction, kind, amount_fen, balance_after_fen, reference,
  used_by_id, share_id, reverses_id"""
# What is there already under a reference is not written again.
_WRITE = f"""
INSERT INTO account_entry (id, personal_account_id, sequence, direction, kind, amount_fen,
  balance_after_fen, reference, used_by_id, share_id, provider_name, reverses_id, case_number,
  operator, at)
SELECT new.id, new.account, 0, %(direction)s::text, %(kind)s::text, new.fen, 0,
  %(reference)s::text,
  %(used_by)s::uuid, new.share, %(provider)s::text, new.reverses, %(case)s::text,
  %(operator)s::text, %(at)s::timestamptz
FROM unnest(%(ids)s::uuid[], %(accounts)s::uuid[], %(fens)s::bigint[], %(shares)s::uuid[],
  %(reversed)s::uuid[]) AS new (id, account, fen, share, reverses)
WHERE NOT EXISTS (SELECT FROM account_entry e WHERE e.reference = %(reference)s::text
  AND e.kind = %(kind)s::text AND e.personal_account_id = new.account)
RETURNING {_COLUMNS}
"""  # noqa: S608 - the columns are a constant
_HOLD = """
SELECT id, state, balance_fen FROM personal_account WHERE person_id = %s AND state <> 'closed'
FOR UPDATE
"""
_OF_REFERENCE = f"""
SELECT {_COLUMNS} FROM account_entry
WHERE reference = %s AND kind = %s AND personal_account_id = %s
"""  # noqa: S608
_BY_ID = f"SELECT {_COLUMNS} FROM account_entry WHERE id = %s"  # noqa: S608
_HOLD_ACCOUNT = """
SELECT id, state, balance_fen FROM personal_account WHERE id = %s FOR UPDATE
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the ledger; ``amount`` is above zero whatever the direction."""

    id: UUID
    account_id: UUID
    direction: Direction
    kind: EntryKind
    amount: Money
    balance_after: Money
    reference: str
    used_by: UUID | None
    share_id: UUID | None
    reverses_id: UUID | None


@dataclass(frozen=True, slots=True)
class HeldAccount:
    """An account, locked until the transaction ends."""

    id: UUID
    state: AccountState
    balance: Money


@dataclass(frozen=True, slots=True)
class Portion:
    """What is written into one account; ``share_id`` when a relative's sharing lets it be used."""

    account_id: UUID
    amount: Money
    share_id: UUID | None = None
    reverses_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Posting:
    """What the entries of one deed have in common. ``reference`` names the deed for ever.

    ``used_by`` is the person for whom money is spent; ``provider`` the name of a hospital or
    pharmacy.
    """

    kind: EntryKind
    reference: str
    stamp: Stamp
    used_by: UUID | None = None
    provider: str = ""


def hold(sql: Sql, person_id: UUID) -> HeldAccount:
    """Return the person's open account, locked.

    Raises:
        NoAccount: there is none.
    """
    sql.execute(_HOLD, (person_id,), prepare=True)
    return _held(sql)


def credit(sql: Sql, person_id: UUID, amount: Money, posting: Posting) -> Entry:
    """Add to the account of a person; the same reference again adds nothing.

    Raises:
        NoAccount, AmountNotPositive, KindDoesNotFit, ReferenceUsed: it cannot be.
    """
    _require(amount, posting.kind, CREDIT_KINDS)
    account = hold(sql, person_id)
    return _write_one(sql, Portion(account.id, amount), Direction.CREDIT, posting)


def debit(sql: Sql, person_id: UUID, amount: Money, posting: Posting) -> Entry:
    """Take the whole amount from the account of a person himself; the same reference, once.

    Raises:
        NoAccount, AccountFrozen, BalanceTooLow: it cannot be paid.
        AmountNotPositive, KindDoesNotFit, ReferenceUsed: it cannot be.
    """
    _require(amount, posting.kind, DEBIT_KINDS)
    account = hold(sql, person_id)
    portion = Portion(account.id, amount)
    if (before := _of_reference(sql, portion, posting)) is not None:
        require_standing(sql, [before])
        return before
    require_balance(account, amount)
    return _write_one(sql, portion, Direction.DEBIT, posting)


def require_standing(sql: Sql, entries: Sequence[Entry]) -> None:
    """Refuse a deed that was undone: its reference never stands for a payment again (INV-5).

    Raises:
        ReferenceUsed: one of the entries was reversed.
    """
    ids = [entry.id for entry in entries]
    sql.execute("SELECT 1 FROM account_entry WHERE reverses_id = ANY(%s)", (ids,), prepare=True)
    if sql.fetchone() is not None:
        raise ReferenceUsed


def require_balance(account: HeldAccount, amount: Money) -> None:
    """Refuse what a frozen account or its balance cannot pay (R-A1, R-A8).

    Raises:
        AccountFrozen, BalanceTooLow: why not.
    """
    if account.state is AccountState.FROZEN:
        raise AccountFrozen
    if account.balance < amount:
        raise BalanceTooLow(balance=account.balance.yuan, amount=amount.yuan)


def reverse(sql: Sql, entry_id: UUID, stamp: Stamp) -> Entry:
    """Undo an entry by a row of its own (冲正); a second time changes nothing.

    Raises:
        EntryUnknown, EntryNotReversible: there is nothing to undo.
        NoAccount: the account was closed meanwhile.
        AccountFrozen, BalanceTooLow: a credit that was spent since.
    """
    sql.execute(_BY_ID, (entry_id,), prepare=True)
    found = sql.fetchone()
    if found is None:
        raise EntryUnknown
    entry = read_entry(found)
    if entry.reverses_id is not None:
        raise EntryNotReversible
    sql.execute(_HOLD_ACCOUNT, (entry.account_id,), prepare=True)
    account = _held(sql)
    direction = Direction.DEBIT if entry.direction is Direction.CREDIT else Direction.CREDIT
    posting = Posting(EntryKind.REVERSAL, str(entry.id), stamp, entry.used_by)
    portion = Portion(entry.account_id, entry.amount, entry.share_id, entry.id)
    if (before := _of_reference(sql, portion, posting)) is not None:
        return before
    if direction is Direction.DEBIT:
        require_balance(account, entry.amount)
    return _write_one(sql, portion, direction, posting)


def write(
    sql: Sql, portions: Sequence[Portion], direction: Direction, posting: Posting
) -> list[Entry]:
    """Write entries into accounts that the caller holds; one statement.

    Those whose account has the reference already are left out. The caller has checked balances;
    what it overlooked, the database refuses.
    """
    sql.execute(
        _WRITE,
        {
            "direction": direction.value,
            "kind": posting.kind.value,
            "reference": posting.reference,
            "used_by": posting.used_by,
            "provider": posting.provider,
            "case": posting.stamp.case_number,
            "operator": posting.stamp.operator,
            "at": posting.stamp.at,
            "ids": [identifiers.new_id(posting.stamp.at) for _ in portions],
            "accounts": [portion.account_id for portion in portions],
            "fens": [portion.amount.fen for portion in portions],
            "shares": [portion.share_id for portion in portions],
            "reversed": [portion.reverses_id for portion in portions],
        },
        prepare=True,
    )
    return [read_entry(row) for row in sql.fetchall()]


def read_entry(row: Sequence[Any]) -> Entry:
    """Return the entry of a row with the columns of the ledger."""
    return Entry(
        id=row[0],
        account_id=row[1],
        direction=Direction(row[2]),
        kind=EntryKind(row[3]),
        amount=Money(row[4]),
        balance_after=Money(row[5]),
        reference=row[6],
        used_by=row[7],
        share_id=row[8],
        reverses_id=row[9],
    )


def year_begins(at: datetime) -> datetime:
    """Return the first instant of the Chinese calendar year of ``at``."""
    return at.astimezone(CHINA).replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)


def _write_one(sql: Sql, portion: Portion, direction: Direction, posting: Posting) -> Entry:
    written = write(sql, [portion], direction, posting)
    if written:
        return written[0]
    before = _of_reference(sql, portion, posting)
    if before is None:
        raise EntryUnknown
    return before


def _of_reference(sql: Sql, portion: Portion, posting: Posting) -> Entry | None:
    values = (posting.reference, posting.kind.value, portion.account_id)
    sql.execute(_OF_REFERENCE, values, prepare=True)
    row = sql.fetchone()
    if row is None:
        return None
    before = read_entry(row)
    if before.amount != portion.amount:
        raise ReferenceUsed
    return before


def _held(sql: Sql) -> HeldAccount:
    row = sql.fetchone()
    if row is None or row[1] == AccountState.CLOSED.value:
        raise NoAccount
    return HeldAccount(row[0], AccountState(row[1]), Money(row[2]))


def _require(amount: Money, kind: EntryKind, kinds: frozenset[EntryKind]) -> None:
    if amount.fen <= 0:
        raise AmountNotPositive
    if kind not in kinds:
        raise KindDoesNotFit(kind=kind.label)
