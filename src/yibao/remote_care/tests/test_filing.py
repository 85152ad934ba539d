"""登记: what is written, told and given back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest

from yibao.casework import decisions, sharing
from yibao.casework.sharing import SharedDocument
from yibao.catalogue.case import Identity
from yibao.catalogue.situations import Setting
from yibao.kernel.errors import Several
from yibao.platform import database
from yibao.platform.audit_log import api as audit_log
from yibao.platform.crypto import sm3
from yibao.platform.database import Sql
from yibao.platform.files import api as files
from yibao.platform.files.tests.samples import png
from yibao.platform.testing.plugin import Clock
from yibao.remote_care import situations
from yibao.remote_care.results import FilingResult
from yibao.remote_care.services.remote_long_file import remote_long_file
from yibao.remote_care.tests.conftest import ask

Given = Callable[[str], Setting]
ANSWERS = {
    "care_region": "310101",
    "residence_address": "上海市黄浦区测试路8号",
    "phone": "199 0000 0004",
    "starts_on": "2026-12-01",
}
PLEDGE = {"residence_proof": "pledge"}


def _filed(answers: Mapping[str, object] | None = None) -> FilingResult:
    result = ask(remote_long_file, answers or ANSWERS, materials=PLEDGE).result
    assert isinstance(result, FilingResult)
    return result


def _rows(sql: Sql, columns: str, table: str = "remote_registration") -> list[tuple[Any, ...]]:
    sql.execute(f"SELECT {columns} FROM {table} ORDER BY id")
    return sql.fetchall()


def test_a_filing_takes_effect_at_once_and_says_what_it_is_worth(given: Given) -> None:
    given("remote_care.enrolled")
    outcome = ask(remote_long_file, ANSWERS, materials=PLEDGE)
    result = outcome.result
    assert isinstance(result, FilingResult)
    assert outcome.receipt is not None
    shown = result.registration
    # The number is that of the case, so that either finds the other.
    assert shown.registration_number[2:23] == outcome.receipt.number[:21]
    assert shown.care_region == "上海市"
    assert (shown.starts_on, shown.ends_on) == (date(2026, 12, 1), None)
    assert shown.validity == "2026-12-01起，长期有效"
    assert shown.residence_address == "上海市黄浦区***"
    assert shown.phone == "199****0004"
    assert shown.locked_until == date(2027, 6, 1)
    assert "待上报" in shown.upload
    assert result.benefit_hint == (
        "在上海市的联网医院住院可以直接结算：能报哪些药品和项目看当地目录，"
        "起付线、报销比例和限额按参保地贵阳市的规定。"
    )
    assert "2027-06-01起才能变更或取消" in result.next_step


def test_a_filing_writes_a_row_an_event_an_audit_entry_and_a_message(
    sql: Sql, given: Given
) -> None:
    given("remote_care.enrolled")
    outcome = ask(remote_long_file, ANSWERS, materials=PLEDGE)
    assert outcome.receipt is not None
    number = outcome.receipt.number
    assert _rows(
        sql, "kind, insurance_type, home_region, care_region, state, is_pledged, upload_state"
    ) == [("long_stay", "310", "520103", "310100", "effective", True, "waiting")]
    assert _rows(sql, "step, effective_on, operator, case_number", "remote_registration_event") == [
        ("file", date(2026, 12, 1), "channel:test", number)
    ]
    actions = [entry.action for entry in audit_log.of_case(sql, number)]
    assert actions.count("remote_care.registration_filed") == 1
    assert _rows(sql, "topic", "outbox_message") == [("remote_care.registration_changed",)]


def test_personal_columns_are_sealed(sql: Sql, given: Given) -> None:
    given("remote_care.enrolled")
    _filed()
    ((address, phone),) = _rows(sql, "address_sealed, phone_sealed")
    assert "测试路".encode() not in bytes(address)
    assert b"19900000004" not in bytes(phone)


def test_care_within_the_province_follows_the_rules_of_the_home_region(given: Given) -> None:
    given("remote_care.enrolled")
    result = _filed(ANSWERS | {"care_region": "520300"})
    assert result.benefit_hint == (
        "在贵州省遵义市的联网医院住院可以直接结算，报销范围、比例和限额都按参保地贵阳市的规定。"
    )


def test_the_same_request_is_answered_again_and_files_once(sql: Sql, given: Given) -> None:
    given("remote_care.enrolled")
    first = ask(remote_long_file, ANSWERS, materials=PLEDGE, request_number="N-0001-0001-0001")
    again = ask(remote_long_file, ANSWERS, materials=PLEDGE, request_number="N-0001-0001-0001")
    assert again.is_repeat
    assert again.result == first.result
    assert len(_rows(sql, "id")) == 1
    assert len(_rows(sql, "id", "remote_registration_event")) == 1


def test_a_second_filing_is_refused_and_leaves_nothing_behind(sql: Sql, given: Given) -> None:
    given("remote_care.enrolled")
    _filed()
    with pytest.raises(Several) as refusal:
        ask(remote_long_file, ANSWERS | {"care_region": "440100"}, materials=PLEDGE)
    (error,) = refusal.value.errors
    assert error.to_dict()["message"] == "您已有异地长期居住备案（上海市），不能重复备案。"
    assert len(_rows(sql, "id")) == 1


def test_another_name_than_the_registered_one_is_refused(given: Given) -> None:
    given("remote_care.enrolled")
    with pytest.raises(Several) as refusal:
        ask(remote_long_file, ANSWERS, materials=PLEDGE, name="赵七")
    assert [error.code for error in refusal.value.errors] == ["persons.name_differs"]


def test_somebody_who_was_never_insured_here_is_told_where_to_go(sql: Sql) -> None:
    with pytest.raises(Several) as refusal:
        ask(remote_long_file, ANSWERS, materials=PLEDGE)
    assert [error.code for error in refusal.value.errors] == ["remote_care.not_enrolled"]


def test_a_shared_residence_permit_stands_for_proof_and_locks_nothing(
    sql: Sql, given: Given, nothing_is_shared: None
) -> None:
    given("remote_care.enrolled")

    def permit(person: Identity) -> SharedDocument | None:
        return SharedDocument("residence_permit", "JZ-1", sm3.hexdigest(b"permit"))

    sharing.provide("residence_permit", permit, environment="default")
    result = ask(remote_long_file, ANSWERS | {"is_multi_place": True}).result
    assert isinstance(result, FilingResult)
    assert result.registration.locked_until is None
    assert _rows(sql, "is_pledged, is_multi_place") == [(False, True)]


def test_an_officer_compares_the_uploaded_proof_of_several_places(
    sql: Sql, given: Given, data_directory: Path
) -> None:
    given("remote_care.registered_in_two_places")
    proof = files.store(sql, content=png(), name="居住证明.png", owner="channel:test")
    outcome = ask(
        remote_long_file,
        ANSWERS | {"care_region": "110100", "is_multi_place": True},
        materials={"residence_proof": "upload"},
        file_id=proof.id,
    )
    assert (outcome.result, outcome.receipt and outcome.receipt.state) == (None, "submitted")
    assert outcome.receipt is not None
    assert len(_rows(sql, "id")) == 2
    case = outcome.receipt.id
    decisions.accept(case, officer="qian", row_version=1)
    result = decisions.approve(case, officer="zhao", row_version=2)
    assert isinstance(result, FilingResult)
    assert result.registration.care_region == "北京市"
    assert _rows(sql, "state, is_multi_place") == [("effective", True)] * 3


def test_a_first_day_counts_from_the_application_however_slow_the_officer(
    sql: Sql, given: Given, data_directory: Path, clock: Clock
) -> None:
    given("remote_care.registered_in_two_places")
    proof = files.store(sql, content=png(), name="居住证明.png", owner="channel:test")
    outcome = ask(
        remote_long_file,
        ANSWERS | {"care_region": "110100", "is_multi_place": True, "starts_on": "2026-10-25"},
        materials={"residence_proof": "upload"},
        file_id=proof.id,
    )
    assert outcome.receipt is not None
    clock.advance(days=5)  # the first day now lies 33 days back; 30 were allowed when he applied
    decisions.accept(outcome.receipt.id, officer="qian", row_version=1)
    result = decisions.approve(outcome.receipt.id, officer="zhao", row_version=2)
    assert isinstance(result, FilingResult)
    assert result.registration.starts_on == date(2026, 10, 25)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("ends_on = starts_on - 2", "registration_ends_after_it_starts"),
        ("state = 'cancelled'", "registration_that_is_over_has_an_end"),
        ("is_multi_place = true, is_pledged = true", "several_places_are_never_pledged"),
        ("locked_until = starts_on", "only_a_pledge_locks"),
        ("kind = 'holiday'", "registration_kind"),
        ("state = 'asleep'", "registration_state"),
        ("upload_state = 'waiting'", "registration_not_uploaded_is_tried_again"),
    ],
)
def test_the_database_refuses_a_row_that_cannot_be(
    sql: Sql, given: Given, change: str, constraint: str
) -> None:
    given("remote_care.registered")
    with pytest.raises(psycopg.errors.CheckViolation) as violation, database.transaction():
        sql.execute(f"UPDATE remote_registration SET {change}")
    assert violation.value.diag.constraint_name == constraint


def test_the_database_keeps_long_registrations_of_a_person_apart(sql: Sql, given: Given) -> None:
    setting = given("remote_care.registered_in_two_places")
    with pytest.raises(psycopg.errors.ExclusionViolation), database.transaction():
        situations.register(setting, "440100", days_ago=10, is_multi_place=True)
    with pytest.raises(psycopg.errors.ExclusionViolation), database.transaction():
        situations.register(setting, "110100", days_ago=10)
    situations.register(setting, "110100", days_ago=10, is_multi_place=True)
    sql.execute("UPDATE remote_registration SET state = 'cancelled', ends_on = %s", ("2026-11-20",))
    situations.register(setting, "500100", days_ago=1)
    with pytest.raises(psycopg.errors.UniqueViolation), database.transaction():
        situations.register(setting, "120100", days_ago=1)


def test_an_event_is_never_changed_nor_deleted(sql: Sql, given: Given) -> None:
    given("remote_care.enrolled")
    _filed()
    for statement in (
        "UPDATE remote_registration_event SET reason = ''",
        "DELETE FROM remote_registration_event",
    ):
        with pytest.raises(psycopg.errors.RaiseException), database.transaction():
            sql.execute(statement)
