"""Paying from one's own account and then from those of relatives."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from yibao.accounts import api, opening
from yibao.accounts.errors import AmountNotPositive, KindDoesNotFit, ReferenceUsed
from yibao.accounts.kinds import EntryKind, ShareRole
from yibao.accounts.ledger import year_begins
from yibao.accounts.sharings import open_sharings
from yibao.accounts.staging import stamp_of
from yibao.accounts.tests.conftest import LI, WANG, ZHAO, Given, id_of, posting, yuan
from yibao.kernel.money import ZERO, Money
from yibao.platform import clock as platform_clock
from yibao.platform.clock import CHINA
from yibao.platform.database import Sql
from yibao.platform.testing.plugin import Clock
from yibao.platform.testing.statements import CountingCursor


@pytest.fixture
def user_id(sql: Sql, given: Given) -> UUID:
    """Give 李四, without an account, who uses those of 王五 (120) and 赵六 (500)."""
    given("accounts.two_grantors", LI)
    return id_of(sql, LI)


def _pay(sql: Sql, who: UUID, amount: str, reference: str = "S-1") -> api.Payment:
    return api.pay(sql, who, yuan(amount), posting(reference), today=platform_clock.today())


def _set_share(sql: Sql, change: str) -> None:
    sql.execute(f"UPDATE account_share SET {change} WHERE state = 'valid' AND position = 1")


def test_ex13_two_grantors_pay_in_their_order(sql: Sql, user_id: UUID) -> None:
    paid = _pay(sql, user_id, "300")
    assert [(part.amount, part.balance_after) for part in paid.parts] == [
        (yuan("120"), ZERO),
        (yuan("180"), yuan("320")),
    ]
    assert all(part.used_by == user_id for part in paid.parts)
    assert all(part.kind is EntryKind.CARE for part in paid.parts)
    assert (paid.own, paid.shared, paid.unpaid) == (ZERO, yuan("300"), ZERO)
    assert opening.balance(sql, id_of(sql, WANG)) == ZERO
    assert opening.balance(sql, id_of(sql, ZHAO)) == yuan("320")


def test_a_payment_takes_four_statements(sql: Sql, user_id: UUID) -> None:
    _set_share(sql, "yearly_limit_fen = 1000000")
    counting = CountingCursor(sql)
    _pay(counting, user_id, "300")
    assert len(counting.statements) == 4


def test_ones_own_account_pays_first(sql: Sql, person_id: UUID) -> None:
    paid = _pay(sql, person_id, "499.99")
    assert (paid.own, paid.shared, paid.unpaid) == (yuan("499.99"), ZERO, ZERO)


def test_what_nobody_can_pay_is_left_for_cash(sql: Sql, user_id: UUID) -> None:
    paid = _pay(sql, user_id, "1000")
    assert (paid.shared, paid.unpaid) == (yuan("620"), yuan("380"))
    assert _pay(sql, user_id, "1", "S-2").unpaid == yuan("1")


def test_the_same_payment_again_takes_nothing(sql: Sql, user_id: UUID) -> None:
    first = _pay(sql, user_id, "300")
    again = _pay(sql, user_id, "300")
    assert {part.id for part in again.parts} == {part.id for part in first.parts}
    assert again.unpaid == ZERO
    assert opening.balance(sql, id_of(sql, ZHAO)) == yuan("320")
    with pytest.raises(ReferenceUsed):
        _pay(sql, user_id, "299")


def test_a_payment_is_given_back_to_every_account_once(sql: Sql, user_id: UUID) -> None:
    _pay(sql, user_id, "300")
    stamp = stamp_of(platform_clock.today())
    for _ in range(2):
        undone = api.reverse_payment(sql, user_id, posting("S-1"), stamp)
        assert Money.total(entry.amount for entry in undone) == yuan("300")
    assert opening.balance(sql, id_of(sql, WANG)) == yuan("120")
    assert opening.balance(sql, id_of(sql, ZHAO)) == yuan("500")


@pytest.mark.parametrize(
    "change",
    [
        "state = 'paused'",
        "starts_on = starts_on + 1",
        "starts_on = starts_on - 9, ends_on = starts_on - 1",
    ],
)
def test_a_sharing_that_does_not_hold_pays_nothing(sql: Sql, user_id: UUID, change: str) -> None:
    _set_share(sql, change)
    assert [part.amount for part in _pay(sql, user_id, "300").parts] == [yuan("300")]
    assert opening.balance(sql, id_of(sql, WANG)) == yuan("120")


def test_a_frozen_account_is_passed_over(sql: Sql, user_id: UUID) -> None:
    api.freeze(sql, id_of(sql, WANG), stamp=stamp_of(platform_clock.today()))
    assert _pay(sql, user_id, "600").unpaid == yuan("100")


def test_a_single_limit_holds_for_each_payment(sql: Sql, user_id: UUID) -> None:
    _set_share(sql, "single_limit_fen = 5000")
    amounts = [part.amount for part in _pay(sql, user_id, "60", "S-1").parts]
    assert amounts == [yuan("50"), yuan("10")]
    amounts = [part.amount for part in _pay(sql, user_id, "60", "S-2").parts]
    assert amounts == [yuan("50"), yuan("10")]


def test_a_yearly_limit_counts_what_was_used_less_what_was_given_back(
    sql: Sql, user_id: UUID, clock: Clock
) -> None:
    _set_share(sql, "yearly_limit_fen = 8000")
    _pay(sql, user_id, "60", "S-1")
    assert [part.amount for part in _pay(sql, user_id, "30", "S-2").parts] == [
        yuan("20"),
        yuan("10"),
    ]
    api.reverse_payment(sql, user_id, posting("S-1"), stamp_of(platform_clock.today()))
    assert [part.amount for part in _pay(sql, user_id, "60", "S-3").parts] == [yuan("60")]
    clock.set(datetime(2027, 1, 1, 0, 0, tzinfo=CHINA) - timedelta(seconds=1))
    assert _pay(sql, user_id, "30", "S-4").parts[0].amount == yuan("30")
    assert len(_pay(sql, user_id, "30", "S-5").parts) == 1
    clock.set(datetime(2027, 1, 1, 0, 0, tzinfo=CHINA))
    _pay(sql, user_id, "30", "S-6")
    assert opening.balance(sql, id_of(sql, WANG)) == yuan("10")


def test_the_year_of_a_limit_begins_at_midnight_in_china(
    sql: Sql, user_id: UUID, clock: Clock
) -> None:
    _set_share(sql, "yearly_limit_fen = 5000")
    clock.set(datetime(2026, 12, 31, 15, 59, tzinfo=UTC))
    assert _pay(sql, user_id, "50", "S-1").parts[0].balance_after == yuan("70")
    clock.set(datetime(2026, 12, 31, 16, 0, tzinfo=UTC))
    assert year_begins(platform_clock.now().astimezone(UTC)) == datetime(2027, 1, 1, tzinfo=CHINA)
    assert _pay(sql, user_id, "50", "S-2").parts[0].balance_after == yuan("20")


def test_what_is_given_back_of_last_year_makes_no_room_in_this_one(
    sql: Sql, user_id: UUID, clock: Clock
) -> None:
    _set_share(sql, "yearly_limit_fen = 5000")
    clock.set(datetime(2026, 12, 20, 10, 0, tzinfo=CHINA))
    _pay(sql, user_id, "50", "S-1")
    clock.set(datetime(2027, 1, 5, 10, 0, tzinfo=CHINA))
    stamp = stamp_of(platform_clock.today())
    api.reverse_payment(sql, user_id, posting("S-1"), stamp)
    assert open_sharings(sql, user_id, platform_clock.now(), ShareRole.USER)[0].used == ZERO
    amounts = [part.amount for part in _pay(sql, user_id, "80", "S-2").parts]
    assert amounts == [yuan("50"), yuan("30")]
    assert open_sharings(sql, user_id, platform_clock.now(), ShareRole.USER)[0].used == yuan("50")


def test_a_payment_that_was_given_back_is_not_answered_as_paid(sql: Sql, user_id: UUID) -> None:
    _pay(sql, user_id, "300")
    api.reverse_payment(sql, user_id, posting("S-1"), stamp_of(platform_clock.today()))
    with pytest.raises(ReferenceUsed):
        _pay(sql, user_id, "300")


def test_a_debit_that_was_undone_is_not_answered_as_paid(sql: Sql, person_id: UUID) -> None:
    entry = api.debit(sql, person_id, yuan("10"), posting("S-1"))
    api.reverse(sql, entry.id, stamp_of(platform_clock.today()))
    with pytest.raises(ReferenceUsed):
        api.debit(sql, person_id, yuan("10"), posting("S-1"))


def test_a_payment_is_above_zero_and_of_a_kind_that_takes(sql: Sql, user_id: UUID) -> None:
    with pytest.raises(AmountNotPositive):
        _pay(sql, user_id, "0")
    with pytest.raises(KindDoesNotFit):
        api.pay(
            sql,
            user_id,
            yuan("1"),
            posting("S-1", EntryKind.INTEREST),
            today=platform_clock.today(),
        )
