"""The public address of the OpenAPI document, in front of the signed API."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from yibao.gateway.application import Application, StartResponse
from yibao.gateway.openapi import PATH, published

_READING = {"GET", "HEAD"}


class OpenApiApplication:
    """Answers ``GET /api/v1/openapi.json``; hands every other request to ``otherwise``.

    It stands before the gateway because the gateway knows POST and signed calls only. Reading the
    document takes no database and no key, so that it can be had while either is away.
    """

    def __init__(self, otherwise: Application) -> None:
        self._otherwise = otherwise

    def __call__(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        """Answer one request (PEP 3333)."""
        if environ["PATH_INFO"] != PATH or environ["REQUEST_METHOD"] not in _READING:
            return self._otherwise(environ, start)
        headers, body = published()
        if environ.get("HTTP_IF_NONE_MATCH") == dict(headers)["ETag"]:
            unchanged = [pair for pair in headers if pair[0] in {"ETag", "Cache-Control"}]
            start("304 Not Modified", unchanged)
            return []
        start("200 OK", list(headers))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
