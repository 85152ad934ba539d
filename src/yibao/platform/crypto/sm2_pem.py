"""SM2 keys as files: private keys as PKCS#8 (RFC 5958), public keys as SPKI (RFC 5480), in PEM.

Both backends read and write keys through here, so that they accept and produce the same bytes.
"""

from __future__ import annotations

import base64
from typing import NamedTuple

from asn1crypto import core, keys, pem

from yibao.platform.crypto.errors import KeyNotUsable
from yibao.platform.crypto.sm2_curve import COORDINATE_SIZE, is_on_curve, is_private_scalar

SM2_CURVE = "1.2.156.10197.1.301"
"""Object identifier of the curve, GM/T 0006-2012."""

_PRIVATE_LABEL = "PRIVATE KEY"
_PUBLIC_LABEL = "PUBLIC KEY"
_UNCOMPRESSED = b"\x04"

# The DER of an SM2 key differs from key to key only in the numbers themselves.
_SPKI_HEAD = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d03420004")
_PKCS8_HEAD = bytes.fromhex(
    "308187020100301306072a8648ce3d020106082a811ccf5501822d046d306b0201010420"
)
_PKCS8_MIDDLE = bytes.fromhex("a14403420004")
_PKCS8_HEAD_WITHOUT_POINT = bytes.fromhex(
    "3041020100301306072a8648ce3d020106082a811ccf5501822d042730250201010420"
)


class RawPrivateKey(NamedTuple):
    """A private key as numbers: ``scalar`` of 32 bytes, ``point`` x || y of 64 bytes or empty."""

    scalar: bytes
    point: bytes


def public_key_der(point: bytes) -> bytes:
    """Return the SPKI of a public point. Raises KeyNotUsable if it is not on the curve."""
    if not is_on_curve(point):
        raise _not_a_public_key()
    return _SPKI_HEAD + point


def public_key_pem(point: bytes) -> bytes:
    """Return the PEM of a public point. Raises KeyNotUsable if it is not on the curve."""
    return _armoured(_PUBLIC_LABEL, public_key_der(point))


def read_public_pem(text: bytes) -> bytes:
    """Return the 64-byte point in a PEM public key. Raises KeyNotUsable."""
    encoded = _unarmoured(text, _PUBLIC_LABEL)
    if encoded is None or not encoded.startswith(_SPKI_HEAD):
        raise _not_a_public_key()
    point = encoded[len(_SPKI_HEAD) :]
    if not is_on_curve(point):
        raise _not_a_public_key()
    return point


def private_key_der(key: RawPrivateKey) -> bytes:
    """Return the PKCS#8 of a private key, with its public point if that is known."""
    if not key.point:
        return _PKCS8_HEAD_WITHOUT_POINT + key.scalar
    return _PKCS8_HEAD + key.scalar + _PKCS8_MIDDLE + key.point


def private_key_pem(key: RawPrivateKey) -> bytes:
    """Return the unencrypted PEM of a private key; whoever reads it can sign."""
    return _armoured(_PRIVATE_LABEL, private_key_der(key))


def read_private_pem(text: bytes) -> RawPrivateKey:
    """Return the numbers in a PEM private key; the point is empty if the file leaves it out.

    Raises KeyNotUsable, also for an encrypted key.
    """
    encoded = _unarmoured(text, _PRIVATE_LABEL)
    if encoded is None:
        raise not_a_private_key()
    try:
        key = _read_pkcs8(encoded)
    except (ValueError, TypeError, KeyError, IndexError):  # what asn1crypto raises on garbage
        raise not_a_private_key() from None
    point_fits = not key.point or is_on_curve(key.point)
    if not is_private_scalar(key.scalar) or not point_fits:
        raise not_a_private_key()
    return key


def _read_pkcs8(encoded: bytes) -> RawPrivateKey:
    info = keys.PrivateKeyInfo.load(encoded, strict=True)
    algorithm = info["private_key_algorithm"]
    if algorithm["algorithm"].native != "ec" or algorithm["parameters"].native != SM2_CURVE:
        raise ValueError
    inner = info["private_key"].parsed
    scalar = inner["private_key"].contents.rjust(COORDINATE_SIZE, b"\0")
    if isinstance(inner["public_key"], core.Void):
        return RawPrivateKey(scalar, b"")
    point: bytes = inner["public_key"].native
    if not point.startswith(_UNCOMPRESSED):
        raise ValueError
    return RawPrivateKey(scalar, point[1:])


def not_a_private_key() -> KeyNotUsable:
    """Return the error for a text that is no SM2 private key."""
    return KeyNotUsable(kind="SM2 私钥", wanted="未加密的 PKCS#8 PEM 文件")


def _not_a_public_key() -> KeyNotUsable:
    return KeyNotUsable(kind="SM2 公钥", wanted="SPKI PEM 文件或64字节的坐标")


def _armoured(label: str, encoded: bytes) -> bytes:
    body = base64.b64encode(encoded).decode()
    lines = [body[start : start + 64] for start in range(0, len(body), 64)]
    return "\n".join([f"-----BEGIN {label}-----", *lines, f"-----END {label}-----", ""]).encode()


def _unarmoured(text: bytes, wanted: str) -> bytes | None:
    try:
        label, _, encoded = pem.unarmor(text)
    except (ValueError, TypeError):
        return None
    return bytes(encoded) if label == wanted else None
