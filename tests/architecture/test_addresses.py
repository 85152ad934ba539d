"""Every address of the platform asks who is there, or stands on the list of public ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import Settings

# Name of the address, and why everybody may open it.
PUBLIC: dict[str, str] = {
    "portal:home": "the front page",
    "portal:browse": "lists services, nothing about a person",
    "portal:help": "explains the pages",
    "portal:look": "keeps the size of letters in the visitor's own session",
    "portal:regions": "lists places of the national code list",
    "portal:service": "explains one service",
    "portal:launch": "where a channel's one-time ticket is redeemed",
    "portal:verify": "whether a paper is genuine; who holds it has its code",
    "portal:verify_start": "where the code of a paper is typed in",
    "portal:sign_in": "where one signs in",
    "portal:sign_in_code": "a step of signing in",
    "portal:sign_in_face": "a step of signing in",
    "portal:sign_out": "forgets a session, whoever asks",
    "account_login": "where staff sign in",
    "account_logout": "forgets a session, whoever asks",
    "mfa_authenticate": "the second step of signing in",
}
SAMPLES = {"uuid": "01890a5d-ac96-774b-bcce-b302099a8057", "int": "1", "path": "a/b"}
# A page of a service needs a real one: what is not there is refused for another reason.
APPLICATION, QUERY = "resident_enrol", "right_insutypes"
_SIGN_IN = re.compile(r"sign-in|login")
_PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")


def _addresses(patterns: list[Any], prefix: str, space: str) -> Iterator[tuple[str, str]]:
    """Yield name and a sample path of every address."""
    for pattern in patterns:
        route = getattr(pattern.pattern, "_route", None)
        path = prefix + (_sample(route) if route is not None else "nothing-here")
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _addresses(pattern.url_patterns, path, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name or pattern.callback.__name__}", path


def _sample(route: str) -> str:
    def value(found: re.Match[str]) -> str:
        if found[2] == "operation":
            return APPLICATION if "/apply/" in route or "counter" in route else QUERY
        return SAMPLES.get(found[1] or "", "sample")

    return _PARAMETER.sub(value, route)


ADDRESSES = list(_addresses(get_resolver().url_patterns, "/", ""))
GUARDED = [(name, path) for name, path in ADDRESSES if name not in PUBLIC]


def test_the_list_of_public_addresses_names_only_real_ones() -> None:
    assert PUBLIC.keys() <= {name for name, _ in ADDRESSES}
    assert GUARDED


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(("name", "path"), GUARDED, ids=[name for name, _ in GUARDED])
def test_nobody_gets_in_without_signing_in(
    name: str, path: str, method: str, tmp_path: Path, settings: Settings
) -> None:
    settings.STATIC_ROOT = tmp_path
    response = getattr(Client(), method)(path)
    if response.status_code == 302:
        assert _SIGN_IN.search(response["Location"]), f"{name} leads to {response['Location']}"
    else:
        assert response.status_code in {401, 403, 405}, f"{name} answers {response.status_code}"
