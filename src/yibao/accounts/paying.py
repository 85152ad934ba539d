"""Paying from a person's own account and then from those of his grantors, in their order (R-A5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from yibao.accounts.errors import AmountNotPositive, KindDoesNotFit, ReferenceUsed
from yibao.accounts.kinds import DEBIT_KINDS, Direction
from yibao.accounts.ledger import (
    Entry,
    Portion,
    Posting,
    read_entry,
    require_standing,
    reverse,
    write,
    year_begins,
)
from yibao.kernel.money import ZERO, Money
from yibao.persons.api import Stamp
from yibao.platform.database import Sql

# Accounts are locked in the order of their identifiers, so that two payments never wait for each
# other; a frozen one pays nothing (R-A8). What a sharing has paid this year is read afterwards, in
# a statement of its own: then nobody else can add to it. What is given back of a former year makes
# no room in this one.
_HOLD = """
SELECT a.id, a.balance_fen, source.share_id, source.position, source.single_limit_fen,
       source.yearly_limit_fen
FROM (
  SELECT %(person)s::uuid AS owner_id, NULL::uuid AS share_id, 0 AS position,
         NULL::bigint AS single_limit_fen, NULL::bigint AS yearly_limit_fen
  UNION ALL
  SELECT grantor_id, id, position, single_limit_fen, yearly_limit_fen FROM account_share
  WHERE user_id = %(person)s AND state = 'valid' AND starts_on <= %(today)s
    AND (ends_on IS NULL OR ends_on >= %(today)s)
) AS source
JOIN personal_account a ON a.person_id = source.owner_id AND a.state = 'normal'
ORDER BY a.id FOR UPDATE OF a
"""
_USED = """
SELECT e.share_id,
       sum(CASE e.direction WHEN 'debit' THEN e.amount_fen ELSE -e.amount_fen END)::bigint
FROM account_entry e
LEFT JOIN account_entry undone ON undone.id = e.reverses_id
WHERE e.share_id = ANY(%(shares)s) AND e.at >= %(year)s AND coalesce(undone.at, e.at) >= %(year)s
GROUP BY e.share_id
"""
_BEFORE = """
SELECT id, personal_account_id, direction, kind, amount_fen, balance_after_fen, reference,
  used_by_id, share_id, reverses_id
FROM account_entry WHERE reference = %s AND kind = %s AND used_by_id = %s ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class Payment:
    """What accounts paid; ``unpaid`` is left for cash. The parts and it make the whole."""

    parts: tuple[Entry, ...]
    unpaid: Money

    @property
    def own(self) -> Money:
        """Return what the person's own account paid."""
        return Money.total(part.amount for part in self.parts if part.share_id is None)

    @property
    def shared(self) -> Money:
        """Return what the accounts of relatives paid (共济支付)."""
        return Money.total(part.amount for part in self.parts if part.share_id is not None)


@dataclass(frozen=True, slots=True)
class _Source:
    account_id: UUID
    balance: Money
    share_id: UUID | None
    position: int
    single_limit: Money | None
    yearly_limit: Money | None


def pay(sql: Sql, person_id: UUID, amount: Money, posting: Posting, *, today: date) -> Payment:
    """Take as much of ``amount`` as the accounts give: one's own, then grantors' by order.

    A sharing gives at most its single limit and what is left of its yearly limit. The same
    reference again returns the parts of the first time, unless they were given back. Four
    statements.

    Raises:
        AmountNotPositive, KindDoesNotFit, ReferenceUsed: it cannot be.
    """
    if amount.fen <= 0:
        raise AmountNotPositive
    if posting.kind not in DEBIT_KINDS:
        raise KindDoesNotFit(kind=posting.kind.label)
    sources = _hold(sql, person_id, today)
    if before := parts_of(sql, person_id, posting):
        require_standing(sql, before)
        return _again(before, amount)
    used = _used(sql, sources, posting.stamp.at)
    portions, left = [], amount
    for source in sources:
        taken = min(left, _gives(source, used))
        if taken.fen > 0:
            portions.append(Portion(source.account_id, taken, source.share_id))
            left -= taken
    named = Posting(posting.kind, posting.reference, posting.stamp, person_id, posting.provider)
    return Payment(tuple(write(sql, portions, Direction.DEBIT, named)) if portions else (), left)


def reverse_payment(sql: Sql, person_id: UUID, posting: Posting, stamp: Stamp) -> list[Entry]:
    """Give back to every account what it paid under a reference; a second time, nothing more."""
    parts = parts_of(sql, person_id, posting)
    return [reverse(sql, part.id, stamp) for part in sorted(parts, key=lambda p: p.account_id)]


def parts_of(sql: Sql, person_id: UUID, posting: Posting) -> list[Entry]:
    """Return what was paid for a person under a reference."""
    sql.execute(_BEFORE, (posting.reference, posting.kind.value, person_id), prepare=True)
    return [read_entry(row) for row in sql.fetchall()]


def _again(before: list[Entry], amount: Money) -> Payment:
    left = amount - Money.total(part.amount for part in before)
    if left.fen < 0:
        raise ReferenceUsed
    return Payment(tuple(before), left)


def _hold(sql: Sql, person_id: UUID, today: date) -> list[_Source]:
    sql.execute(_HOLD, {"person": person_id, "today": today}, prepare=True)
    return sorted((_source(row) for row in sql.fetchall()), key=lambda source: source.position)


def _used(sql: Sql, sources: list[_Source], at: datetime) -> dict[UUID | None, Money]:
    shares = [s.share_id for s in sources if s.share_id and s.yearly_limit is not None]
    if not shares:
        return {}
    sql.execute(_USED, {"shares": shares, "year": year_begins(at)}, prepare=True)
    return {share_id: Money(fen) for share_id, fen in sql.fetchall()}


def _gives(source: _Source, used: dict[UUID | None, Money]) -> Money:
    most = source.balance
    if source.single_limit is not None:
        most = min(most, source.single_limit)
    if source.yearly_limit is not None:
        most = min(most, source.yearly_limit - used.get(source.share_id, ZERO))
    return max(most, ZERO)


def _source(row: tuple[Any, ...]) -> _Source:
    account_id, fen, share_id, position, single, yearly = row
    return _Source(
        account_id,
        Money(fen),
        share_id,
        position or 0,
        None if single is None else Money(single),
        None if yearly is None else Money(yearly),
    )
