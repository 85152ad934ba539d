"""异地转诊: months from the first day, an opinion that is checked, an illness that nobody sees."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.conf import LazySettings

from yibao.catalogue.situations import Setting
from yibao.kernel.errors import Several
from yibao.platform import database
from yibao.platform.audit_log import api as audit_log
from yibao.platform.database import Sql
from yibao.platform.testing.plugin import Clock
from yibao.remote_care import api, queries, situations, tasks
from yibao.remote_care.kinds import FilingKind
from yibao.remote_care.results import CancelResult, ChangeResult, FilingResult
from yibao.remote_care.services.remote_long_file import remote_long_file
from yibao.remote_care.services.remote_refer_cancel import remote_refer_cancel
from yibao.remote_care.services.remote_refer_change import remote_refer_change
from yibao.remote_care.services.remote_refer_file import remote_refer_file
from yibao.remote_care.tests.conftest import ask

Given = Callable[[str], Setting]
OPINION = {
    "referring_hospital_code": "h5201 0300101",
    "referred_on": "2026-11-20",
    "referral_reason": "no_means",
    "diagnosis_code": "i25.100X003",
    "diagnosis_name": "冠状动脉狭窄",
    "doctor_name": "钱医师",
    "illness_description": "需要手术",
}
FILING = OPINION | {
    "care_region": "310100",
    "residence_address": "上海市黄浦区测试路8号",
    "phone": "19900000004",
    "starts_on": "2026-12-01",
}
LONG = {name: FILING[name] for name in ("care_region", "residence_address", "phone", "starts_on")}
NEW_OPINION = OPINION | {"changed_part": "opinion", "starts_on": "2026-12-10"}
TO_GUANGZHOU = NEW_OPINION | {
    "changed_part": "place",
    "care_region": "440100",
    "residence_address": "广州市越秀区测试路10号",
}
PLEDGE = {"residence_proof": "pledge"}
HOSPITAL_SHARES = {"referral_proof": "shared"}


@pytest.fixture(autouse=True)
def the_hospital_has_uploaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the register of opinions answer, as if the hospital had handed them in."""
    from yibao.casework import sharing
    from yibao.casework.sharing import SharedDocument

    monkeypatch.setattr(sharing, "_providers", {})
    sharing.provide(
        "referral_opinions",
        lambda person: SharedDocument("referral_opinions", "ZZ-1", "0" * 64),
        environment="default",
    )


def _refusals(service: Any, answers: Mapping[str, object], **more: Any) -> list[str]:
    with pytest.raises(Several) as refusal:
        ask(service, answers, **more)
    return [error.code for error in refusal.value.errors]


def _rows(sql: Sql, columns: str) -> list[tuple[Any, ...]]:
    sql.execute(f"SELECT {columns} FROM remote_registration ORDER BY starts_on, id")
    return sql.fetchall()


def _person(sql: Sql) -> UUID:
    return UUID(str(_rows(sql, "person_id")[0][0]))


def test_a_referral_holds_for_six_months_and_says_so(sql: Sql, given: Given) -> None:
    given("remote_care.enrolled_employee")
    result = ask(remote_refer_file, FILING, materials=HOSPITAL_SHARES).result
    assert isinstance(result, FilingResult)
    assert result.registration.validity == "2026-12-01至2027-05-31（含当天）"
    assert result.registration.locked_until is None
    assert "限额按参保地贵阳市对转诊人员的规定" in result.benefit_hint
    assert result.next_step == (
        "看病时带医保码、社保卡或身份证，选当地已联网的医院，出院时直接结算。"
        "这次由贵阳测试医院转出，有效期内当地联网医院都可以去，"
        "到期还要治疗的，凭新的转诊意见办变更。不再需要时，可以办“取消异地转诊人员备案”。"
    )
    assert _rows(sql, "kind, ends_on, referring_hospital_code, referred_on, referral_reason") == [
        ("referral", date(2027, 5, 31), "H52010300101", date(2026, 11, 20), "no_means")
    ]


def test_a_first_day_at_the_end_of_a_month_loses_no_day(sql: Sql, given: Given) -> None:
    given("remote_care.enrolled_employee")
    ask(remote_refer_file, FILING | {"starts_on": "2026-12-31"})
    assert _rows(sql, "ends_on") == [(date(2027, 6, 29),)]  # 30 June answers to 31 December


