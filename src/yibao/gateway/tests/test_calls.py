"""What a right call does: one truth, kept once, whatever is repeated."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections

from yibao.catalogue import registry
from yibao.channels import access
from yibao.gateway.tests.calling import Reply, TestChannel
from yibao.gateway.tests.conftest import make_channel
from yibao.platform.crypto import sm2
from yibao.platform.testing.persons import LI_SI, MAIMAITI, TestPerson

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def subject(person: TestPerson) -> dict[str, str]:
    return {
        "certificate_type": "01",
        "certificate_number": person.identity_number,
        "name": person.name,
    }


def enrolment(person: TestPerson) -> dict[str, Any]:
    good = next(
        example
        for example in registry.services()["resident_enrol"].examples
        if not example.fails_with and not example.under_review
    )
    return {
        "subject": subject(person),
        "identity": {"level": "L3"},
        "answers": dict(good.answers),
        "materials": [{"code": c, "source": s} for c, s in good.materials.items()],
    }


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        found: int = cursor.fetchone()[0]
        return found


@pytest.mark.django_db
@pytest.mark.parametrize("cipher", ["SM4-GCM", "SM4-CBC"])
def test_an_enrolment_is_done_at_once_and_seen_by_the_query(
    channel: TestChannel, cipher: str
) -> None:
    channel.cipher = cipher
    reply = channel.call("resident_enrol", enrolment(LI_SI))
    assert reply.status == 200, reply.body
    assert reply.body["case"]["state"] == "done"
    asked = {"subject": subject(LI_SI), "identity": {"level": "L2"}, "answers": {}}
    seen = channel.call("right_insutypes", asked).body["result"]
    assert "390" in json.dumps(seen)
    listed = {**asked, "answers": {"search_by": "list"}}
    progress = channel.call("accept_progress_query", listed)
    assert reply.body["case"]["number"] in json.dumps(progress.body)


@pytest.mark.django_db
def test_the_same_request_number_with_the_same_content_is_answered_as_the_first_time(
    channel: TestChannel,
) -> None:
    number = {"X-Yb-Request": "my-number-0001"}
    first = channel.call("resident_enrol", enrolment(LI_SI), before=number)
    again = channel.call("resident_enrol", enrolment(LI_SI), before=number)
    assert (first.body["case"], first.body["result"]) == (again.body["case"], again.body["result"])
    assert count("service_case") == 1


@pytest.mark.django_db
def test_the_same_request_number_with_other_content_is_a_conflict(channel: TestChannel) -> None:
    number = {"X-Yb-Request": "my-number-0001"}
    channel.call("resident_enrol", enrolment(LI_SI), before=number)
    other = channel.call("resident_enrol", enrolment(MAIMAITI), before=number)
    assert (other.status, other.codes) == (409, ["gateway.request_number_used"])
    assert count("service_case") == 1


@pytest.mark.django_db
def test_a_person_who_is_enrolled_is_told_so_and_nothing_is_written(channel: TestChannel) -> None:
    channel.call("resident_enrol", enrolment(LI_SI))
    again = channel.call("resident_enrol", enrolment(LI_SI))
    assert (again.status, again.codes) == (409, ["enrolment.already_enrolled"])
    assert count("service_case") == 1


@pytest.mark.django_db
def test_a_query_writes_one_line_in_the_access_log_with_the_index_of_the_person(
    channel: TestChannel,
) -> None:
    asked = {"subject": subject(LI_SI), "identity": {"level": "L2"}, "answers": {}}
    reply = channel.call("right_insutypes", asked)
    with connection.cursor() as cursor:
        cursor.execute("SELECT request_id, status, octet_length(subject_index) FROM access_log")
        assert cursor.fetchall() == [(reply.body["request_id"], 200, 32)]


@pytest.mark.django_db
def test_a_file_is_kept_and_belongs_to_the_channel(channel: TestChannel) -> None:
    content = {"name": "证明.png", "content": base64.b64encode(PNG).decode()}
    reply = channel.post("/api/v1/files", json.dumps(content).encode())
    assert reply.status == 200, reply.body
    assert reply.body["result"]["content_type"] == "image/png"
    stranger = make_channel("another-channel")
    body = enrolment(LI_SI)
    body["materials"] = [{
        "code": "identity_document", "source": "upload",
        "file_id": reply.body["result"]["file_id"]}]  # fmt: skip
    assert stranger.call("resident_enrol", body).codes == ["files.not_found"]
    assert channel.call("resident_enrol", body).status == 200


@pytest.mark.django_db
def test_a_session_answers_queries_and_refuses_writes(channel: TestChannel) -> None:
    opened = channel.post("/api/v1/sessions", b'{"minutes": 5}').body["result"]
    private = sm2.backend().private_key_from_pem(channel.credentials.private_key_pem.encode())
    mac_key = private.decrypt(base64.b64decode(opened["mac_key"]))
    cipher_key = private.decrypt(base64.b64decode(opened["cipher_key"]))
    in_session = SessionChannel(channel, opened["session"], mac_key, cipher_key)
    asked = {"subject": subject(LI_SI), "identity": {"level": "L2"}, "answers": {}}
    assert in_session.call("right_insutypes", asked).status == 200
    refused = in_session.call("resident_enrol", enrolment(LI_SI))
    assert (refused.status, refused.codes) == (403, ["gateway.session_cannot_write"])
    assert count("service_case") == 0


class SessionChannel(TestChannel):
    """The same channel in session mode: HMAC in place of SM2, the session's key for SM4."""

    def __init__(self, channel: TestChannel, session: str, mac: bytes, cipher: bytes) -> None:
        bent = type(channel.credentials)(
            **(channel.credentials.__dict__ | {"key": session, "sm4_key": cipher.hex()})
        )
        super().__init__(bent, application=channel.application)
        self._mac = mac

    def _signature(self, path: str, headers: dict[str, str], body: bytes) -> str:
        from yibao.platform.crypto import sm3

        parts = [headers[f"X-Yb-{n}"] for n in ("Channel", "Key", "Timestamp", "Nonce", "Request")]
        text = "\n".join(["POST", path, "", *parts, sm3.hexdigest(body)]).encode()
        return base64.b64encode(sm3.hmac(self._mac, text)).decode()

    def _verify(self, status: int, headers: dict[str, str], content: bytes) -> None:
        from yibao.platform.crypto import sm3

        text = f"{status}\n{headers['X-Yb-Nonce']}\n{headers['X-Yb-Timestamp']}\n{sm3.hexdigest(content)}"
        assert base64.b64decode(headers["X-Yb-Signature"]) == sm3.hmac(self._mac, text.encode())


