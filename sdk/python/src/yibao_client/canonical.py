"""The texts that are signed, byte by byte. Everything else in version 1 hangs on these two."""

from __future__ import annotations

from collections.abc import Mapping

from .ciphers import sm3

CHANNEL = "X-Yb-Channel"
KEY = "X-Yb-Key"
TIMESTAMP = "X-Yb-Timestamp"
NONCE = "X-Yb-Nonce"
REQUEST = "X-Yb-Request"
REQUEST_ID = "X-Yb-Request-Id"
CIPHER = "X-Yb-Cipher"
SIGNATURE = "X-Yb-Signature"

_SIGNED_HEADERS = (CHANNEL, KEY, TIMESTAMP, NONCE, REQUEST)


def canonical_text(
    body: bytes,
    *,
    path: str,
    headers: Mapping[str, str],
    method: str = "POST",
    query: str = "",
) -> str:
    """Return the text that a request signs.

    ``body`` is what travels (after encryption), ``path`` starts with /api/v1, ``headers`` are the
    X-Yb- headers of the request in any case, ``query`` is what follows the question mark.
    Raises KeyError when a header is missing.
    """
    given = {name.lower(): value for name, value in headers.items()}
    signed = [given[name.lower()] for name in _SIGNED_HEADERS]
    return "\n".join([method.upper(), path, sorted_query(query), *signed, sm3(body).hex()])


def answer_text(body: bytes, *, status: int, nonce: str, timestamp: str) -> str:
    """Return the text that an answer signs: HTTP status, the caller's nonce, time, SM3 of body."""
    return "\n".join([str(status), nonce, timestamp, sm3(body).hex()])


def sorted_query(query: str) -> str:
    """Return the ``k=v`` pairs as they stand in the address, sorted, joined by ``&``."""
    return "&".join(sorted(query.split("&"))) if query else ""


def request_associated(path: str, *, channel: str, nonce: str, method: str = "POST") -> bytes:
    """Return what SM4-GCM binds to the body of a request."""
    return "\n".join([method.upper(), path, channel, nonce]).encode()


def answer_associated(path: str, *, channel: str, nonce: str, status: int) -> bytes:
    """Return what SM4-GCM binds to the body of an answer."""
    return "\n".join([str(status), path, channel, nonce]).encode()