def test_the_illness_is_sealed_and_told_nowhere(
    sql: Sql, given: Given, caplog: pytest.LogCaptureFixture
) -> None:
    given("remote_care.enrolled_employee")
    caplog.set_level("DEBUG")
    outcome = ask(remote_refer_file, FILING)
    assert outcome.receipt is not None
    told = [repr(outcome.result), caplog.text]
    told += [
        json.dumps(e.facts, default=str, ensure_ascii=False)
        for e in audit_log.of_case(sql, outcome.receipt.number)
    ]
    sql.execute("SELECT payload::text FROM outbox_message")
    told += [row[0] for row in sql.fetchall()]
    sql.execute("SELECT remote_registration::text FROM remote_registration")
    told += [row[0] for row in sql.fetchall()]
    for word in ("I25", "冠状动脉", "钱医师", "手术"):
        assert not [text for text in told if word in text]
    (found,) = queries.registrations_from(sql, _person(sql), date(2026, 12, 1))
    illness = found.own.illness
    assert illness is not None
    assert (illness.diagnosis_code, illness.diagnosis_name) == ("I25.100x003", "冠状动脉狭窄")
    assert (illness.doctor_name, illness.description) == ("钱医师", "需要手术")
    assert "I25" not in repr(found.own) + repr(illness)


def test_what_is_typed_wrong_about_the_illness_is_not_repeated(given: Given) -> None:
    given("remote_care.enrolled_employee")
    with pytest.raises(Several) as refusal:
        ask(remote_refer_file, FILING | {"diagnosis_code": "糖尿病"})
    (error,) = refusal.value.errors
    assert "糖尿病" not in json.dumps(error.to_dict(), ensure_ascii=False)


@pytest.mark.parametrize("code", ["I25", "I25.1", "I25.100", "A17.000+G01*", "A18.000x004+M01.1*"])
def test_a_diagnosis_may_be_written_as_catalogues_and_doctors_write_it(
    given: Given, code: str
) -> None:
    given("remote_care.enrolled_employee")
    assert ask(remote_refer_file, FILING | {"diagnosis_code": code}).result is not None


@pytest.mark.parametrize("code", ["25.1", "I2", "I25.", "I25.1000", "I25.100+", "I25.1OO", "I25.*"])
def test_a_diagnosis_that_cannot_be_is_refused(given: Given, code: str) -> None:
    given("remote_care.enrolled_employee")
    assert _refusals(remote_refer_file, FILING | {"diagnosis_code": code}) == [
        "remote_care.diagnosis_code_unreadable"
    ]


def test_a_proof_is_needed_and_no_pledge_will_do(
    given: Given, monkeypatch: pytest.MonkeyPatch
) -> None:
    from yibao.casework import sharing

    monkeypatch.setattr(sharing, "_providers", {})
    given("remote_care.enrolled_employee")
    assert _refusals(remote_refer_file, FILING) == ["material.missing"]
    refused = _refusals(remote_refer_file, FILING, materials={"referral_proof": "pledge"})
    assert refused == ["material.source_not_allowed"]


def test_when_nobody_can_tell_about_hospitals_the_person_is_asked_to_try_again(
    given: Given, settings: LazySettings
) -> None:
    given("remote_care.enrolled_employee")
    settings.DEMONSTRATION = False
    with pytest.raises(Several) as refusal:
        ask(remote_refer_file, FILING)
    (error,) = refusal.value.errors
    assert (error.code, error.retryable) == ("remote_care.hospitals_unknown", True)


def test_everything_against_a_referral_is_told_at_once(given: Given) -> None:
    given("remote_care.enrolled_without_benefits")
    wrong = {"care_region": "520100", "referred_on": "2026-11-23", "starts_on": "2027-11-01"}
    wrong["referring_hospital_code"] = "H52010300102"
    assert _refusals(remote_refer_file, FILING | wrong) == [
        "remote_care.benefit_not_normal",
        "remote_care.care_region_at_home",
        "remote_care.hospital_may_not_refer",
        "remote_care.referred_in_future",
        "remote_care.start_too_far_ahead",
    ]


