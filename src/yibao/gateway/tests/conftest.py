from __future__ import annotations

from collections.abc import Iterator

import pytest

from yibao.catalogue import registry
from yibao.channels import access, actions
from yibao.channels.models import Channel
from yibao.gateway.tests.calling import TestChannel


def make_channel(code: str, operations: list[str] | None = None) -> TestChannel:
    actions.create_channel(
        code, name="测试渠道", organisation="测试单位", region="520102", operator="test"
    )
    Channel.objects.filter(code=code).update(calls_per_second=1_000_000)
    actions.allow_addresses(code, ["127.0.0.0/8"], operator="test")
    actions.set_online(code, is_online=True, operator="test")
    actions.grant(
        code, operations if operations is not None else list(registry.services()), operator="test"
    )
    return TestChannel(actions.issue_key(code, base_url="http://127.0.0.1", operator="test"))


@pytest.fixture
def channel(db: None) -> Iterator[TestChannel]:
    access.forget()
    yield make_channel("test-channel")
    access.forget()
