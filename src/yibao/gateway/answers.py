"""Answers: encrypted as the request was, and always signed by the platform."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus

from yibao.channels.actions import PLATFORM_KEY, platform_public_pem
from yibao.gateway.access_log import Entry
from yibao.gateway.authentication import Authenticated
from yibao.gateway.bodies import encode, seal_answer
from yibao.gateway.incoming import SignedCall
from yibao.kernel.errors import DomainError, Unavailable
from yibao.platform import clock
from yibao.platform.crypto import sm3
from yibao.platform.keys.access import key_store

STATUS_LINES = {status.value: f"{status.value} {status.phrase}" for status in HTTPStatus}


@dataclass(frozen=True)
class Answer:
    """Status, headers and body, ready to be sent."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


def sealed(entry: Entry, content: dict[str, object], *, caller: Authenticated) -> bytes:
    """Return the body of a 200 answer with ``content``, as it travels."""
    body = encode({"request_id": entry.request_id, **content})
    assert entry.call is not None  # noqa: S101 - a known caller has a call
    return seal_answer(body, status=200, call=entry.call, key=caller.cipher_key)


def success(entry: Entry, body: bytes, *, caller: Authenticated) -> Answer:
    """Return a 200 answer with a body that :func:`sealed` made."""
    assert entry.call is not None  # noqa: S101 - a known caller has a call
    return _signed(entry, 200, body, cipher=entry.call.cipher, caller=caller)


def refusal(
    entry: Entry, errors: Sequence[DomainError], *, status: int, caller: Authenticated | None
) -> Answer:
    """Return the errors; encrypted when the caller is known, plain otherwise."""
    body = encode({"request_id": entry.request_id, "errors": [error.to_dict() for error in errors]})
    cipher = "none"
    if caller is not None and entry.call is not None:
        cipher = entry.call.cipher
        body = seal_answer(body, status=status, call=entry.call, key=caller.cipher_key)
    answer = _signed(entry, status, body, cipher=cipher, caller=caller)
    waits = [error.retry_after for error in errors if isinstance(error, Unavailable)]
    if waits:
        answer.headers.append(("Retry-After", str(max(waits))))
    return answer


def _signed(
    entry: Entry, status: int, body: bytes, *, cipher: str, caller: Authenticated | None
) -> Answer:
    call = entry.call
    timestamp = str(clock.now_ms())
    text = f"{status}\n{entry.nonce}\n{timestamp}\n{sm3.hexdigest(body)}".encode()
    mac_key = caller.mac_key if caller is not None else None
    signature = sign(text) if mac_key is None else sm3.hmac(mac_key, text)
    headers = [
        ("Content-Type", "application/json; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
        ("X-Yb-Timestamp", timestamp),
        ("X-Yb-Nonce", entry.nonce),
        ("X-Yb-Request-Id", entry.request_id),
        ("X-Yb-Cipher", cipher),
        ("X-Yb-Signature", base64.b64encode(signature).decode()),
    ]
    if call is not None:
        headers += _echo(call)
    return Answer(status, headers, body)


def _echo(call: SignedCall) -> list[tuple[str, str]]:
    return [
        ("X-Yb-Channel", call.channel),
        ("X-Yb-Key", call.key),
        ("X-Yb-Request", call.request),
    ]


def sign(text: bytes) -> bytes:
    """Sign with the platform's key."""
    _ensure_platform_key()
    return key_store().sm2_sign(PLATFORM_KEY, text)


@cache
def _ensure_platform_key() -> None:
    platform_public_pem()