def test_an_opinion_of_exactly_six_months_ago_is_recent(given: Given) -> None:
    given("remote_care.enrolled_employee")
    assert _refusals(remote_refer_file, FILING | {"referred_on": "2026-05-21"}) == [
        "remote_care.opinion_too_old"
    ]
    assert ask(remote_refer_file, FILING | {"referred_on": "2026-05-22"}).result is not None


def test_a_new_opinion_begins_the_months_anew(sql: Sql, given: Given) -> None:
    given("remote_care.referred")
    result = ask(remote_refer_change, NEW_OPINION).result
    assert isinstance(result, ChangeResult)
    assert result.before.validity == "2026-10-23至2026-12-09（含当天）"
    assert result.after.validity == "2026-12-10至2027-06-09（含当天）"
    assert result.after.care_region == "上海市"
    assert _rows(sql, "state, referred_on") == [
        ("changed", date(2026, 10, 23)),
        ("effective", date(2026, 11, 20)),
    ]


def test_another_place_begins_the_months_anew(given: Given) -> None:
    given("remote_care.referred")
    result = ask(remote_refer_change, TO_GUANGZHOU).result
    assert isinstance(result, ChangeResult)
    assert (result.after.care_region, result.after.validity) == (
        "广东省广州市",
        "2026-12-10至2027-06-09（含当天）",
    )


@pytest.mark.parametrize(
    "answers",
    [
        {"changed_part": "phone", "phone": "19900000001"},
        {"changed_part": "address", "residence_address": "上海市徐汇区测试路11号"},
    ],
)
def test_a_new_phone_or_address_prolongs_nothing_and_keeps_the_opinion(
    sql: Sql, given: Given, answers: dict[str, str]
) -> None:
    given("remote_care.referred")
    result = ask(remote_refer_change, answers).result
    assert isinstance(result, ChangeResult)
    assert result.after.ends_on == date(2027, 4, 22)
    (old, new) = _rows(sql, "referring_hospital_name, referred_on, referral_reason, illness_sealed")
    assert old == new


def test_an_opinion_that_begins_after_the_old_one_ended_does_not_prolong_the_old(
    sql: Sql, given: Given
) -> None:
    setting = given("remote_care.enrolled_employee")
    situations.register(setting, "310100", days_ago=170, kind=FilingKind.REFERRAL)
    ((ends_on,),) = _rows(sql, "ends_on")
    ask(remote_refer_change, NEW_OPINION | {"starts_on": "2027-01-15"})
    assert [row[0] for row in _rows(sql, "ends_on")] == [ends_on, date(2027, 7, 14)]


def test_a_new_opinion_is_asked_for_whole(given: Given) -> None:
    given("remote_care.referred")
    with pytest.raises(Several) as refusal:
        ask(remote_refer_change, {"changed_part": "opinion"})
    assert {error.at for error in refusal.value.errors} == {
        f"answers.{name}" for name in ("starts_on", *OPINION) if name != "illness_description"
    }


def test_an_opinion_told_with_a_new_phone_is_not_asked_for(given: Given) -> None:
    given("remote_care.referred")
    answers = OPINION | {"changed_part": "phone", "phone": "19900000001"}
    assert set(_refusals(remote_refer_change, answers)) == {"form.unknown_field"}


def test_a_referral_is_cancelled_at_any_time(sql: Sql, given: Given) -> None:
    given("remote_care.enrolled_employee")
    ask(remote_refer_file, FILING | {"starts_on": "2026-11-22"})
    result = ask(remote_refer_cancel, {"last_day": "2026-11-23", "reason": "treated"}).result
    assert isinstance(result, CancelResult)
    assert result.registration.validity == "2026-11-22至2026-11-23（含当天）"
    sql.execute("SELECT reason FROM remote_registration_event WHERE step = 'cancel'")
    assert sql.fetchall() == [("treated",)]


def test_a_cancellation_does_not_prolong(sql: Sql, given: Given) -> None:
    setting = given("remote_care.enrolled_employee")
    situations.register(setting, "310100", days_ago=170, kind=FilingKind.REFERRAL)
    ((ends_on,),) = _rows(sql, "ends_on")
    ask(remote_refer_cancel, {"last_day": "2027-02-01", "reason": "treated"})
    assert _rows(sql, "ends_on, state") == [(ends_on, "cancelled")]


