"""Calls that a vendor's first attempt, a broken proxy or a fault of ours makes odd."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, OperationalError, connection
from pytest_django.fixtures import Settings

from yibao.channels import access, tickets
from yibao.channels.models import Channel, LaunchTicket
from yibao.gateway import access_log, handlers, rate_limit, sessions
from yibao.gateway.application import answer_call
from yibao.gateway.models import GatewaySession
from yibao.gateway.tests.calling import TestChannel
from yibao.gateway.tests.test_calls import subject
from yibao.gateway.why import explain
from yibao.platform import clock
from yibao.platform.testing.persons import LI_SI
from yibao.platform.testing.tripwire import Tripwire

pytestmark = pytest.mark.django_db

QUERY: dict[str, Any] = {"subject": subject(LI_SI), "identity": {"level": "L2"}, "answers": {}}
PATH = "/api/v1/services/right_insutypes"


def logged() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(string_agg(l::text, ' '), '') FROM access_log l")
        return str(cursor.fetchone()[0])


def environ(**more: Any) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": "POST", "PATH_INFO": PATH, "QUERY_STRING": "",
        "REMOTE_ADDR": "127.0.0.1", "wsgi.input": BytesIO(b""), "HTTP_X_YB_CHANNEL": "c",
        "HTTP_X_YB_KEY": "k", "HTTP_X_YB_TIMESTAMP": "1795353600000", "HTTP_X_YB_NONCE": "n" * 20,
        "HTTP_X_YB_REQUEST": "", "HTTP_X_YB_CIPHER": "none", "HTTP_X_YB_SIGNATURE": "AAAA",
    } | more  # fmt: skip


@pytest.mark.parametrize(
    ("length", "status"),
    [("", 401), ("0", 401), ("-1", 401), ("1e3", 401), ("٣", 401), ("12, 12", 401),
     ("9" * 19, 413), ("9" * 5000, 413)],
)  # fmt: skip
def test_an_odd_content_length_is_no_fault(length: str, status: int) -> None:
    assert answer_call(environ(CONTENT_LENGTH=length), is_sandbox=False).status == status


def test_a_body_without_a_length_is_read_to_the_limit_and_no_further() -> None:
    stream = BytesIO(b"x" * 3_000_000)
    assert answer_call(environ(**{"wsgi.input": stream}), is_sandbox=False).status == 413
    assert stream.tell() < 300_000


@pytest.mark.parametrize(
    "argument", ["a\0b", "a\nb", "中", "\xff", "a b", "a%00", "\udcff", "x" * 61, "../x", "'--"]
)
def test_what_cannot_be_a_service_is_no_address_and_is_not_kept(argument: str) -> None:
    answer = answer_call(environ(PATH_INFO=f"/api/v1/services/{argument}"), is_sandbox=False)
    assert answer.status == 404
    assert "gateway.path_unknown" in logged()
    assert argument[:4] not in logged()


@pytest.mark.parametrize("query", ["idcard=" + LI_SI.identity_number, "a=\udcff", "a=\0", "中"])
def test_a_query_is_not_kept(channel: TestChannel, query: str) -> None:
    reply = answer_call(
        environ(
            QUERY_STRING=query,
            HTTP_X_YB_CHANNEL="test-channel", HTTP_X_YB_KEY=channel.credentials.key,
            HTTP_X_YB_TIMESTAMP=str(clock.now_ms()), HTTP_X_YB_CIPHER="SM4-GCM",
        ),
        is_sandbox=False,
    )  # fmt: skip
    assert reply.status == 401
    assert LI_SI.identity_number not in logged()


def test_the_name_of_an_unknown_part_is_told_and_not_kept(channel: TestChannel) -> None:
    reply = channel.call("right_insutypes", {**QUERY, LI_SI.name: 1})
    assert reply.body["errors"][0]["at"] == LI_SI.name
    assert LI_SI.name not in logged()
    found = explain(reply.body["request_id"])
    assert found is not None
    assert "最外层只能有" in found.errors[0]["fix"]


@pytest.mark.parametrize("depth", range(940, 1000, 1))
def test_nesting_to_the_limit_is_no_fault(channel: TestChannel, depth: int) -> None:
    nested = b'{"answers":' + b'{"a":' * depth + b"1" + b"}" * depth + b"}"
    assert channel.post("/api/v1/services/resident_enrol", nested).status == 422


def test_a_channel_stops_at_its_calls_of_the_day(channel: TestChannel) -> None:
    Channel.objects.update(calls_per_day=2)
    access.forget()
    rate_limit._days.clear()
    assert [channel.call("right_insutypes", QUERY).status for _ in range(3)] == [200, 200, 429]
    refused = channel.call("right_insutypes", QUERY)
    assert refused.codes == ["gateway.too_many_calls_today"]
    assert int(refused.headers["Retry-After"]) >= 60
    rate_limit._days.clear()


def test_a_new_day_begins_a_new_count() -> None:
    rate_limit._days.clear()
    today = clock.today()
    assert rate_limit.take_of_day("a-channel", 1, today)
    assert not rate_limit.take_of_day("a-channel", 1, today)
    assert rate_limit.take_of_day("a-channel", 1, today.replace(year=today.year + 1))
    rate_limit._days.clear()


def test_strangers_from_many_addresses_do_not_fill_the_log() -> None:
    rate_limit._buckets.clear()
    lines = [access_log._may_log_stranger(f"2001:db8::{number:x}") for number in range(5000)]
    assert sum(lines) < 1000
    rate_limit._buckets.clear()


class _Fault(Exception):
    """A defect whose text quotes a person."""


@pytest.mark.parametrize(
    ("raised", "status"),
    [
        (_Fault(LI_SI.name), 500),
        (IntegrityError(LI_SI.identity_number), 500),
        (psycopg.errors.CheckViolation(LI_SI.identity_number), 500),
        (OperationalError(LI_SI.name), 503),
        (psycopg.OperationalError(LI_SI.name), 503),
    ],
)
def test_a_fault_is_told_from_an_absent_database_and_quotes_nobody(
    channel: TestChannel, monkeypatch: pytest.MonkeyPatch, raised: Exception, status: int,
    tripwire: Tripwire,
) -> None:  # fmt: skip
    def broken(*_: object) -> None:
        raise raised

    monkeypatch.setitem(handlers.ROUTES, "services", handlers.Route(broken, takes_argument=True))  # type: ignore[arg-type]
    monkeypatch.setattr("yibao.gateway.application._drop_connections", lambda: None)
    assert channel.call("right_insutypes", QUERY).status == status
    assert LI_SI.name not in logged()


def test_expired_sessions_and_tickets_are_deleted(channel: TestChannel) -> None:
    channel.post("/api/v1/sessions", b'{"minutes": 1}')
    body = {"operation": "resident_enrol", "subject": subject(LI_SI), "identity": {"level": "L3"}}
    channel.post("/api/v1/tickets", json.dumps(body).encode())
    sessions.sweep(clock.now())
    tickets.sweep(clock.now())
    assert (GatewaySession.objects.count(), LaunchTicket.objects.count()) == (1, 1)
    later = clock.now().replace(year=clock.now().year + 1)
    sessions.sweep(later)
    tickets.sweep(later)
    assert (GatewaySession.objects.count(), LaunchTicket.objects.count()) == (0, 0)


def test_the_size_of_a_body_is_limited_by_the_settings(
    channel: TestChannel, settings: Settings
) -> None:
    settings.SERVICE_BODY_BYTES = 100
    assert channel.call("right_insutypes", QUERY).codes == ["gateway.body_too_large"]


def test_ten_thousand_unknown_fields_do_not_fill_the_log(channel: TestChannel) -> None:
    answers = {f"f{number}": 1 for number in range(10_000)}
    reply = channel.call("right_insutypes", {**QUERY, "answers": answers})
    assert reply.status == 422
    assert len(reply.body["errors"]) <= 100
    assert len(logged()) < 30_000
