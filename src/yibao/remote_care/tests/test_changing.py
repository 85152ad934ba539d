"""变更: the old one ends the day before the new one begins."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from yibao.catalogue.situations import Setting
from yibao.kernel.errors import Several
from yibao.platform.audit_log import api as audit_log
from yibao.platform.database import Sql
from yibao.remote_care.results import ChangeResult
from yibao.remote_care.services.remote_long_change import remote_long_change
from yibao.remote_care.tests.conftest import ask

Given = Callable[[str], Setting]
TO_GUANGZHOU = {
    "changed_part": "place",
    "care_region": "440100",
    "residence_address": "广州市越秀区测试路10号",
    "starts_on": "2026-12-01",
}
PLEDGE = {"residence_proof": "pledge"}
NEW_PHONE = {"changed_part": "phone", "phone": "19900000001"}


def _rows(sql: Sql) -> list[tuple[Any, ...]]:
    sql.execute(
        """SELECT care_region, starts_on, ends_on, state, is_pledged, locked_until
           FROM remote_registration ORDER BY starts_on, ends_on"""
    )
    return sql.fetchall()


def _changed(answers: dict[str, Any], materials: dict[str, str] | None = None) -> ChangeResult:
    result = ask(remote_long_change, answers, materials=materials).result
    assert isinstance(result, ChangeResult)
    return result


def _refusals(answers: dict[str, Any], materials: dict[str, str] | None = None) -> list[str]:
    with pytest.raises(Several) as refusal:
        ask(remote_long_change, answers, materials=materials)
    return [error.code for error in refusal.value.errors]


def test_another_place_follows_the_old_one_without_a_gap(sql: Sql, given: Given) -> None:
    given("remote_care.registered")
    result = _changed(TO_GUANGZHOU, PLEDGE)
    assert result.before.validity == "2025-10-18至2026-11-30（含当天）"
    assert result.after.validity == "2026-12-01起，长期有效"
    assert (result.before.care_region, result.after.care_region) == ("上海市", "广东省广州市")
    assert result.before.registration_number != result.after.registration_number
    assert _rows(sql) == [
        ("310100", date(2025, 10, 18), date(2026, 11, 30), "changed", False, None),
        ("440100", date(2026, 12, 1), None, "effective", True, date(2027, 6, 1)),
    ]


def test_a_change_is_told_once_and_both_rows_are_to_be_uploaded(sql: Sql, given: Given) -> None:
    given("remote_care.registered")
    receipt = ask(remote_long_change, TO_GUANGZHOU, materials=PLEDGE).receipt
    assert receipt is not None
    sql.execute("SELECT step, effective_on FROM remote_registration_event ORDER BY id")
    assert sql.fetchall() == [("change", date(2026, 11, 30)), ("file", date(2026, 12, 1))]
    actions = [entry.action for entry in audit_log.of_case(sql, receipt.number)]
    assert actions.count("remote_care.registration_replaced") == 1
    sql.execute("SELECT count(*) FROM outbox_message")
    assert sql.fetchone() == (1,)
    sql.execute("SELECT count(*) FROM remote_registration WHERE upload_state = 'waiting'")
    assert sql.fetchone() == (2,)


def test_a_new_phone_changes_within_the_months_of_a_pledge_and_keeps_them(
    sql: Sql, given: Given
) -> None:
    given("remote_care.registered_by_recent_pledge")
    result = _changed(NEW_PHONE)
    assert result.after.phone == "199****0001"
    assert result.after.residence_address == result.before.residence_address
    assert result.after.locked_until == result.before.locked_until == date(2027, 4, 23)
    assert [row[:4] for row in _rows(sql)] == [
        ("310100", date(2026, 10, 23), date(2026, 11, 21), "changed"),
        ("310100", date(2026, 11, 22), None, "effective"),
    ]


def test_a_correction_on_the_first_day_leaves_the_old_one_without_a_day(
    sql: Sql, given: Given
) -> None:
    given("remote_care.registered")
    _changed(NEW_PHONE)
    result = _changed(NEW_PHONE | {"phone": "19900000002"})
    assert result.before.validity == "没有生效过"
    today = date(2026, 11, 22)
    assert [row[1:4] for row in _rows(sql)][1:] == [
        (today, date(2026, 11, 21), "changed"),
        (today, None, "effective"),
    ]


@pytest.mark.usefixtures("nothing_is_shared")
def test_a_new_address_needs_no_proof_and_another_place_does(given: Given) -> None:
    given("remote_care.registered")
    address = {"changed_part": "address", "residence_address": "上海市徐汇区测试路11号"}
    assert _changed(address).after.residence_address == "上海市徐汇区***"
    assert _refusals(TO_GUANGZHOU) == ["material.missing"]


def test_a_change_of_phone_without_a_phone_is_asked_for_it(given: Given) -> None:
    given("remote_care.registered")
    assert _refusals({"changed_part": "phone"}) == ["form.required"]


def test_everything_against_a_change_of_place_is_told_at_once(given: Given) -> None:
    given("remote_care.registered_by_recent_pledge")
    answers = TO_GUANGZHOU | {"care_region": "310115", "starts_on": "2026-11-21"}
    assert _refusals(answers, PLEDGE) == [
        "remote_care.place_unchanged",
        "remote_care.change_too_early",
        "remote_care.locked_by_pledge",
    ]


def test_with_two_registrations_the_number_decides(sql: Sql, given: Given) -> None:
    given("remote_care.registered_in_two_places")
    assert _refusals(NEW_PHONE) == ["remote_care.which_registration"]
    sql.execute("SELECT number FROM remote_registration WHERE care_region = '440100'")
    row = sql.fetchone()
    assert row is not None
    typed = f"{row[0][:8].lower()} {row[0][8:]}"  # as somebody copies it
    result = _changed(NEW_PHONE | {"registration_number": typed})
    assert result.before.registration_number == row[0]


def test_a_former_registration_is_not_changed_any_more(given: Given) -> None:
    given("remote_care.registered")
    old = _changed(TO_GUANGZHOU, PLEDGE).before.registration_number
    again = NEW_PHONE | {"registration_number": old}
    assert _refusals(again) == ["remote_care.registration_unknown"]
