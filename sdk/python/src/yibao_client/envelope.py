"""Seal a request, open an answer: the whole of version 1 between a dict and the wire."""

from __future__ import annotations

import base64
import binascii
import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from . import canonical
from .ciphers import CipherName, decrypt, encrypt
from .errors import AnswerNotGenuine
from .keys import Keys

_FIRST_ERROR_STATUS = 400


@dataclass(frozen=True, slots=True)
class Call:
    """One intention of the caller: it keeps its ``request`` number however often it is sent."""

    path: str
    channel: str
    cipher: CipherName
    request: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SealedRequest:
    """One attempt at a call, ready to be sent. Every attempt has a nonce of its own."""

    call: Call
    nonce: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, unchecked. Header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def header(self, name: str) -> str:
        """Return a header, or an empty text."""
        return self.headers.get(name.lower(), "")


def seal(call: Call, keys: Keys) -> SealedRequest:
    """Encrypt the body, then sign what will travel."""
    nonce = secrets.token_urlsafe(24)
    body = _sealed_body(call, keys, nonce)
    headers = {
        canonical.CHANNEL: call.channel,
        canonical.KEY: keys.key_id,
        canonical.TIMESTAMP: str(time.time_ns() // 1_000_000),
        canonical.NONCE: nonce,
        canonical.REQUEST: call.request,
        canonical.CIPHER: call.cipher,
    }
    text = canonical.canonical_text(body, path=call.path, headers=headers)
    signature = base64.b64encode(keys.sign(text.encode())).decode("ascii")
    return SealedRequest(call, nonce, {**headers, canonical.SIGNATURE: signature}, body)


def open_reply(reply: Reply, sent: SealedRequest, keys: Keys) -> dict[str, Any]:
    """Return the plain body of an answer. Raises AnswerNotGenuine before anything is decrypted."""
    _check_signature(reply, sent, keys)
    try:
        plain = json.loads(_opened_body(reply, sent, keys))
    except ValueError as error:
        _reject(
            reply, f"the signature fits, but the body does not open ({error}); is sm4_key ours?"
        )
    if not isinstance(plain, dict):
        _reject(reply, "the body is not a JSON object")
    return plain


def _sealed_body(call: Call, keys: Keys, nonce: str) -> bytes:
    plain = _json(call.body)
    if call.cipher == "none":
        return plain
    associated = canonical.request_associated(call.path, channel=call.channel, nonce=nonce)
    return _json({"data": encrypt(call.cipher, keys.sm4_key, plain, associated=associated)})


def _check_signature(reply: Reply, sent: SealedRequest, keys: Keys) -> None:
    encoded = reply.header(canonical.SIGNATURE)
    if not encoded:
        _reject(reply, "it has no signature; something between us and the platform answered")
    if not reply.header(canonical.NONCE):
        _reject(reply, "it names no request (X-Yb-Nonce is empty): refused before it was read?")
    if reply.header(canonical.NONCE) != sent.nonce:
        _reject(reply, "it answers another request (X-Yb-Nonce)")
    text = canonical.answer_text(
        reply.body,
        status=reply.status,
        nonce=sent.nonce,
        timestamp=reply.header(canonical.TIMESTAMP),
    )
    try:
        signature = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        _reject(reply, "the signature is not base64")
    if not keys.is_genuine(text.encode(), signature):
        _reject(reply, "the signature does not fit; is platform_public_key_pem up to date?")


def _opened_body(reply: Reply, sent: SealedRequest, keys: Keys) -> bytes:
    call, cipher = sent.call, reply.header(canonical.CIPHER)
    if cipher == "none" and (call.cipher == "none" or reply.status >= _FIRST_ERROR_STATUS):
        return reply.body
    if cipher != call.cipher:
        _reject(reply, f"it came as {cipher or 'unnamed'} to a request in {call.cipher}")
    data = json.loads(reply.body).get("data")
    associated = canonical.answer_associated(
        call.path, channel=call.channel, nonce=sent.nonce, status=reply.status
    )
    return decrypt(call.cipher, keys.sm4_key, str(data), associated=associated)


def _json(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def _reject(reply: Reply, reason: str) -> NoReturn:
    raise AnswerNotGenuine(reason, status=reply.status)
