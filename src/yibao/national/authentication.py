"""The headers of the two gateways that institutions' systems come through.

CSB: Base64 of HMAC-SHA1 over four headers. x-tif: hexadecimal SHA-256 over time, token, nonce and
time again. Neither covers the body: the transport must be encrypted.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from yibao.national import access
from yibao.national.access import InstitutionAccess
from yibao.national.errors import (
    AccessKeyUnknown,
    AddressNotAllowed,
    HeaderAbsent,
    SignatureWrong,
    TimestampExpired,
)
from yibao.platform import clock

SKEW_MINUTES = 30
"""网关规范: a timestamp may be half an hour off."""

_SKEW_MS = SKEW_MINUTES * 60 * 1000
_CSB = ("_api_access_key", "_api_name", "_api_timestamp", "_api_version", "_api_signature")
_TIF = ("x-tif-paasid", "x-tif-timestamp", "x-tif-nonce", "x-tif-signature")
_LONGEST = 300


def authenticate(environ: Mapping[str, Any], address: str) -> InstitutionAccess:
    """Return the institution that signed the headers and may call from ``address``.

    Raises:
        HeaderAbsent, TimestampExpired, AccessKeyUnknown, SignatureWrong, AddressNotAllowed.
    """
    is_tif = "HTTP_X_TIF_PAASID" in environ
    headers = _headers(environ, _TIF if is_tif else _CSB)
    caller = _tif(headers) if is_tif else _csb(headers)
    if not caller.allows_address(address):
        raise AddressNotAllowed(address=address)
    return caller


def csb_signature(headers: Mapping[str, str], secret: str) -> str:
    """Return the signature over the four ``_api_`` headers, their names in ASCII order."""
    text = "&".join(f"{name}={headers[name]}" for name in _CSB[:-1])
    # The gateway's specification asks for SHA-1; as an HMAC it is still sound.
    digest = hmac.new(secret.encode(), text.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


def tif_signature(timestamp: str, nonce: str, token: str) -> str:
    """Return the signature of the government gateway, lower-case hexadecimal."""
    text = f"{timestamp}{token}{nonce}{timestamp}"
    return hashlib.sha256(text.encode()).hexdigest()


def _csb(headers: Mapping[str, str]) -> InstitutionAccess:
    _check_time(headers["_api_timestamp"], 1)
    caller = _known(headers["_api_access_key"])
    _compare(csb_signature(headers, caller.secret), headers["_api_signature"])
    return caller


def _tif(headers: Mapping[str, str]) -> InstitutionAccess:
    timestamp = headers["x-tif-timestamp"]
    _check_time(timestamp, 1000)
    caller = _known(headers["x-tif-paasid"])
    wanted = tif_signature(timestamp, headers["x-tif-nonce"], caller.secret)
    _compare(wanted, headers["x-tif-signature"].lower())
    return caller


def _headers(environ: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for name in names:
        value = environ.get("HTTP_" + name.upper().replace("-", "_"))
        if not isinstance(value, str) or not 0 < len(value) <= _LONGEST or not value.isascii():
            raise HeaderAbsent(header=name, at=name)
        found[name] = value
    return found


def _check_time(text: str, unit_ms: int) -> None:
    if not text.isdecimal() or len(text) > 13:
        raise HeaderAbsent(header="时间戳", at="timestamp")
    if abs(int(text) * unit_ms - clock.now_ms()) > _SKEW_MS:
        raise TimestampExpired(minutes=SKEW_MINUTES)


def _known(key: str) -> InstitutionAccess:
    caller = access.of_key(key)
    if caller is None or caller.is_suspended:
        raise AccessKeyUnknown
    return caller


def _compare(wanted: str, given: str) -> None:
    if not hmac.compare_digest(wanted, given):
        raise SignatureWrong
