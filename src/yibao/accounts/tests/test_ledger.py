"""The ledger: what it counts, what it refuses, what it never forgets."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from yibao.accounts import ledger, opening
from yibao.accounts.errors import (
    AccountExists,
    AccountFrozen,
    AccountNotEmpty,
    AmountNotPositive,
    BalanceTooLow,
    EntryNotReversible,
    EntryUnknown,
    KindDoesNotFit,
    NoAccount,
    ReferenceUsed,
)
from yibao.accounts.kinds import CREDIT_KINDS, DEBIT_KINDS, NATIONAL_CODES, Direction, EntryKind
from yibao.accounts.staging import stamp_of
from yibao.accounts.tests.conftest import posting, yuan
from yibao.kernel.money import ZERO, Money
from yibao.platform import clock as platform_clock
from yibao.platform.database import Sql


def _rows(sql: Sql, query: str) -> list[tuple[Any, ...]]:
    sql.execute(query)
    return sql.fetchall()


def test_a_credit_and_a_debit_move_the_balance(sql: Sql, person_id: UUID) -> None:
    added = ledger.credit(sql, person_id, yuan("20.50"), posting("C-1", EntryKind.ALLOCATION))
    taken = ledger.debit(sql, person_id, yuan("120.25"), posting("D-1"))
    assert (added.balance_after, taken.balance_after) == (yuan("520.50"), yuan("400.25"))
    assert opening.balance(sql, person_id) == yuan("400.25")
    assert (taken.direction, taken.amount) == (Direction.DEBIT, yuan("120.25"))


def test_the_chain_of_entries_has_no_gap_and_no_leap(sql: Sql, person_id: UUID) -> None:
    for number in range(5):
        ledger.debit(sql, person_id, yuan("10"), posting(f"D-{number}"))
    chain = _rows(
        sql,
        """SELECT sequence, balance_after_fen, lag(balance_after_fen, 1, 0::bigint)
             OVER (ORDER BY sequence) + CASE direction WHEN 'credit' THEN amount_fen
               ELSE -amount_fen END FROM account_entry ORDER BY sequence""",
    )
    assert [sequence for sequence, _, _ in chain] == list(range(1, 7))
    assert all(after == expected for _, after, expected in chain)


def test_what_is_not_there_cannot_be_taken(sql: Sql, person_id: UUID) -> None:
    with pytest.raises(BalanceTooLow) as refusal:
        ledger.debit(sql, person_id, yuan("500.01"), posting("D-1"))
    assert str(refusal.value) == "个人账户余额500.00元，不够支付500.01元。"
    assert ledger.debit(sql, person_id, yuan("500"), posting("D-2")).balance_after == ZERO


def test_the_same_reference_is_written_once(sql: Sql, person_id: UUID) -> None:
    first = ledger.debit(sql, person_id, yuan("400"), posting("D-1"))
    assert ledger.debit(sql, person_id, yuan("400"), posting("D-1")) == first
    with pytest.raises(ReferenceUsed):
        ledger.debit(sql, person_id, yuan("399"), posting("D-1"))
    premium = ledger.debit(sql, person_id, yuan("100"), posting("D-1", EntryKind.PREMIUM))
    assert premium.balance_after == ZERO
    added = ledger.credit(sql, person_id, yuan("1"), posting("D-1", EntryKind.INTEREST))
    assert ledger.credit(sql, person_id, yuan("1"), posting("D-1", EntryKind.INTEREST)) == added


def test_a_reversal_is_a_row_of_its_own_and_happens_once(sql: Sql, person_id: UUID) -> None:
    taken = ledger.debit(sql, person_id, yuan("400"), posting("D-1"))
    stamp = stamp_of(platform_clock.today())
    undone = ledger.reverse(sql, taken.id, stamp)
    assert (undone.kind, undone.reverses_id) == (EntryKind.REVERSAL, taken.id)
    assert ledger.reverse(sql, taken.id, stamp) == undone
    assert opening.balance(sql, person_id) == yuan("500")
    with pytest.raises(EntryNotReversible):
        ledger.reverse(sql, undone.id, stamp)
    with pytest.raises(EntryUnknown):
        ledger.reverse(sql, uuid4(), stamp)


def test_a_credit_that_was_spent_cannot_be_reversed(sql: Sql, person_id: UUID) -> None:
    added = ledger.credit(sql, person_id, yuan("10"), posting("C-1", EntryKind.ALLOCATION))
    ledger.debit(sql, person_id, yuan("505"), posting("D-1"))
    with pytest.raises(BalanceTooLow):
        ledger.reverse(sql, added.id, stamp_of(platform_clock.today()))


def test_a_frozen_account_takes_credits_and_gives_nothing(sql: Sql, person_id: UUID) -> None:
    stamp = stamp_of(platform_clock.today())
    taken = ledger.debit(sql, person_id, yuan("1"), posting("D-1"))
    opening.freeze(sql, person_id, stamp=stamp)
    with pytest.raises(AccountFrozen):
        ledger.debit(sql, person_id, yuan("1"), posting("D-2"))
    ledger.credit(sql, person_id, yuan("1"), posting("C-1", EntryKind.ALLOCATION))
    ledger.reverse(sql, taken.id, stamp)
    opening.unfreeze(sql, person_id, stamp=stamp)
    assert ledger.debit(sql, person_id, yuan("501"), posting("D-3")).balance_after == ZERO


def test_an_account_is_closed_when_it_is_empty(sql: Sql, person_id: UUID) -> None:
    stamp = stamp_of(platform_clock.today())
    with pytest.raises(AccountNotEmpty):
        opening.close(sql, person_id, stamp=stamp)
    with pytest.raises(AccountExists), sql.connection.transaction():
        opening.open_account(sql, person_id, stamp=stamp)
    taken = ledger.debit(sql, person_id, yuan("500"), posting("D-1", EntryKind.WITHDRAWAL))
    opening.close(sql, person_id, stamp=stamp)
    with pytest.raises(NoAccount):
        ledger.credit(sql, person_id, yuan("1"), posting("C-1", EntryKind.ALLOCATION))
    with pytest.raises(NoAccount):
        ledger.reverse(sql, taken.id, stamp)
    assert opening.balance(sql, person_id) == ZERO
    opening.open_account(sql, person_id, stamp=stamp)


@pytest.mark.parametrize("amount", [ZERO, Money(-1)])
def test_an_entry_moves_something(sql: Sql, person_id: UUID, amount: Money) -> None:
    with pytest.raises(AmountNotPositive):
        ledger.debit(sql, person_id, amount, posting("D-1"))


def test_a_kind_adds_or_takes_and_never_both(sql: Sql, person_id: UUID) -> None:
    with pytest.raises(KindDoesNotFit):
        ledger.debit(sql, person_id, yuan("1"), posting("D-1", EntryKind.INTEREST))
    with pytest.raises(KindDoesNotFit):
        ledger.credit(sql, person_id, yuan("1"), posting("C-1"))
    assert not CREDIT_KINDS & DEBIT_KINDS
    assert len(CREDIT_KINDS | DEBIT_KINDS) == len(EntryKind) - 1
    assert len(set(NATIONAL_CODES.values())) == len(EntryKind)


@pytest.mark.parametrize(
    "forbidden",
    [
        "UPDATE account_entry SET amount_fen = 1",
        "DELETE FROM account_entry",
        "UPDATE personal_account SET balance_fen = balance_fen + 1",
        "UPDATE personal_account SET entry_count = 0",
        "UPDATE personal_account SET state = 'closed', closed_at = now()",
    ],
)
def test_the_database_refuses_what_goes_round_the_ledger(
    sql: Sql, person_id: UUID, forbidden: str
) -> None:
    with pytest.raises(psycopg.Error), sql.connection.transaction():
        sql.execute(forbidden)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"amount_fen": 50_001}, "account_is_never_overdrawn"),
        ({"amount_fen": 0}, "entry_moves_something"),
        ({"kind": "'reversal'"}, "only_a_reversal_reverses"),
        (
            {"kind": "'reversal'", "reverses_id": "(SELECT id FROM account_entry LIMIT 1)"},
            "reversal_mirrors_an_entry",
        ),
    ],
)
def test_the_database_refuses_an_entry_that_cannot_be(
    sql: Sql, person_id: UUID, change: dict[str, object], constraint: str
) -> None:
    values: dict[str, object] = {
        "amount_fen": 1,
        "kind": "'care'",
        "reverses_id": "NULL",
    } | change
    with pytest.raises(psycopg.errors.CheckViolation) as refusal, sql.connection.transaction():
        sql.execute(
            f"""INSERT INTO account_entry (id, personal_account_id, sequence, direction, kind, amount_fen,
                  balance_after_fen, reference, provider_name, reverses_id, case_number, operator,
                  at)
                SELECT gen_random_uuid(), id, 0, 'debit', {values["kind"]},
                  {values["amount_fen"]}, 0, 'X', '', {values["reverses_id"]}, '', '', now()
                FROM personal_account"""
        )
    assert refusal.value.diag.constraint_name == constraint
