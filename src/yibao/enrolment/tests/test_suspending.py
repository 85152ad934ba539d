"""Leaving resident insurance: what is paused, ended, cancelled and given back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from yibao.catalogue import situations
from yibao.catalogue.situations import Setting
from yibao.contributions.api import record_payment, record_refund
from yibao.enrolment.results import ResidentEnrolmentResult, SuspensionResult
from yibao.enrolment.services.resident_enrol import resident_enrol
from yibao.enrolment.services.resident_suspend import resident_suspend
from yibao.enrolment.tests.conftest import (
    ADULT,
    LI,
    ZHANG,
    Given,
    ask,
    ask_within,
    renamed,
    rows,
    set_status,
)
from yibao.kernel.errors import DomainError, Several
from yibao.platform.database import Sql
from yibao.platform.outbox import delivery
from yibao.platform.testing.statements import CountingCursor

TODAY = date(2026, 11, 22)
PAUSE: dict[str, object] = {"reason": "employee", "paused_on": "2026-11-22"}
CHANGES = """
SELECT kind, status_before, status_after, effective_on FROM enrolment_change
WHERE case_number <> '' ORDER BY id
"""


def _suspend(**options: Any) -> SuspensionResult:
    result = ask(resident_suspend, options.pop("answers", PAUSE), **options).result
    assert isinstance(result, SuspensionResult)
    return result


def _codes(answers: dict[str, object], **options: Any) -> list[str]:
    with pytest.raises((DomainError, Several)) as refused:
        ask(resident_suspend, answers, **options)
    error = refused.value
    told = error.errors if isinstance(error, Several) else [error]
    return [e.code for e in told if isinstance(e, DomainError)]


def test_a_resident_pauses_and_one_change_is_written(sql: Sql, given: Given) -> None:
    given("enrolment.resident")
    result = _suspend()
    assert result.status == "暂停参保"
    assert result.benefit_until == TODAY
    assert not result.is_refunded
    assert rows(sql, CHANGES) == [("22", "active", "paused", TODAY)]
    assert rows(sql, "SELECT status, paused_on, pause_reason, benefit_until FROM enrolment") == [
        ("paused", TODAY, "employee", TODAY)
    ]


def test_a_supplement_is_paused_with_its_insurance(sql: Sql, given: Given) -> None:
    given("enrolment.resident")
    sql.execute(
        """
        WITH supplement AS (
          INSERT INTO enrolment (id, person_id, insurance_type, person_kind, region, unit_name,
            status, is_retired, first_enrolled_on, current_since, months_paid, months_deemed,
            row_version)
          SELECT gen_random_uuid(), person_id, '392', 'adult', region, '', 'active', false,
            current_since, current_since, 0, 0, 1 FROM enrolment WHERE status = 'active'
          RETURNING id)
        INSERT INTO enrolment_change (enrolment_id, kind, reason, status_before, status_after,
          region_before, region_after, effective_on, case_number, operator, at)
        SELECT id, '11', '', '', 'active', '', '520103', '2026-11-22', '', 'test', now()
        FROM supplement"""
    )
    _suspend()
    assert rows(sql, "SELECT insurance_type, status FROM enrolment ORDER BY 1") == [
        ("390", "paused"),
        ("392", "paused"),
    ]
    assert rows(sql, CHANGES) == [("22", "active", "paused", TODAY)] * 2


def test_what_was_paid_for_the_next_year_goes_back_and_the_running_year_does_not(
    sql: Sql, given: Given
) -> None:
    given("enrolment.resident_paid_for_next_year")
    result = _suspend()
    assert (result.is_refunded, result.refund_amount) == (True, "400.00")
    assert rows(sql, "SELECT year, state FROM contribution_due") == [(2027, "refunding")]
    assert rows(sql, "SELECT amount_fen, state FROM contribution_refund") == [(40000, "requested")]
    assert rows(sql, "SELECT year, paid_on IS NULL FROM enrolment_year ORDER BY year") == [
        (2026, False),
        (2027, True),
    ]
    assert rows(sql, "SELECT months_paid FROM enrolment") == [(12,)]


def test_a_payment_told_late_does_not_bring_benefits_back(sql: Sql, given: Given) -> None:
    ask(resident_enrol, ADULT)
    ((due_id,),) = rows(sql, "SELECT id FROM contribution_due")
    record_payment(sql, due_id, paid_on=TODAY, operator="tax")
    _suspend()
    delivery.deliver()
    assert rows(sql, "SELECT months_paid, benefit_until FROM enrolment") == [(0, None)]
    assert rows(sql, "SELECT state FROM contribution_due") == [("refunding",)]


def test_an_unpaid_due_is_cancelled(sql: Sql, given: Given) -> None:
    ask(resident_enrol, ADULT)
    assert not _suspend().is_refunded
    assert rows(sql, "SELECT state FROM contribution_due") == [("cancelled",)]


def test_who_comes_back_while_money_goes_back_owes_anew(sql: Sql, given: Given) -> None:
    given("enrolment.resident_paid_for_next_year")
    _suspend()
    result = ask(resident_enrol, ADULT).result
    assert isinstance(result, ResidentEnrolmentResult)
    assert "请在" in result.next_step
    assert rows(sql, "SELECT state FROM contribution_due ORDER BY state") == [
        ("due",),
        ("refunding",),
    ]


def test_a_refund_is_noted_once(sql: Sql, given: Given) -> None:
    given("enrolment.resident_paid_for_next_year")
    _suspend()
    ((due_id,),) = rows(sql, "SELECT id FROM contribution_due")
    record_refund(sql, due_id, refunded_on=TODAY, operator="tax")
    record_refund(sql, due_id, refunded_on=date(2026, 12, 1), operator="tax")
    assert rows(sql, "SELECT state, refunded_on FROM contribution_refund") == [("refunded", TODAY)]
    assert rows(sql, "SELECT state FROM contribution_due") == [("refunded",)]


def test_death_ends_the_enrolment_the_day_after(sql: Sql, given: Given, upload: Any) -> None:
    given("enrolment.resident_who_died")
    agent = {
        "certificate_type": "01",
        "certificate_number": ZHANG.identity.certificate_number,
        "name": ZHANG.identity.name,
        "phone": ZHANG.phone,
        "relation": "9",
    }
    materials = [{"code": "death_proof", "source": "pledge"}, upload("agent_mandate")]
    answers = {"reason": "death", "died_on": "2026-11-19"}
    result = _suspend(answers=answers, agent=agent, materials=materials)
    assert result.status == "终止参保"
    assert result.benefit_until == date(2026, 11, 20)
    assert rows(sql, CHANGES) == [("21", "active", "ended", date(2026, 11, 19))]
    assert rows(sql, "SELECT ended_on, end_reason, paused_on FROM enrolment") == [
        (date(2026, 11, 19), "death", None)
    ]


def test_another_name_is_told_nothing(given: Given) -> None:
    given("enrolment.resident_paused")
    assert _codes(PAUSE, who=renamed(LI, "王五")) == ["persons.name_differs"]


def test_a_paused_or_ended_enrolment_is_not_paused_again(sql: Sql, given: Given) -> None:
    given("enrolment.resident")
    set_status(sql, "paused")
    assert _codes(PAUSE) == ["enrolment.transition_not_possible"]
    set_status(sql, "ended")
    assert _codes(PAUSE) == ["enrolment.nothing_to_suspend"]


@pytest.mark.parametrize("day", ["2026-11-23", "2026-08-21"])
def test_a_day_ahead_or_far_back_is_refused(given: Given, day: str) -> None:
    given("enrolment.resident")
    assert _codes({"reason": "other", "paused_on": day}) == ["enrolment.suspension_day_wrong"]


def test_an_old_message_of_payment_does_not_pay_the_due_that_is_open_now(
    sql: Sql, given: Given
) -> None:
    given("enrolment.not_enrolled")
    ask(resident_enrol, ADULT)
    ((due,),) = rows(sql, "SELECT id FROM contribution_due")
    record_payment(sql, due, paid_on=TODAY, operator="tax")
    _suspend()
    ask(resident_enrol, ADULT, request_number="again")
    delivery.deliver()
    assert rows(sql, "SELECT paid_on FROM enrolment_year WHERE withdrawn_on IS NULL") == [(None,)]
    assert rows(sql, "SELECT months_paid FROM enrolment WHERE status = 'active'") == [(0,)]


def test_it_takes_few_statements(sql: Sql, given: Given) -> None:
    given("enrolment.resident_paid_for_next_year")
    counting = CountingCursor(sql)
    ask_within(counting, resident_suspend, PAUSE)
    assert len(counting.statements) <= 13, counting.statements


@pytest.mark.parametrize("name", ["resident_paid_for_next_year", "resident_who_died"])
def test_a_situation_is_true_whatever_was_before(sql: Sql, given: Given, name: str) -> None:
    for who in (LI, LI):
        situations.set_up(f"enrolment.{name}", Setting(sql, who, TODAY))
    active = "SELECT count(*) FROM enrolment WHERE status = 'active'"
    assert rows(sql, active) == [(1,)]
