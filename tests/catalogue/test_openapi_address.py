"""Everybody may read the OpenAPI document where the platform answers."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from yibao.gateway.openapi import PATH
from yibao.gateway.openapi_application import OpenApiApplication

Started = list[tuple[str, dict[str, str]]]


def _ask(method: str, path: str, **more: str) -> tuple[str, dict[str, str], bytes]:
    started: Started = []

    def otherwise(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        start("418 Somebody Else", [])
        return [b"other"]

    def start(status: str, headers: list[tuple[str, str]]) -> None:
        started.append((status, dict(headers)))

    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, **more}
    body = b"".join(OpenApiApplication(otherwise)(environ, start))
    return (*started[0], body)


def test_it_is_given_without_a_signature() -> None:
    status, headers, body = _ask("GET", PATH)
    assert status == "200 OK"
    assert headers["Content-Type"].startswith("application/json")
    assert json.loads(body)["openapi"].startswith("3.1")


def test_who_has_it_already_is_not_given_it_again() -> None:
    _, headers, _ = _ask("GET", PATH)
    status, _, body = _ask("GET", PATH, HTTP_IF_NONE_MATCH=headers["ETag"])
    assert (status, body) == ("304 Not Modified", b"")


def test_only_the_headers_are_given_to_who_asks_for_them() -> None:
    status, headers, body = _ask("HEAD", PATH)
    assert (status, body) == ("200 OK", b"")
    assert int(headers["Content-Length"]) > 1000


def test_every_other_request_goes_on() -> None:
    for method, path in (("POST", PATH), ("GET", "/api/v1/services/x"), ("GET", "/")):
        assert _ask(method, path)[2] == b"other"
