"""Bodies: out of their encryption, out of JSON, and back.

AAD of GCM binds a ciphertext to its call: method, path, channel and nonce for a request; status,
path, channel and nonce for an answer. CBC has no tag of its own; its integrity is the signature
over the body as sent, which was verified before.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Any

import msgspec

from yibao.gateway.errors import BodyUnreadable, CiphertextDamaged
from yibao.gateway.incoming import SignedCall
from yibao.kernel.errors import DomainError
from yibao.platform.crypto import sm4

_encoder = msgspec.json.Encoder(decimal_format="string")
_sorted_encoder = msgspec.json.Encoder(decimal_format="string", order="sorted")


class _Envelope(msgspec.Struct, forbid_unknown_fields=True):
    data: str


_envelopes = msgspec.json.Decoder(_Envelope)
_objects = msgspec.json.Decoder(dict[str, Any])


def open_body(call: SignedCall, key: bytes, *, known: frozenset[str]) -> dict[str, Any]:
    """Return the JSON object inside the body, which has no parts but the ``known`` ones.

    X-Yb-Cipher is not signed. Whoever changes it on the way turns an encrypted body into a plain
    one whose only part is ``data``: no call may take that for an empty request.

    Raises:
        BodyUnreadable: no JSON object, or a part that nobody reads, which it names.
        CiphertextDamaged: it does not decrypt.
    """
    plain = call.body if call.cipher == "none" else _decrypt(call, key)
    try:
        body = _objects.decode(plain)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise BodyUnreadable(expected="最外层应为一个 JSON 对象。") from None
    unknown = sorted(body.keys() - known)
    if unknown:
        raise BodyUnreadable(
            expected=f"最外层只能有 {'、'.join(sorted(known))}。", at=unknown[0][:40]
        )
    return body


def _decrypt(call: SignedCall, key: bytes) -> bytes:
    try:
        sealed = base64.b64decode(_envelopes.decode(call.body).data, validate=True)
    except (msgspec.DecodeError, binascii.Error, ValueError):
        raise BodyUnreadable(expected='加密后的内容应为 {"data": "Base64"}。') from None
    try:
        if call.cipher == "SM4-GCM":
            return sm4.decrypt_gcm(key, sealed, aad(call.method, call))
        return sm4.decrypt_cbc(key, sealed)
    except DomainError:
        raise CiphertextDamaged from None


def seal_answer(body: bytes, *, status: int, call: SignedCall, key: bytes) -> bytes:
    """Encrypt an answer in the way the request was encrypted."""
    if call.cipher == "none":
        return body
    if call.cipher == "SM4-GCM":
        sealed = sm4.encrypt_gcm(key, body, aad(str(status), call))
    else:
        sealed = sm4.encrypt_cbc(key, body)
    return b'{"data":"' + base64.b64encode(sealed) + b'"}'


def aad(first: str, call: SignedCall) -> bytes:
    """Return what binds a ciphertext to its call."""
    return f"{first}\n{call.path}\n{call.channel}\n{call.nonce}".encode()


def encode(value: object) -> bytes:
    """Return JSON bytes of an answer."""
    return _encoder.encode(value)


def canonical(value: Mapping[str, object]) -> bytes:
    """Return JSON bytes that are equal for equal content, whatever the order of keys.

    Raises:
        BodyUnreadable: it is nested almost as deeply as can be read, and cannot be written.
    """
    try:
        return _sorted_encoder.encode(value)
    except RecursionError:
        raise BodyUnreadable(expected="JSON 的层数太多。") from None
