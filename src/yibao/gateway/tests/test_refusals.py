"""Everything that can be wrong with a call: one stable code, one sentence, nothing written."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from yibao.channels import actions
from yibao.channels.models import Channel
from yibao.gateway.tests.calling import Reply, TestChannel
from yibao.gateway.tests.conftest import make_channel
from yibao.platform import clock
from yibao.platform.testing.persons import LI_SI

pytestmark = pytest.mark.django_db

SUBJECT = {
    "certificate_type": "01",
    "certificate_number": LI_SI.identity_number,
    "name": LI_SI.name,
}
QUERY: dict[str, Any] = {"subject": SUBJECT, "identity": {"level": "L2"}, "answers": {}}
PATH = "/api/v1/services/right_insutypes"
_REGISTERS = ("service_case", "person", "enrolment", "remote_registration", "outbox_message")


def rows_written() -> dict[str, int]:
    counts = {}
    with connection.cursor() as cursor:
        for table in _REGISTERS:
            cursor.execute(f"SELECT count(*) FROM {table}")
            counts[table] = cursor.fetchone()[0]
    return counts


@pytest.fixture(autouse=True)
def nothing_is_written(db: None) -> Iterator[None]:
    before = rows_written()
    yield
    assert rows_written() == before


def assert_refused(reply: Reply, status: int, code: str) -> None:
    assert (reply.status, reply.codes) == (status, [code]), reply.body
    for error in reply.body["errors"]:
        assert error["message"].endswith("。")
        assert error["fix"]
    assert reply.body["request_id"] == reply.headers["X-Yb-Request-Id"]


@pytest.mark.parametrize(
    "header",
    ["X-Yb-Channel", "X-Yb-Key", "X-Yb-Timestamp", "X-Yb-Nonce", "X-Yb-Request", "X-Yb-Signature"],
)
def test_a_missing_header_is_named(channel: TestChannel, header: str) -> None:
    reply = channel.call("right_insutypes", QUERY, drop=(header,))
    assert_refused(reply, 401, "gateway.header_missing")
    assert reply.body["errors"][0]["at"] == header


def test_all_wrong_headers_are_named_at_once(channel: TestChannel) -> None:
    reply = channel.call("right_insutypes", QUERY, drop=("X-Yb-Key",), after={"X-Yb-Nonce": "!"})
    assert reply.codes == ["gateway.header_missing", "gateway.header_unreadable"]


def test_a_signature_by_another_key_is_refused_with_what_the_platform_signed(
    channel: TestChannel,
) -> None:
    stranger = make_channel("another-channel")
    forged = TestChannel(
        actions.Credentials(
            **(channel.credentials.__dict__
               | {"private_key_pem": stranger.credentials.private_key_pem})
        )
    )  # fmt: skip
    reply = forged.call("right_insutypes", QUERY)
    assert_refused(reply, 401, "gateway.signature_wrong")
    assert "SM3 是 " in reply.body["errors"][0]["fix"]


def test_the_key_of_another_channel_is_refused(channel: TestChannel) -> None:
    stranger = make_channel("another-channel")
    reply = channel.call("right_insutypes", QUERY, before={"X-Yb-Key": stranger.credentials.key})
    assert_refused(reply, 401, "gateway.unknown_key")


def test_a_signature_does_not_cover_a_changed_body(channel: TestChannel) -> None:
    other = channel._sealed(PATH, b"{}", {
        "X-Yb-Cipher": "SM4-CBC", "X-Yb-Channel": "x", "X-Yb-Nonce": "y"})  # fmt: skip
    reply = channel.post(PATH, json.dumps(QUERY).encode(), content_after=other)
    assert_refused(reply, 401, "gateway.signature_wrong")


def test_a_replayed_nonce_is_refused(channel: TestChannel) -> None:
    nonce = secrets.token_urlsafe(18)
    first = channel.call(
        "right_insutypes", {**QUERY, "answers": {"no": 1}}, before={"X-Yb-Nonce": nonce}
    )
    assert first.status == 422
    again = channel.call("right_insutypes", QUERY, before={"X-Yb-Nonce": nonce})
    assert_refused(again, 409, "gateway.nonce_used") if again.status == 409 else pytest.fail(
        str(again)
    )


@pytest.mark.parametrize("minutes", [-6, 6])
def test_a_clock_six_minutes_off_is_told_by_how_much(channel: TestChannel, minutes: int) -> None:
    stamp = str(clock.now_ms() + minutes * 60_000)
    reply = channel.call("right_insutypes", QUERY, before={"X-Yb-Timestamp": stamp})
    assert_refused(reply, 401, "gateway.clock_off")
    assert "36" in reply.body["errors"][0]["message"] or "35" in reply.body["errors"][0]["message"]


def test_a_body_of_twenty_megabytes_is_refused_before_it_is_read(channel: TestChannel) -> None:
    reply = channel.post(PATH, b"", content=b"x" * 1000, content_after=b"x" * 20_000_000)
    assert_refused(reply, 413, "gateway.body_too_large")


def test_a_tampered_ciphertext_under_a_right_signature_does_not_decrypt(
    channel: TestChannel,
) -> None:
    reply = channel.post(PATH, b"", content=b'{"data": "' + b"A" * 80 + b'"}')
    assert_refused(reply, 400, "gateway.ciphertext_damaged")


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"data": 1}', b'{"data": "*"}', b"\xff"])
def test_a_body_that_is_no_envelope_is_refused(channel: TestChannel, content: bytes) -> None:
    assert_refused(channel.post(PATH, b"", content=content), 422, "gateway.body_unreadable")


@pytest.mark.parametrize("plain", [b"", b"[1]", b'"x"', b"nonsense", b'{"subject":' * 5000])
def test_a_decrypted_body_that_is_no_object_is_refused(channel: TestChannel, plain: bytes) -> None:
    assert_refused(channel.post(PATH, plain), 422, "gateway.body_unreadable")


def test_an_unknown_part_of_the_body_is_refused(channel: TestChannel) -> None:
    assert_refused(
        channel.call("right_insutypes", {**QUERY, "extra": 1}), 422, "gateway.body_unreadable"
    )


def test_an_unknown_field_is_named(channel: TestChannel) -> None:
    reply = channel.call("right_insutypes", {**QUERY, "answers": {"no_such_field": 1}})
    assert_refused(reply, 422, "form.unknown_field")
    assert reply.body["errors"][0]["at"] == "answers.no_such_field"


def test_an_identity_number_with_a_wrong_check_digit_is_refused(channel: TestChannel) -> None:
    wrong = LI_SI.identity_number[:-1] + ("0" if LI_SI.identity_number[-1] != "0" else "1")
    reply = channel.call(
        "right_insutypes", {**QUERY, "subject": {**SUBJECT, "certificate_number": wrong}}
    )
    assert_refused(reply, 422, "identity_number.check_digit")
    assert reply.body["errors"][0]["at"] == "subject.certificate_number"


def test_a_service_that_is_not_granted_is_refused(db: None) -> None:
    poor = make_channel("poor-channel", operations=[])
    assert_refused(poor.call("right_insutypes", QUERY), 403, "gateway.service_not_granted")


def test_a_service_that_does_not_exist_is_refused(channel: TestChannel) -> None:
    assert_refused(channel.call("no_such_service", QUERY), 404, "gateway.service_not_found")


def test_a_service_that_is_not_open_yet_says_so(channel: TestChannel) -> None:
    assert_refused(channel.call("rx_purchase", QUERY), 404, "gateway.service_not_open")


def test_an_address_that_is_not_listed_is_named(channel: TestChannel) -> None:
    channel.address = "198.51.100.7"
    reply = channel.call("right_insutypes", QUERY)
    assert_refused(reply, 403, "gateway.address_not_listed")
    assert "198.51.100.7" in reply.body["errors"][0]["message"]


def test_a_forwarded_address_of_an_untrusted_peer_counts_for_nothing(channel: TestChannel) -> None:
    channel.address = "198.51.100.7"
    reply = channel.call("right_insutypes", QUERY, after={"X-Forwarded-For": "127.0.0.1"})
    assert_refused(reply, 403, "gateway.address_not_listed")


def test_a_suspended_channel_is_refused(channel: TestChannel) -> None:
    actions.set_suspended("test-channel", is_suspended=True, operator="test")
    assert_refused(channel.call("right_insutypes", QUERY), 403, "gateway.channel_suspended")


def test_a_channel_that_is_not_online_is_sent_to_the_sandbox(channel: TestChannel) -> None:
    actions.set_online("test-channel", is_online=False, operator="test")
    assert_refused(channel.call("right_insutypes", QUERY), 403, "gateway.channel_not_online")


def test_a_revoked_key_is_refused(channel: TestChannel) -> None:
    actions.revoke_key(channel.credentials.key, operator="test")
    assert_refused(channel.call("right_insutypes", QUERY), 401, "gateway.key_not_valid")


def test_a_key_is_refused_after_its_last_day(channel: TestChannel) -> None:
    with clock.frozen_at(clock.now() + timedelta(days=366)):
        assert_refused(channel.call("right_insutypes", QUERY), 401, "gateway.key_not_valid")


def test_plain_text_is_refused_where_it_is_not_allowed(channel: TestChannel) -> None:
    channel.cipher = "none"
    assert_refused(channel.call("right_insutypes", QUERY), 403, "gateway.plain_not_allowed")


def test_a_level_of_identification_is_required(channel: TestChannel) -> None:
    reply = channel.call("right_insutypes", {**QUERY, "identity": {"level": "L9"}})
    assert_refused(reply, 422, "gateway.level_unreadable")


def test_too_many_calls_are_told_to_wait(channel: TestChannel) -> None:
    Channel.objects.filter(code="test-channel").update(calls_per_second=1)
    from yibao.channels import access
    from yibao.gateway import rate_limit

    access.forget()
    rate_limit._buckets.clear()
    channel.call("no_such_service", QUERY)
    reply = channel.call("no_such_service", QUERY)
    rate_limit._buckets.clear()
    assert_refused(reply, 429, "gateway.too_many_calls")
    assert reply.headers["Retry-After"] == "1"


@pytest.mark.parametrize(
    "path", ["/api/v1/", "/api/v1/services/", "/api/v1/services/a/b", "/api/v1/x"]
)
def test_an_address_that_the_api_does_not_have_is_refused(channel: TestChannel, path: str) -> None:
    assert_refused(channel.post(path, b"{}"), 404, "gateway.path_unknown")


def test_every_refusal_can_be_explained_afterwards(channel: TestChannel) -> None:
    from yibao.gateway.why import explain

    reply = channel.call("no_such_service", QUERY)
    found = explain(reply.body["request_id"])
    assert found is not None
    assert found.errors[0]["code"] == "gateway.service_not_found"
    assert found.canonical_text.startswith("POST\n/api/v1/services/no_such_service\n")


def test_no_personal_data_lie_in_the_access_log(channel: TestChannel) -> None:
    channel.call("right_insutypes", {**QUERY, "answers": {LI_SI.name: LI_SI.identity_number}})
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(l::text, ' ') FROM access_log l")
        text = cursor.fetchone()[0]
    assert LI_SI.identity_number not in text
