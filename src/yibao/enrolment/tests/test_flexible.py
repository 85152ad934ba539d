"""Flexible workers: enrolling, coming back, paying by the month, stopping."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from yibao.casework import decisions
from yibao.contributions.api import record_month_payment
from yibao.enrolment import api, national_register
from yibao.enrolment.results import (
    FlexibleEnrolmentResult,
    FlexibleInterruptionResult,
    ResidentEnrolmentResult,
)
from yibao.enrolment.services.flexible_enrol import flexible_enrol
from yibao.enrolment.services.flexible_interrupt import flexible_interrupt
from yibao.enrolment.services.resident_enrol import resident_enrol
from yibao.enrolment.tests.conftest import ADULT, ZHANG, Given, ask, ask_within, renamed, rows
from yibao.kernel.errors import DomainError, Several
from yibao.platform.clock import CHINA
from yibao.platform.database import Sql
from yibao.platform.outbox import delivery
from yibao.platform.testing.plugin import Clock
from yibao.platform.testing.statements import CountingCursor

TODAY = date(2026, 11, 22)
ANSWERS = dict(flexible_enrol.examples[0].answers)
CHANGES = """
SELECT kind, status_before, status_after FROM enrolment_change WHERE case_number <> '' ORDER BY id
"""


def _enrol(**options: Any) -> FlexibleEnrolmentResult:
    answers = options.pop("answers", ANSWERS)
    result = ask(flexible_enrol, answers, who=ZHANG, **options).result
    assert isinstance(result, FlexibleEnrolmentResult)
    return result


def _stop(**options: Any) -> FlexibleInterruptionResult:
    result = ask(flexible_interrupt, {"reason": "employed"}, who=ZHANG, **options).result
    assert isinstance(result, FlexibleInterruptionResult)
    return result


def _normal_on(sql: Sql, day: date) -> bool:
    standing = api.benefit_standing(sql, ZHANG.identity, day)
    return standing is not None and standing.is_benefit_normal


def test_a_newcomer_pays_this_month_and_waits(sql: Sql, given: Given) -> None:
    given("enrolment.not_enrolled", ZHANG)
    result = _enrol()
    assert (result.base, result.monthly_amount, result.account_amount) == (
        "3900.00",
        "390.00",
        "78.00",
    )
    assert (result.first_month, result.pay_before) == ("2026年11月", date(2026, 12, 15))
    assert (result.waiting_months, result.benefit_from) == (3, date(2027, 2, 1))
    assert rows(sql, CHANGES) == [("11", "", "active")]
    assert rows(sql, "SELECT month, state, personal_fen FROM contribution_month") == [
        (date(2026, 11, 1), "due", 39000)
    ]


def test_without_an_account_nothing_goes_into_one(given: Given) -> None:
    given("enrolment.not_enrolled", ZHANG)
    result = _enrol(answers=ANSWERS | {"mode": "pooled_only", "grade": "standard"})
    assert (result.monthly_amount, result.account_amount) == ("487.50", "0.00")


def test_who_comes_back_soon_resumes_without_waiting(sql: Sql, given: Given) -> None:
    given("enrolment.flexible_paused", ZHANG)
    result = _enrol()
    assert (result.waiting_months, result.benefit_from) == (0, TODAY)
    assert rows(sql, CHANGES) == [("12", "paused", "active")]
    assert rows(sql, "SELECT count(*) FROM enrolment WHERE status <> 'void'") == [(1,)]


def test_benefits_follow_the_paid_months_and_a_month_counts_once(sql: Sql, given: Given) -> None:
    given("enrolment.flexible_paused", ZHANG)
    _enrol()
    assert not _normal_on(sql, TODAY)
    ((month_id,),) = rows(sql, "SELECT id FROM contribution_month")
    record_month_payment(sql, month_id, paid_on=TODAY, operator="tax")
    record_month_payment(sql, month_id, paid_on=TODAY, operator="tax")
    delivery.deliver()
    assert _normal_on(sql, TODAY)
    assert not _normal_on(sql, date(2026, 12, 1))
    assert rows(sql, "SELECT months_paid FROM enrolment WHERE status = 'active'") == [(1,)]


def test_who_stops_is_covered_until_the_end_of_the_month(sql: Sql, given: Given) -> None:
    given("enrolment.flexible", ZHANG)
    result = _stop()
    assert (result.last_month, result.effective_on) == ("2026年11月", date(2026, 12, 1))
    assert "3个月" in result.next_step
    assert rows(sql, CHANGES) == [("22", "active", "paused")]
    assert _normal_on(sql, date(2026, 11, 30))
    assert not _normal_on(sql, date(2026, 12, 1))


def test_who_stops_and_enrols_as_a_resident_keeps_what_is_paid(sql: Sql, given: Given) -> None:
    given("enrolment.flexible", ZHANG)
    _stop()
    enrolled = ask(resident_enrol, ADULT | {"year": 2026}, who=ZHANG).result
    assert isinstance(enrolled, ResidentEnrolmentResult)
    assert enrolled.waiting_months == 0
    assert rows(sql, "SELECT insurance_type FROM enrolment WHERE status = 'active'") == [("390",)]
    standing = api.benefit_standing(sql, ZHANG.identity, TODAY)
    assert standing is not None
    assert (standing.insurance_type, standing.is_benefit_normal) == ("310", True)
    assert not _normal_on(sql, date(2026, 12, 1))


def test_who_enrols_and_stops_and_enrols_in_a_month_owes_it_once(sql: Sql, given: Given) -> None:
    given("enrolment.not_enrolled", ZHANG)
    first = _enrol(request_number="R-1")
    assert _stop(request_number="R-2").months_cancelled == 0
    again = _enrol(request_number="R-3")
    assert again.enrolment_number == first.enrolment_number
    assert rows(sql, "SELECT count(*) FROM contribution_month WHERE state = 'due'") == [(1,)]
    assert [change[0] for change in rows(sql, CHANGES)] == ["11", "22", "12"]


@pytest.mark.parametrize("changed", [{"grade": "highest"}, {"region": "520302"}])
def test_who_comes_back_in_the_same_month_owes_what_the_new_receipt_says(
    sql: Sql, given: Given, changed: dict[str, object]
) -> None:
    given("enrolment.not_enrolled", ZHANG)
    _enrol(request_number="R-1")
    _stop(request_number="R-2")
    again = _enrol(request_number="R-3", answers=ANSWERS | changed)
    query = """SELECT state, enrolment_id::text, (personal_fen / 100.0)::numeric(9, 2)::text
      FROM contribution_month WHERE month = '2026-11-01' ORDER BY raised_at, state"""
    months = rows(sql, query)
    assert sorted(month[0] for month in months) == ["cancelled", "due"]
    assert ("due", again.enrolment_number, again.monthly_amount) in months
    assert again.next_step.startswith(
        f"请在2026年12月15日前通过税务缴费渠道缴纳首月{again.monthly_amount}元"
    )


def test_who_comes_back_in_a_month_that_is_paid_pays_nothing_more(sql: Sql, given: Given) -> None:
    given("enrolment.not_enrolled", ZHANG)
    _enrol(request_number="R-1")
    ((month_id,),) = rows(sql, "SELECT id FROM contribution_month")
    record_month_payment(sql, month_id, paid_on=TODAY, operator="tax")
    delivery.deliver()
    _stop(request_number="R-2")
    again = _enrol(request_number="R-3", answers=ANSWERS | {"grade": "highest"})
    assert again.next_step.startswith("本月已缴，不用再缴；下月起按月缴纳。")
    assert rows(sql, "SELECT id, state FROM contribution_month") == [(month_id, "paid")]


def test_the_delay_of_an_officer_costs_nobody_the_exemption_from_waiting(
    sql: Sql, given: Given, clock: Clock
) -> None:
    clock.set(datetime(2026, 8, 15, 10, tzinfo=CHINA))
    given("enrolment.flexible_paused", ZHANG)
    clock.set(datetime(2026, 11, 27, 10, tzinfo=CHINA))
    national_register.simulate_silence(sql, ZHANG.identity)
    receipt = ask(flexible_enrol, ANSWERS, who=ZHANG).receipt
    assert receipt is not None
    clock.set(datetime(2026, 12, 2, 10, tzinfo=CHINA))
    query = "SELECT row_version FROM service_case WHERE id = %s"
    decisions.accept(receipt.id, officer="qian", row_version=rows(sql, query, receipt.id)[0][0])
    version = rows(sql, query, receipt.id)[0][0]
    result = decisions.approve(receipt.id, officer="zhao", row_version=version)
    assert isinstance(result, FlexibleEnrolmentResult)
    assert (result.first_month, result.waiting_months) == ("2026年12月", 0)


@pytest.mark.parametrize("service", [flexible_enrol, flexible_interrupt])
def test_another_name_is_told_nothing(given: Given, service: Any) -> None:
    given("enrolment.flexible", ZHANG)
    answers = service.examples[0].answers
    with pytest.raises((DomainError, Several)) as refused:
        ask(service, answers, who=renamed(ZHANG, "王五"))
    told = refused.value.errors if isinstance(refused.value, Several) else [refused.value]
    assert [e.code for e in told if isinstance(e, DomainError)] == ["persons.name_differs"]


def test_it_takes_few_statements(sql: Sql, given: Given) -> None:
    given("enrolment.flexible_paused", ZHANG)
    counting = CountingCursor(sql)
    ask_within(counting, flexible_enrol, ANSWERS, who=ZHANG)
    assert len(counting.statements) <= 13, counting.statements