@pytest.mark.django_db
def test_a_launch_opens_one_page_once(channel: TestChannel) -> None:
    body = {
        "operation": "resident_enrol",
        "subject": subject(LI_SI),
        "identity": {"level": "L3"},
    }
    reply = channel.post("/api/v1/tickets", json.dumps(body).encode())
    assert "/h5/launch/?ticket=" in reply.body["result"]["url"]
    elsewhere = channel.post(
        "/api/v1/tickets", json.dumps(body | {"return_url": "https://example.org/"}).encode()
    )
    assert elsewhere.codes == ["channel.return_url_not_listed"]


@pytest.mark.django_db(databases=["default", "sandbox"])
def test_the_sandbox_answers_by_the_same_code_and_leaves_production_alone(
    channel: TestChannel,
) -> None:
    channel.sandbox = True
    reply = channel.call("resident_enrol", enrolment(LI_SI))
    assert reply.status == 200, reply.body
    assert count("service_case") == 0
    with connections["sandbox"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM service_case")
        assert cursor.fetchone()[0] == 1


def _in_threads(number: int, work: Callable[[int], Reply]) -> list[Reply]:
    def one(position: int) -> Reply:
        try:
            return work(position)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(one, range(number)))


@pytest.mark.django_db(transaction=True, databases=["default", "sandbox"])
def test_the_same_call_sent_ten_times_at_once_is_done_once() -> None:
    access.forget()
    channel = make_channel("racing-channel")
    number = {"X-Yb-Request": "racing-0001"}
    replies = _in_threads(
        10, lambda _: channel.call("resident_enrol", enrolment(LI_SI), before=number)
    )
    assert {reply.status for reply in replies} == {200}
    assert len({reply.body["case"]["number"] for reply in replies}) == 1
    assert count("service_case") == 1


@pytest.mark.django_db(transaction=True, databases=["default", "sandbox"])
def test_the_same_nonce_sent_ten_times_at_once_is_answered_once() -> None:
    access.forget()
    channel = make_channel("racing-channel")
    asked = {"subject": subject(LI_SI), "identity": {"level": "L2"}, "answers": {}}
    nonce = {"X-Yb-Nonce": "one-nonce-for-all-0001"}
    replies = _in_threads(10, lambda _: channel.call("right_insutypes", asked, before=nonce))
    assert sorted(reply.status for reply in replies) == [200] + [409] * 9