def test_a_referral_stands_beside_a_long_registration_of_another_place_only(
    sql: Sql, given: Given
) -> None:
    given("remote_care.registered")
    assert _refusals(remote_refer_file, FILING | {"care_region": "310115"}) == [
        "remote_care.already_registered"
    ]
    ask(remote_refer_file, FILING | {"care_region": "440100"})
    person, day = _person(sql), date(2026, 12, 1)
    kinds = [
        found.kind
        for place in ("310100", "440100")
        if (found := api.registration_on(sql, person, care_region=place, day=day))
    ]
    assert kinds == [FilingKind.LONG_STAY, FilingKind.REFERRAL]


def test_a_long_registration_waits_for_the_referral_of_the_same_place(given: Given) -> None:
    given("remote_care.referred")
    assert _refusals(remote_long_file, LONG, materials=PLEDGE) == ["remote_care.already_registered"]
    ask(remote_refer_cancel, {"last_day": "2026-12-01", "reason": "treated"})
    assert _refusals(remote_long_file, LONG, materials=PLEDGE) == [
        "remote_care.registration_still_runs"
    ]
    later = LONG | {"starts_on": "2026-12-02"}
    assert ask(remote_long_file, later, materials=PLEDGE).result is not None


def test_a_referral_does_not_move_to_the_place_of_a_long_registration(given: Given) -> None:
    setting = given("remote_care.referred")
    situations.register(setting, "440100", days_ago=400)
    assert _refusals(remote_refer_change, TO_GUANGZHOU) == ["remote_care.already_registered"]


def test_one_who_was_referred_to_two_places_names_one(given: Given) -> None:
    setting = given("remote_care.referred")
    situations.register(setting, "440100", days_ago=10, kind=FilingKind.REFERRAL)
    assert _refusals(remote_refer_cancel, {"last_day": "2026-12-01", "reason": "other"}) == [
        "remote_care.which_registration"
    ]


def test_what_has_expired_is_marked_once_and_changed_no_more(
    sql: Sql, given: Given, clock: Clock
) -> None:
    given("remote_care.referred")  # until 2027-04-22
    clock.advance(days=151)
    tasks.mark_expired()
    assert _rows(sql, "state, ends_on") == [("effective", date(2027, 4, 22))]
    clock.advance(days=1)
    assert _refusals(remote_refer_change, {"changed_part": "phone", "phone": "19900000001"}) == [
        "remote_care.no_registration"
    ]
    tasks.mark_expired()
    tasks.mark_expired()
    assert _rows(sql, "state, row_version, upload_state") == [("expired", 1, "uploaded")]
    sql.execute("SELECT step, effective_on, operator FROM remote_registration_event")
    assert sql.fetchall() == [("expire", date(2027, 4, 22), "system")]
    assert api.registration_on(sql, _person(sql), care_region="310100", day=date(2027, 4, 22))


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("ends_on = NULL", "referral_has_an_end"),
        ("is_pledged = true", "referral_is_of_one_place_and_proved"),
        ("is_multi_place = true", "referral_is_of_one_place_and_proved"),
        ("illness_sealed = NULL", "only_a_referral_tells_of_an_illness"),
        ("referred_on = NULL", "only_a_referral_tells_of_an_illness"),
        ("kind = 'temporary'", "only_a_referral_tells_of_an_illness"),
    ],
)
def test_the_database_refuses_a_referral_that_cannot_be(
    sql: Sql, given: Given, change: str, constraint: str
) -> None:
    given("remote_care.referred")
    with pytest.raises(psycopg.errors.CheckViolation) as violation, database.transaction():
        sql.execute(f"UPDATE remote_registration SET {change}")
    assert violation.value.diag.constraint_name == constraint


@pytest.mark.parametrize("kind", [FilingKind.REFERRAL, FilingKind.WORK, FilingKind.RETIRE])
def test_the_database_keeps_one_registration_of_a_place(
    sql: Sql, given: Given, kind: FilingKind
) -> None:
    setting = given("remote_care.referred")
    with pytest.raises(psycopg.errors.ExclusionViolation) as violation, database.transaction():
        situations.register(setting, "310100", days_ago=10, kind=kind)
    assert violation.value.diag.constraint_name == "one_registration_of_a_place"
    situations.register(setting, "440100", days_ago=10, kind=kind)
