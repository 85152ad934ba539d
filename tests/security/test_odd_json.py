"""Well-formed JSON that no developer meant to send: each odd value in each place, never a 500."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

from yibao.catalogue import registry
from yibao.channels import access
from yibao.channels.models import Channel
from yibao.gateway.tests.calling import TestChannel
from yibao.gateway.tests.conftest import make_channel
from yibao.platform import clock
from yibao.platform.testing.persons import LI_SI, WANG_WU

pytestmark = pytest.mark.django_db

NUL = "\0"
LONE_SURROGATE = "\ud800"
ODD: list[Any] = [
    None, True, 0, -1, 1.5, 10**40, "", " ", NUL, f"a{NUL}b", "\u202e\u200b", "😀" * 40, "x" * 9000,
    [], {}, [[]], [{}], {"": ""}, {"a": []}, [None] * 10_000, "-0", "NaN", "1e999999999", "９９",
]  # fmt: skip


def person(of: Any) -> dict[str, str]:
    return {
        "certificate_type": "01", "certificate_number": of.identity_number, "name": of.name,
    }  # fmt: skip


def good_bodies() -> Iterator[tuple[str, dict[str, Any]]]:
    """Give a full body of every service that is open."""
    for operation, service in registry.services().items():
        example = next(e for e in service.examples if not e.fails_with)
        yield (
            operation,
            {
                "subject": person(LI_SI),
                "agent": {**person(WANG_WU), "phone": "13800138000", "relation": "1"},
                "identity": {"level": "L3"},
                "answers": example.answers_on(clock.today()),
                "materials": [
                    {"code": m.code, "source": "upload", "file_id": "x"}
                    for m in service.all_materials()
                ],
            },
        )


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(min(len(value), 1)):
            yield from places(value[key], (*path, key))


def with_value(body: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    bent = copy.deepcopy(body)
    inner: Any = bent
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return bent


@pytest.fixture
def plain_channel(db: None) -> Iterator[TestChannel]:
    access.forget()
    channel = make_channel("odd-channel")
    Channel.objects.update(may_send_plain=True)
    access.forget()
    channel.cipher = "none"
    yield channel
    access.forget()


def test_an_odd_value_in_any_place_of_any_service_is_no_fault(plain_channel: TestChannel) -> None:
    faults = []
    for operation, body in good_bodies():
        for path in places(body):
            for odd in ODD if path else []:
                reply = plain_channel.call(operation, with_value(body, path, odd))
                if reply.status >= 500:
                    faults.append((operation, path, str(odd)[:20]))
    assert faults == []


@pytest.mark.parametrize("path", ["files", "sessions", "tickets"])
def test_an_odd_value_beside_the_services_is_no_fault(
    plain_channel: TestChannel, path: str
) -> None:
    bodies: dict[str, dict[str, Any]] = {
        "files": {"name": "a.png", "content": "AAAA", "content_type": "image/png"},
        "sessions": {"minutes": 5},
        "tickets": {
            "operation": "resident_enrol", "subject": person(LI_SI), "identity": {"level": "L3"},
            "return_url": "",
        },
    }  # fmt: skip
    for place in places(bodies[path]):
        for odd in ODD if place else []:
            body = json.dumps(with_value(bodies[path], place, odd)).encode()
            reply = plain_channel.post(f"/api/v1/{path}", body)
            assert reply.status < 500, (place, str(odd)[:20], reply.body)
