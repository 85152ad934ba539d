from __future__ import annotations

from datetime import timedelta

import pytest

from yibao.national import actions
from yibao.national.actions import Particulars
from yibao.national.authentication import csb_signature, tif_signature
from yibao.national.errors import (
    InstitutionCodeUnfit,
    InstitutionExists,
    InstitutionUnknown,
    NetworkUnreadable,
)
from yibao.national.tests.messages import HOSPITAL, Hospital, data, encounter, order
from yibao.platform import clock as platform_clock
from yibao.platform.audit_log import api as audit_log
from yibao.platform.database import reading

BODY = data([encounter("M1", [order("R1")])])


def test_the_signature_is_that_of_the_published_vector() -> None:
    headers = {
        "_api_access_key": "ak",
        "_api_name": "fsi",
        "_api_timestamp": "1767240000000",
        "_api_version": "1.0.0",
    }
    assert csb_signature(headers, "sk") == "9caiBkPpgHbXDKpGGYK7oWCZxzk="


def test_the_other_gateways_signature_is_that_of_its_vector() -> None:
    assert (
        tif_signature("1767240000", "abc123", "token123")
        == "076d978336405c673d34d2e9cbe05295663d075712a7bc3dbc3ae4103ffe23bf"
    )


def test_a_call_through_the_other_gateway_is_accepted(hospital: Hospital) -> None:
    seconds = str(platform_clock.now_ms() // 1000)
    signature = tif_signature(seconds, "nonce-1", hospital.credentials.secret).upper()
    headers = {
        "x-tif-paasid": hospital.credentials.access_key,
        "x-tif-timestamp": seconds,
        "x-tif-nonce": "nonce-1",
        "x-tif-signature": signature,
    }
    assert hospital.call("3101", BODY, headers=headers)["infcode"] == 0
    headers["x-tif-nonce"] = "nonce-2"
    assert hospital.call("3101", BODY, headers=headers)["code"] == 401


@pytest.mark.parametrize("header", ["_api_access_key", "_api_timestamp", "_api_signature"])
def test_a_missing_header_is_a_gateway_failure(hospital: Hospital, header: str) -> None:
    headers = hospital.signed()
    del headers[header]
    answer = hospital.call("3101", BODY, headers=headers)
    assert hospital.status == "401 Unauthorized"
    assert answer["code"] == 401
    assert header in answer["message"]


def test_a_clock_may_be_half_an_hour_off_and_no_more(hospital: Hospital) -> None:
    def call(minutes: int) -> dict[str, object]:
        stamp = platform_clock.now() + timedelta(minutes=minutes)
        headers = hospital.signed(_api_timestamp=str(int(stamp.timestamp() * 1000)))
        return hospital.call("3101", BODY, headers=headers)

    assert "infcode" in call(-29)
    assert "infcode" in call(29)
    assert "30分钟" in str(call(-31)["message"])
    assert "30分钟" in str(call(31)["message"])


def test_a_wrong_signature_and_an_unknown_key_are_refused(hospital: Hospital) -> None:
    assert (
        hospital.call("3101", BODY, headers={**hospital.signed(), "_api_name": "x"})["code"] == 401
    )
    headers = hospital.signed(_api_access_key="H52010000001-000000000000")
    assert "密钥" in hospital.call("3101", BODY, headers=headers)["message"]


def test_a_call_from_elsewhere_is_refused(hospital: Hospital) -> None:
    actions.allow(HOSPITAL, ["10.8.0.0/24"], operator="test")
    answer = hospital.call("3101", BODY)
    assert answer["code"] == 401
    assert "127.0.0.1" in answer["message"]


def test_a_suspended_institution_calls_nothing_and_a_resumed_one_does(hospital: Hospital) -> None:
    actions.set_suspended(HOSPITAL, is_suspended=True, operator="test")
    assert hospital.call("3101", BODY)["code"] == 401
    actions.set_suspended(HOSPITAL, is_suspended=False, operator="test")
    assert hospital.call("3101", BODY)["infcode"] == 0


def test_renewed_credentials_replace_the_old_ones(hospital: Hospital) -> None:
    renewed = actions.renew(HOSPITAL, operator="test")
    assert hospital.call("3101", BODY)["code"] == 401
    hospital.credentials = renewed
    assert hospital.call("3101", BODY)["infcode"] == 0


def test_another_institution_in_the_envelope_is_a_business_error(hospital: Hospital) -> None:
    answer = hospital.call("3101", BODY, fixmedins_code="H52010000002")
    assert hospital.status == "200 OK"
    assert answer["infcode"] == -1
    assert "机构与访问密钥所属的机构不同" in answer["err_msg"]


def test_entering_an_institution_is_checked_and_leaves_a_trace(hospital: Hospital) -> None:
    with pytest.raises(InstitutionExists):
        actions.add(HOSPITAL, Particulars("再登记一次"), operator="test")
    with pytest.raises(InstitutionCodeUnfit):
        actions.add("12345", Particulars("编码不对"), operator="test")
    with pytest.raises(NetworkUnreadable):
        actions.add("P52010000009", Particulars("药店", networks=["here"]), operator="test")
    with pytest.raises(InstitutionUnknown):
        actions.renew("P52010000009", operator="test")
    with reading() as sql:
        [entry] = audit_log.of_object(sql, HOSPITAL)
    assert entry.action == "national.add_institution"
    assert hospital.credentials.secret not in str(entry)
    assert hospital.credentials.secret not in repr(hospital.credentials)


def test_other_paths_and_other_methods_are_not_for_this_gateway(hospital: Hospital) -> None:
    started: list[str] = []
    environ = {"PATH_INFO": "/h5/", "REQUEST_METHOD": "GET"}
    body = hospital.application(environ, lambda status, headers: started.append(status))
    assert (started, list(body)) == (["404 Not Found"], [b"null"])
    environ = {"PATH_INFO": "/fsi/api/3101", "REQUEST_METHOD": "GET"}
    hospital.application(environ, lambda status, headers: started.append(status))
    assert started[-1] == "405 Method Not Allowed"
