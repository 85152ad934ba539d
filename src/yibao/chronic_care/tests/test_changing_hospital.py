"""变更医疗机构: the old hospital ends, the new one begins, and both stay in the register."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import psycopg
import pytest

from yibao.catalogue.situations import Setting
from yibao.chronic_care import api, situations
from yibao.chronic_care.services.chronic_hosp_change import chronic_hosp_change
from yibao.chronic_care.situations import Recognised
from yibao.chronic_care.tests.conftest import TO_FIRST, ask, told
from yibao.kernel.errors import Several
from yibao.persons import api as persons
from yibao.platform import database
from yibao.platform.database import Sql
from yibao.platform.testing.plugin import Clock

Given = Callable[[str], Setting]


def _codes_on(setting: Setting, day: date) -> tuple[str, ...]:
    person = persons.find_by_identity(setting.sql, setting.persona.identity)
    assert person is not None
    found = api.recognition_on(
        setting.sql, person.id, insurance_type="310", disease_code="M03900", day=day
    )
    return found.hospital_codes if found else ()


def test_the_new_hospital_holds_from_tomorrow_and_the_old_one_through_today(given: Given) -> None:
    setting = given("employee_recognised")
    result = told(chronic_hosp_change, TO_FIRST)
    assert result.effective_on == date(2026, 11, 23)
    assert _codes_on(setting, date(2026, 11, 22)) == ("H52010000013",)
    assert _codes_on(setting, date(2026, 11, 23)) == ("H52010000011",)


def test_the_receipt_names_both_hospitals_and_the_day(given: Given) -> None:
    given("employee_recognised")
    result = told(chronic_hosp_change, TO_FIRST)
    assert (result.old_hospital_name, result.new_hospital_name) == (
        "测试社区卫生服务中心",
        "贵阳市测试医院",
    )
    assert "2026-11-23起到贵阳市测试医院" in result.next_step


def test_it_leaves_an_event_an_audit_entry_and_a_message(sql: Sql, given: Given) -> None:
    given("employee_recognised")
    ask(chronic_hosp_change, TO_FIRST)
    for question in (
        "SELECT count(*) FROM chronic_recognition_event WHERE step = 'change_hospital'",
        "SELECT count(*) FROM audit_entry WHERE action = 'chronic_care.hospital_changed'",
        "SELECT count(*) FROM outbox_message WHERE topic = 'chronic_care.recognition_changed'",
    ):
        sql.execute(question)
        assert sql.fetchone() == (1,), question


def test_an_event_is_never_changed(sql: Sql, given: Given) -> None:
    given("employee_recognised")
    ask(chronic_hosp_change, TO_FIRST)
    with pytest.raises(psycopg.errors.RaiseException, match="append-only"), database.transaction():
        sql.execute("UPDATE chronic_recognition_event SET operator = 'x'")


def test_one_of_two_hospitals_is_replaced_and_the_other_stays(given: Given) -> None:
    setting = given("employee")
    both = (situations.SECOND, situations.COMMUNITY)
    situations.recognise(setting, Recognised(hospitals=both))
    with pytest.raises(Several) as refusal:
        ask(chronic_hosp_change, TO_FIRST)
    assert [error.code for error in refusal.value.errors] == ["chronic_care.which_hospital"]
    ask(chronic_hosp_change, TO_FIRST | {"old_hospital_code": "H52010000013"}, request_number="2")
    assert set(_codes_on(setting, date(2026, 11, 23))) == {"H52010000011", "H52010000012"}


def test_after_three_months_it_may_be_changed_again(given: Given, clock: Clock) -> None:
    setting = given("employee_recognised")
    ask(chronic_hosp_change, TO_FIRST)
    back = {"new_hospital_code": "H52010000013", "new_hospital_name": "测试社区卫生服务中心"}
    clock.advance(days=30)
    with pytest.raises(Several) as refusal:
        ask(chronic_hosp_change, back)
    assert [e.code for e in refusal.value.errors] == ["chronic_care.hospital_changed_recently"]
    clock.advance(days=62)  # 2027-02-22: the change of 2026-11-23 is three months old tomorrow
    ask(chronic_hosp_change, back, request_number="later")
    assert _codes_on(setting, date(2027, 2, 22)) == ("H52010000011",)
    assert _codes_on(setting, date(2027, 2, 23)) == ("H52010000013",)
