"""A thief with a call that somebody else signed: sent again, elsewhere, or with a header changed."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from yibao.channels import access
from yibao.channels.models import Channel
from yibao.gateway.tests.calling import Reply, TestChannel
from yibao.gateway.tests.test_calls import PNG, count, enrolment, subject
from yibao.platform import clock
from yibao.platform.testing.persons import LI_SI

pytestmark = pytest.mark.django_db(databases=["default", "sandbox"])

QUERY: dict[str, Any] = {"subject": subject(LI_SI), "identity": {"level": "L2"}, "answers": {}}
FILE = json.dumps({"name": "证明.png", "content": base64.b64encode(PNG).decode()}).encode()


class Thief(TestChannel):
    """Keeps what the channel sends, and can send it again with other headers or elsewhere."""

    taken: tuple[str, dict[str, str], bytes] = ("", {}, b"")

    def send(self, path: str, headers: dict[str, str], body: bytes) -> Reply:
        """Send exactly these bytes, and keep them."""
        self.taken = (path, dict(headers), body)
        return super().send(path, headers, body)

    def replay(self, path: str = "", **headers: str) -> Reply:
        """Send what was taken once more."""
        taken_path, taken, body = self.taken
        bent = taken | {f"X-Yb-{name.title()}": value for name, value in headers.items()}
        return super().send(path or taken_path, bent, body)


@pytest.fixture
def thief(channel: TestChannel) -> Thief:
    return Thief(channel.credentials)


def test_a_session_opened_again_by_a_thief_leaves_no_session(thief: Thief) -> None:
    assert thief.post("/api/v1/sessions", b"{}").status == 200
    assert thief.replay().codes == ["gateway.nonce_used"]
    assert count("gateway_session") == 1


def test_a_sandbox_session_is_opened_once_too(thief: Thief) -> None:
    assert thief.post("/api/v1/sandbox/sessions", b"{}").status == 200
    assert thief.replay().codes == ["gateway.nonce_used"]
    assert count("gateway_session") == 1


def test_a_file_sent_again_by_a_thief_is_not_written(thief: Thief, data_directory: Path) -> None:
    assert thief.post("/api/v1/files", FILE).status == 200
    assert thief.replay().codes == ["gateway.nonce_used"]
    assert sum(path.is_file() for path in data_directory.rglob("*")) == 1


@pytest.mark.parametrize(
    "path",
    ["/api/v1/services/resident_enrol", "/api/v1/sandbox/services/right_insutypes",
     "/api/v1/services/right_insutypes/", "/api/v1/services/right%5Finsutypes", "/api/v1/tickets"],
)  # fmt: skip
def test_a_call_taken_to_another_address_is_refused(thief: Thief, path: str) -> None:
    assert thief.call("right_insutypes", QUERY).status == 200
    assert thief.replay(path).status in {401, 404}


@pytest.mark.parametrize(
    ("header", "value"),
    [("channel", "zyybwxgzh"), ("timestamp", "1795353600000"), ("nonce", "n" * 24),
     ("request", "another-number-1")],
)  # fmt: skip
def test_a_changed_header_is_noticed(thief: Thief, header: str, value: str) -> None:
    assert thief.call("right_insutypes", QUERY).status == 200
    assert thief.replay(**{header: value}).status == 401


def test_a_nonce_counts_across_midnight(thief: Thief) -> None:
    midnight = datetime(2026, 11, 23, tzinfo=UTC)
    with clock.frozen_at(midnight - timedelta(seconds=1)):
        assert thief.call("right_insutypes", QUERY).status == 200
    with clock.frozen_at(midnight + timedelta(seconds=1)):
        assert thief.replay().codes == ["gateway.nonce_used"]
        nonce = {"X-Yb-Nonce": thief.taken[1]["X-Yb-Nonce"]}
        assert thief.call("right_insutypes", QUERY, before=nonce).codes == ["gateway.nonce_used"]


CIPHERS = ("SM4-GCM", "SM4-CBC", "none")


@pytest.mark.parametrize("given", CIPHERS)
@pytest.mark.parametrize("changed", CIPHERS)
@pytest.mark.parametrize("path", ["services/resident_enrol", "sessions", "tickets", "files"])
def test_a_changed_cipher_header_gains_nothing(
    thief: Thief, given: str, changed: str, path: str
) -> None:
    """The header is not signed; the body is, as it was sent, and fits one cipher only."""
    if given == changed:
        return
    Channel.objects.update(may_send_plain=True)
    access.forget()
    thief.cipher = given
    body = {"services/resident_enrol": enrolment(LI_SI), "sessions": {}, "tickets": {}, "files": {}}
    reply = thief.post(
        f"/api/v1/{path}", json.dumps(body[path]).encode(), after={"X-Yb-Cipher": changed}
    )
    assert reply.status in {400, 422}, reply.body
    assert reply.codes[0] in {"gateway.body_unreadable", "gateway.ciphertext_damaged"}
    assert count("service_case") == count("gateway_session") == 0


def test_a_number_of_the_sandbox_does_not_answer_for_production(channel: TestChannel) -> None:
    number = {"X-Yb-Request": "one-number-for-both"}
    channel.sandbox = True
    in_sandbox = channel.call("resident_enrol", enrolment(LI_SI), before=number)
    channel.sandbox = False
    in_production = channel.call("resident_enrol", enrolment(LI_SI), before=number)
    assert {in_sandbox.status, in_production.status} == {200}
    assert count("service_case") == 1


def test_the_sandbox_says_that_it_has_no_pages(channel: TestChannel) -> None:
    body = {"operation": "resident_enrol", "subject": subject(LI_SI), "identity": {"level": "L3"}}
    reply = channel.post("/api/v1/sandbox/tickets", json.dumps(body).encode())
    assert (reply.status, reply.codes) == (404, ["gateway.no_pages_in_sandbox"])


def test_one_number_in_two_services_is_a_conflict(channel: TestChannel) -> None:
    number = {"X-Yb-Request": "one-number-for-two"}
    assert channel.call("resident_enrol", enrolment(LI_SI), before=number).status == 200
    other = channel.call("resident_info_change", enrolment(LI_SI), before=number)
    assert other.status in {409, 422}
    assert count("service_case") == 1


def test_every_answer_names_the_nonce_that_it_answers(channel: TestChannel) -> None:
    environ = {
        "REQUEST_METHOD": "POST", "PATH_INFO": "/api/v1/sessions", "REMOTE_ADDR": "127.0.0.1",
        "HTTP_X_YB_NONCE": "bad\r\nSet-Cookie: a=b", "wsgi.input": BytesIO(b""),
    }  # fmt: skip
    started: list[Any] = []
    channel.application(environ, lambda *given: started.extend(given))
    assert dict(started[1])["X-Yb-Nonce"] == ""
    assert connection.is_usable()
