"""A call as it arrives: headers and body, checked for form, nothing trusted yet."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any

import msgspec

from yibao.gateway.errors import (
    BodyTooLarge,
    HeaderMissing,
    HeaderUnreadable,
    MethodNotAllowed,
)
from yibao.kernel.errors import DomainError, Several
from yibao.platform.crypto import sm3

_NONCE = re.compile(r"[A-Za-z0-9_-]{16,64}")
_NAME = re.compile(r"[A-Za-z0-9_-]{1,60}")
_REQUEST = re.compile(r"[A-Za-z0-9_-]{0,64}")
_TIMESTAMP = re.compile(r"[0-9]{13}")
# Digits of a Content-Length that is still a number of bytes.
_LONGEST_LENGTH = 20
CIPHERS = ("SM4-GCM", "SM4-CBC", "none")

# header, WSGI key, attribute, shape, what it should look like
_HEADERS = (
    ("X-Yb-Channel", "HTTP_X_YB_CHANNEL", "channel", _NAME, "填系统标识。"),
    ("X-Yb-Key", "HTTP_X_YB_KEY", "key", _NAME, "填密钥编号或会话编号。"),
    ("X-Yb-Timestamp", "HTTP_X_YB_TIMESTAMP", "timestamp", _TIMESTAMP, "填13位毫秒时间戳。"),
    ("X-Yb-Nonce", "HTTP_X_YB_NONCE", "nonce", _NONCE, "填16到64位字母、数字、_ 或 -。"),
    ("X-Yb-Request", "HTTP_X_YB_REQUEST", "request", _REQUEST, "填8到64位字母、数字、_ 或 -。"),
)


class SignedCall(msgspec.Struct, frozen=True):
    """The parts of a call that its signature covers, and the signature."""

    method: str
    path: str
    query: str
    channel: str
    key: str
    timestamp: int
    nonce: str
    request: str
    cipher: str
    signature: bytes
    body: bytes
    address: str = ""

    def __repr__(self) -> str:
        return f"SignedCall({self.path} of {self.channel})"

    def canonical_text(self) -> bytes:
        """Return the text that the caller signed (architecture 5)."""
        return "\n".join(
            (
                self.method,
                self.path,
                self.query,
                self.channel,
                self.key,
                str(self.timestamp),
                self.nonce,
                self.request,
                sm3.hexdigest(self.body),
            )
        ).encode(errors="surrogateescape")

    def loggable_text(self) -> str:
        """Return the canonical text with a digest in place of the query.

        No call of the API needs a query, and nobody knows what a caller has put there.
        """
        query = self.query.encode(errors="surrogateescape")
        shown = msgspec.structs.replace(self, query=f"SM3 {sm3.hexdigest(query)}" if query else "")
        return shown.canonical_text().decode(errors="replace")


def read(environ: dict[str, Any], *, most_bytes: int, address: str) -> SignedCall:
    """Read a call.

    Raises:
        MethodNotAllowed, BodyTooLarge: before a byte of the body is read.
        Several: every header that is missing or has a wrong form.
    """
    if environ["REQUEST_METHOD"] != "POST":
        raise MethodNotAllowed
    headers = _headers(environ)
    return SignedCall(
        method="POST",
        path=environ["PATH_INFO"],
        query=_sorted_query(environ.get("QUERY_STRING", "")),
        body=_body(environ, most_bytes),
        address=address,
        **headers,
    )


def readable_nonce(environ: dict[str, Any]) -> str:
    """Return the caller's nonce when that header alone is well formed.

    So even an early refusal is signed for this call and no other.
    """
    nonce = str(environ.get("HTTP_X_YB_NONCE", ""))
    return nonce if _NONCE.fullmatch(nonce) else ""


def _headers(environ: dict[str, Any]) -> dict[str, Any]:
    errors: list[DomainError] = []
    values: dict[str, Any] = {}
    for header, key, attribute, shape, expected in _HEADERS:
        value = environ.get(key)
        if value is None:
            errors.append(HeaderMissing(header=header, at=header))
        elif shape.fullmatch(value) is None:
            errors.append(HeaderUnreadable(header=header, expected=expected, at=header))
        else:
            values[attribute] = value
    values["cipher"] = environ.get("HTTP_X_YB_CIPHER", "")
    if values["cipher"] not in CIPHERS:
        expected = "填 SM4-GCM、SM4-CBC 或 none。"
        errors.append(HeaderUnreadable(header="X-Yb-Cipher", expected=expected, at="X-Yb-Cipher"))
    try:
        values["signature"] = _signature(environ.get("HTTP_X_YB_SIGNATURE"))
    except DomainError as error:
        errors.append(error)
    if errors:
        raise Several(errors)
    values["timestamp"] = int(values["timestamp"])
    return values


def _signature(text: str | None) -> bytes:
    if not text:
        raise HeaderMissing(header="X-Yb-Signature", at="X-Yb-Signature")
    try:
        if len(text) > 128:
            raise ValueError
        return base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error):
        raise HeaderUnreadable(
            header="X-Yb-Signature", expected="填签名（DER）的 Base64。", at="X-Yb-Signature"
        ) from None


def _body(environ: dict[str, Any], most: int) -> bytes:
    declared = environ.get("CONTENT_LENGTH") or "0"
    if len(declared) > _LONGEST_LENGTH:
        raise BodyTooLarge(most=most)
    length = int(declared) if declared.isascii() and declared.isdecimal() else 0
    if length > most:
        raise BodyTooLarge(most=most)
    stream = environ["wsgi.input"]
    body: bytes = stream.read(length if length else most + 1)
    if len(body) > most:
        raise BodyTooLarge(most=most)
    return body


def _sorted_query(query: str) -> str:
    return "&".join(sorted(query.split("&"))) if query else ""
