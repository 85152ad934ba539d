"""A premium from an account: exact, once, confirmed by the tax office or given back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from yibao.accounts import ledger, opening, tasks
from yibao.accounts.errors import PremiumWaiting
from yibao.accounts.premium_confirming import confirm, waiting_payments
from yibao.accounts.premium_refunding import refund
from yibao.accounts.results import LedgerPage, PremiumReceipt, PremiumRecords
from yibao.accounts.services.account_pay_premium import account_pay_premium
from yibao.accounts.services.account_pay_premium_records import account_pay_premium_records
from yibao.accounts.services.right_ledger import right_ledger
from yibao.accounts.services.share_other import share_other
from yibao.accounts.tax_confirmation import REFUSED, REGISTER
from yibao.accounts.tests.conftest import LI, ZHANG, Given, ask, codes, id_of, posting, yuan
from yibao.contributions import api as contributions
from yibao.persons import outside
from yibao.persons.api import Stamp
from yibao.platform import clock as platform_clock
from yibao.platform.database import Sql
from yibao.platform.outbox import delivery

PAYING = {
    "payee": "relative",
    "payee_identity_number": LI.identity.certificate_number,
    "payee_name": LI.identity.name,
    "year": 2027,
    "amount": "400",
}


def _pay() -> PremiumReceipt:
    result = ask(account_pay_premium, PAYING).result
    assert isinstance(result, PremiumReceipt)
    return result


def _rows(sql: Sql, query: str) -> list[tuple[Any, ...]]:
    sql.execute(query)
    return sql.fetchall()


def _due(sql: Sql) -> str:
    states = _rows(sql, "SELECT state FROM contribution_due WHERE state <> 'refunded'")
    return str(states[0][0])


def _records(who: Any = ZHANG) -> PremiumRecords:
    result = ask(account_pay_premium_records, who=who).result
    assert isinstance(result, PremiumRecords)
    return result


def test_ex14_450_yuan_pay_a_premium_of_400_by_one_entry(sql: Sql, given: Given) -> None:
    given("accounts.premium_due")
    receipt = _pay()
    assert (receipt.amount, receipt.balance_after) == ("400.00", "50.00")
    assert receipt.payee == "李* (配偶)"
    premiums = _rows(sql, "SELECT direction, amount_fen FROM account_entry WHERE kind = 'premium'")
    assert premiums == [("debit", 40_000)]


def test_ex14_350_yuan_pay_nothing_and_leave_no_entry(sql: Sql, given: Given) -> None:
    given("accounts.premium_due_and_little_money")
    assert codes(account_pay_premium, PAYING) == ["accounts.balance_too_low"]
    assert _rows(sql, "SELECT 1 FROM account_entry WHERE kind = 'premium'") == []
    assert opening.balance(sql, id_of(sql, ZHANG)) == yuan("350")
    assert _due(sql) == "due"


def test_the_tax_office_confirms_within_seconds(sql: Sql, given: Given) -> None:
    given("accounts.premium_due")
    receipt = _pay()
    assert delivery.deliver() > 0
    (record,) = _records().records
    assert (record.state, record.tax_reference) == ("已缴费", f"TV{receipt.order_number}")
    assert (record.payer, record.payee) == ("张* (本人)", "李* (配偶)")
    assert _due(sql) == "paid"
    (seen,) = _records(LI).records
    assert (seen.payer, seen.payee) == ("张* (配偶)", "李* (本人)")
    assert codes(account_pay_premium, PAYING | {"amount": "400.0"}) == [
        "accounts.premium_paid_already"
    ]


def test_what_waits_for_the_tax_office_cannot_be_paid_again(given: Given) -> None:
    given("accounts.premium_due")
    _pay()
    assert codes(account_pay_premium, PAYING | {"amount": "400.0"}) == [
        "accounts.premium_paid_already"
    ]


def test_a_refusal_of_the_tax_office_gives_the_money_back(sql: Sql, given: Given) -> None:
    given("accounts.premium_due")
    outside.simulate(sql, REGISTER, LI.identity, REFUSED)
    _pay()
    delivery.deliver()
    assert opening.balance(sql, id_of(sql, ZHANG)) == yuan("450")
    assert _records().records[0].state == "未缴成，已退回账户"
    outside.simulate(sql, REGISTER, LI.identity, "")
    again = ask(account_pay_premium, PAYING | {"amount": "400.0"}).result
    assert isinstance(again, PremiumReceipt)
    assert again.balance_after == "50.00"


@pytest.mark.parametrize("answer", [outside.SLOW, outside.GONE])
def test_a_silent_tax_office_is_asked_for_a_day_and_then_the_money_goes_back(
    sql: Sql, given: Given, clock: Any, answer: str
) -> None:
    given("accounts.premium_due")
    outside.simulate(sql, REGISTER, LI.identity, answer)
    _pay()
    delivery.deliver()
    clock.advance(hours=23, minutes=59)
    tasks.confirm_premiums()
    assert opening.balance(sql, id_of(sql, ZHANG)) == yuan("50")
    clock.advance(minutes=1)
    tasks.confirm_premiums()
    tasks.confirm_premiums()
    assert opening.balance(sql, id_of(sql, ZHANG)) == yuan("450")
    assert _records().records[0].state == "未缴成，已退回账户"
    assert _due(sql) == "pushed"


def test_a_tax_office_that_wakes_up_confirms(sql: Sql, given: Given, clock: Any) -> None:
    given("accounts.premium_due")
    outside.simulate(sql, REGISTER, LI.identity, outside.GONE)
    _pay()
    clock.advance(hours=1)
    outside.simulate(sql, REGISTER, LI.identity, "")
    tasks.confirm_premiums()
    assert _records().records[0].state == "已缴费"
    assert waiting_payments(sql, platform_clock.now()) == []


def test_who_paid_elsewhere_meanwhile_gets_the_money_back(sql: Sql, given: Given) -> None:
    given("accounts.premium_due")
    _pay()
    ((due_id,),) = _rows(sql, "SELECT id FROM contribution_due WHERE state <> 'refunded'")
    contributions.record_payment(sql, due_id, paid_on=platform_clock.today(), operator="tax")
    ((payment_id,),) = _rows(sql, "SELECT id FROM premium_payment")
    now = platform_clock.now()
    assert confirm(sql, payment_id, now) == "reversed"
    assert confirm(sql, payment_id, now) is None
    assert opening.balance(sql, id_of(sql, ZHANG)) == yuan("450")


def test_a_paused_sharing_pays_no_premium(given: Given) -> None:
    given("accounts.premium_due")
    ask(share_other, {"action": "suspend"})
    assert codes(account_pay_premium, PAYING) == ["accounts.payee_not_bound"]


def test_a_wrong_name_is_answered_like_a_stranger(given: Given) -> None:
    given("accounts.premium_due")
    assert codes(account_pay_premium, PAYING | {"payee_name": "李五"}) == [
        "accounts.payee_not_bound"
    ]


def test_the_ledger_tells_for_whom_masked(given: Given) -> None:
    given("accounts.premium_due")
    _pay()
    page = ask(right_ledger, {"since": "2026-11-01", "until": "2026-11-22", "page_size": 1}).result
    assert isinstance(page, LedgerPage)
    assert (page.entries[0].kind, page.entries[0].user) == ("代缴保费", "李*")
    assert len(page.entries) == 1
    assert page.total > 1


def test_an_account_stays_open_while_its_premium_waits(sql: Sql, given: Given) -> None:
    given("accounts.premium_due")
    stamp = Stamp("", "test", platform_clock.now())
    payer_id = id_of(sql, ZHANG)
    ledger.debit(sql, payer_id, yuan("50"), posting("all-but-the-premium"))
    _pay()
    with pytest.raises(PremiumWaiting):
        opening.close(sql, payer_id, stamp=stamp)
    delivery.deliver()
    opening.close(sql, payer_id, stamp=stamp)
    assert codes(account_pay_premium, PAYING | {"amount": "400.0"}) == ["accounts.no_account"]


def test_a_payment_that_cannot_be_dealt_with_stops_no_other(
    sql: Sql, given: Given, clock: Any, caplog: pytest.LogCaptureFixture
) -> None:
    given("accounts.premium_due")
    _pay()
    ((payment_id,),) = _rows(sql, "SELECT id FROM premium_payment WHERE state = 'waiting'")
    clock.advance(hours=1)
    stuck = UUID(int=1)
    done: list[UUID] = []

    def page(_: Sql, after: UUID | None) -> list[UUID]:
        return [stuck] if after is None else waiting_payments(sql, platform_clock.now(), after)

    def act(cursor: Sql, identifier: UUID) -> None:
        if identifier == stuck:
            cursor.execute("SELECT 1 / 0")
        confirm(cursor, identifier, platform_clock.now())
        done.append(identifier)

    tasks._each(page, act)
    assert done == [payment_id]
    assert f"{stuck} was not dealt with: DivisionByZero" in caplog.text
    assert _records().records[0].state == "已缴费"


def test_what_the_tax_office_gives_back_returns_to_the_account_once(sql: Sql, given: Given) -> None:
    given("accounts.premium_due")
    receipt = _pay()
    delivery.deliver()
    ((due_id,),) = _rows(sql, "SELECT due_id FROM premium_payment WHERE state = 'paid'")
    leaving = contributions.Leaving(
        person_id=id_of(sql, LI),
        left_on=platform_clock.today(),
        reason="参加职工医保",
        case_number="",
        operator="test",
        now=platform_clock.now(),
    )
    contributions.settle_dues(sql, leaving)
    contributions.record_refund(sql, due_id, refunded_on=platform_clock.today(), operator="tax")
    delivery.deliver()
    refund(sql, due_id, platform_clock.now())
    assert opening.balance(sql, id_of(sql, ZHANG)) == yuan("450")
    refunds = _rows(sql, "SELECT reference, amount_fen FROM account_entry WHERE kind = 'refund'")
    assert refunds == [(receipt.order_number, 40_000)]
    (record,) = _records().records
    assert record.state == "税务已退费，已退回账户"
    assert record.tax_reference == f"TV{receipt.order_number}"
