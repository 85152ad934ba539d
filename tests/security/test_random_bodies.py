"""200,000 bodies of random bytes: a refusal each, never a 500.

Half of them come from strangers; the others are signed, so that the bytes reach the decoder and
the service behind it. A third of the signed ones are right bodies with a few bytes changed.
"""

from __future__ import annotations

import base64
import json
import random
import secrets
from collections import Counter
from io import BytesIO

import pytest
from django.db import connection

from bench import persons
from yibao.channels import access
from yibao.channels.models import Channel
from yibao.gateway import rate_limit, sessions
from yibao.gateway.application import answer_call
from yibao.gateway.tests.conftest import make_channel
from yibao.platform import clock, database
from yibao.platform.crypto import sm3

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(1200)]

STRANGERS, QUERIES, WRITES = 100_000, 92_000, 8_000
QUERY = "/api/v1/services/right_insutypes"
WRITE = "/api/v1/services/resident_enrol"


def random_body(chance: random.Random, good: bytes) -> bytes:
    if chance.random() < 0.67:
        return chance.randbytes(chance.randrange(0, 200))
    body = bytearray(good)
    for _ in range(chance.randrange(1, 6)):
        body[chance.randrange(len(body))] = chance.randrange(256)
    return bytes(body)


def plan_afresh(calls: int) -> None:
    """Let the database plan anew now and then.

    All calls of this test lie in one transaction, whose rows no statistics know: a plan that was
    made while the tables were empty would read them whole, each time.
    """
    if calls % 2000 == 0:
        with connection.cursor() as cursor:
            cursor.execute("DISCARD PLANS")


def status_of(path: str, headers: dict[str, str], body: bytes) -> int:
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "CONTENT_LENGTH": str(len(body)),
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.input": BytesIO(body),
    } | {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
    return answer_call(environ, is_sandbox=False).status


def headers_of(channel: str, key: str) -> dict[str, str]:
    return {
        "X-Yb-Channel": channel,
        "X-Yb-Key": key,
        "X-Yb-Timestamp": str(clock.now_ms()),
        "X-Yb-Nonce": secrets.token_urlsafe(18),
        "X-Yb-Request": secrets.token_hex(8),
        "X-Yb-Cipher": "none",
    }


def canonical(path: str, headers: dict[str, str], body: bytes) -> bytes:
    parts = [headers[f"X-Yb-{n}"] for n in ("Channel", "Key", "Timestamp", "Nonce", "Request")]
    return "\n".join(["POST", path, "", *parts, sm3.hexdigest(body)]).encode()


def test_two_hundred_thousand_random_bodies_give_no_fault() -> None:
    chance = random.Random(20261122)
    channel = make_channel("fuzzed-channel")
    Channel.objects.update(may_send_plain=True)
    access.forget()
    rate_limit._buckets.clear()
    key = channel.credentials.key
    statuses: Counter[int] = Counter()

    for calls in range(STRANGERS):
        plan_afresh(calls)
        headers = headers_of("fuzzed-channel", key)
        headers["X-Yb-Signature"] = base64.b64encode(chance.randbytes(70)).decode()
        statuses[status_of(WRITE, headers, chance.randbytes(chance.randrange(200)))] += 1

    caller = access.of_key(key)
    assert caller is not None
    with database.transaction() as sql:
        opened = sessions.open_session(sql, caller, 120)
    session = sessions.find(str(opened["session"]))
    good = json.dumps(
        {"subject": persons.subject(1), "identity": {"level": "L2"}, "answers": {}}
    ).encode()
    for calls in range(QUERIES):
        plan_afresh(calls)
        headers, body = headers_of("fuzzed-channel", session.id), random_body(chance, good)
        mac = sm3.hmac(session.mac_key, canonical(QUERY, headers, body))
        headers["X-Yb-Signature"] = base64.b64encode(mac).decode()
        statuses[status_of(QUERY, headers, body)] += 1

    good = json.dumps(persons.enrolment(1), ensure_ascii=False).encode()
    for calls in range(WRITES):
        plan_afresh(calls)
        headers, body = headers_of("fuzzed-channel", key), random_body(chance, good)
        headers["X-Yb-Signature"] = channel._signature(WRITE, headers, body)
        statuses[status_of(WRITE, headers, body)] += 1

    assert sum(statuses.values()) == 200_000
    assert [status for status in statuses if status >= 500] == [], statuses
