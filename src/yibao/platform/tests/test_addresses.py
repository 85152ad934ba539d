"""Whose call it is: forged proxy headers, proxies in a row, addresses written in odd ways."""

from __future__ import annotations

import pytest
from pytest_django.fixtures import Settings

from yibao.platform.addresses import caller_address

NOBODY = "0.0.0.0"


@pytest.fixture(autouse=True)
def one_proxy(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = frozenset({"10.0.0.1", "10.0.0.2"})


@pytest.mark.parametrize(
    ("peer", "forwarded", "caller"),
    [
        ("203.0.113.7", "127.0.0.1", "203.0.113.7"),
        ("10.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("10.0.0.1", "127.0.0.1, 203.0.113.7", "203.0.113.7"),
        ("10.0.0.1", "127.0.0.1, 203.0.113.7, 10.0.0.2", "203.0.113.7"),
        ("10.0.0.1", "127.0.0.1, nonsense", NOBODY),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", " , ,", "10.0.0.1"),
        ("::ffff:10.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "", "203.0.113.7"),
        ("10.0.0.1", "::ffff:203.0.113.7, ::ffff:10.0.0.2", "203.0.113.7"),
        ("10.0.0.1", "fe80::1%" + "x" * 200, "fe80::1"),
        ("", "127.0.0.1", NOBODY),
        ("unix:", "127.0.0.1", NOBODY),
    ],
)
def test_only_named_proxies_are_believed(peer: str, forwarded: str, caller: str) -> None:
    environ = {"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": forwarded}
    assert caller_address(environ) == caller
    assert len(caller) <= 45
