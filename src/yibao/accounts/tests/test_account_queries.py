"""What is told of an account: earlier money and this year's, and page by page what moved."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from yibao.accounts import ledger
from yibao.accounts.kinds import EntryKind
from yibao.accounts.results import AccountInformation, LedgerPage
from yibao.accounts.services.account_pay_premium import account_pay_premium
from yibao.accounts.services.right_account import right_account
from yibao.accounts.services.right_ledger import right_ledger
from yibao.accounts.services.share_other import share_other
from yibao.accounts.services.share_register import share_register
from yibao.accounts.staging import stamp_of
from yibao.accounts.tests.conftest import LI, Given, ask, posting, submission, yuan
from yibao.casework.engine import perform_within
from yibao.catalogue.service import AnyService
from yibao.platform import clock as platform_clock
from yibao.platform.clock import CHINA
from yibao.platform.database import Sql
from yibao.platform.testing.plugin import Clock
from yibao.platform.testing.statements import CountingCursor


def _account() -> AccountInformation:
    result = ask(right_account).result
    assert isinstance(result, AccountInformation)
    return result


def test_money_of_earlier_years_is_spent_first(sql: Sql, person_id: UUID, clock: Clock) -> None:
    clock.set(datetime(2027, 1, 1, 0, 0, tzinfo=CHINA))
    ledger.credit(sql, person_id, yuan("100"), posting("C-1", EntryKind.ALLOCATION))
    told = _account()
    assert (told.current_year_balance, told.earlier_balance) == ("100.00", "500.00")
    ledger.debit(sql, person_id, yuan("450"), posting("D-1"))
    told = _account()
    assert (told.current_year_balance, told.earlier_balance) == ("100.00", "50.00")
    spent = ledger.debit(sql, person_id, yuan("80"), posting("D-2"))
    told = _account()
    assert (told.current_year_balance, told.earlier_balance) == ("70.00", "0.00")
    ledger.reverse(sql, spent.id, stamp_of(platform_clock.today()))
    told = _account()
    assert (told.current_year_balance, told.earlier_balance) == ("100.00", "50.00")
    assert told.balance == "150.00"
    assert told.state == "正常"


def test_a_page_knows_how_many_there_are(sql: Sql, person_id: UUID) -> None:
    for number in range(5):
        ledger.debit(sql, person_id, yuan("1"), posting(f"D-{number}"))
    period: dict[str, Any] = {"since": "2026-11-22", "until": "2026-11-22"}
    page = ask(right_ledger, period | {"page": 2, "page_size": 4}).result
    assert isinstance(page, LedgerPage)
    assert (page.total, len(page.entries), page.page) == (6, 2, 2)
    beyond = ask(right_ledger, period | {"page": 9, "kind": "care"}).result
    assert isinstance(beyond, LedgerPage)
    assert (beyond.total, beyond.entries) == (5, [])
    assert beyond.note == "这段时间没有收支记录。"


PAYING = {
    "payee": "relative",
    "payee_identity_number": LI.identity.certificate_number,
    "payee_name": LI.identity.name,
    "year": 2027,
    "amount": "400",
}
REGISTRATION = {
    "user_identity_number": LI.identity.certificate_number,
    "user_name": LI.identity.name,
    "kinship": "spouse",
}


@pytest.mark.parametrize(
    ("service", "situation", "answers", "materials", "most"),
    [
        (share_register, "relative_known", REGISTRATION, {"kinship_proof": "pledge"}, 9),
        (share_other, "sharing", {"action": "suspend"}, {}, 6),
        (account_pay_premium, "premium_due", PAYING, {}, 8),
    ],
    ids=["share_register", "share_other", "account_pay_premium"],
)
def test_an_application_takes_few_statements_of_this_package(
    sql: Sql,
    given: Given,
    service: AnyService,
    situation: str,
    answers: dict[str, object],
    materials: dict[str, str],
    most: int,
) -> None:
    given(f"accounts.{situation}")
    counting = CountingCursor(sql)
    perform_within(counting, submission(service, answers, materials=materials))
    words = ("account", "person p", "enrolment", "premium_payment", "contribution_due")
    ours = [each for each in counting.statements if any(word in str(each) for word in words)]
    assert 3 <= len(ours) <= most


@pytest.mark.parametrize(
    ("service", "answers", "most"),
    [
        (right_account, {}, 3),
        (right_ledger, {"since": "2026-11-01", "until": "2026-11-22"}, 2),
    ],
    ids=["right_account", "right_ledger"],
)
def test_a_query_takes_few_statements(
    sql: Sql, given: Given, service: AnyService, answers: dict[str, object], most: int
) -> None:
    given("accounts.sharing_used")
    counting = CountingCursor(sql)
    perform_within(counting, submission(service, answers))
    assert len(counting.statements) <= most
