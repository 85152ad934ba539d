"""Strict DER of SM2 signatures and ciphertexts (GM/T 0009-2012 sections 7.2 and 7.3).

Libraries differ in what sloppy encodings they let pass, so we check before asking them: one
value has exactly one encoding, and a changed byte is always refused.
"""

from __future__ import annotations

from yibao.platform.crypto.sm2_curve import COORDINATE_SIZE, ORDER, is_on_curve

_SEQUENCE = 0x30
_INTEGER = 0x02
_OCTETS = 0x04
_LONG_FORM = 0x80

SHORTEST_PLAINTEXT = 16
"""Shortest text to encrypt, in bytes; a shorter one could meet an all-zero key stream."""

LONGEST_PLAINTEXT = 255
"""Longest text to encrypt, in bytes; the GmSSL family takes no more."""


def is_wrappable(plaintext: bytes) -> bool:
    """Return whether ``plaintext`` has a length that SM2 encryption takes here."""
    return SHORTEST_PLAINTEXT <= len(plaintext) <= LONGEST_PLAINTEXT


def is_canonical_signature(signature: bytes) -> bool:
    """Return whether ``signature`` is the one DER form of (r, s) with both in [1, n-1].

    Costs about 2 us, against more than 200 us for the curve arithmetic that follows.
    """
    size = len(signature)
    if not 8 <= size <= 72 or signature[0] != _SEQUENCE or signature[1] != size - 2:
        return False
    second = _end_of_scalar(signature, 2)
    return second != 0 and _end_of_scalar(signature, second) == size


def _end_of_scalar(encoded: bytes, start: int) -> int:
    """Return where the INTEGER at ``start`` ends, or 0 if it is no canonical scalar."""
    body = start + 2
    if body >= len(encoded) or encoded[start] != _INTEGER:
        return 0
    end = body + encoded[start + 1]
    if end > len(encoded) or not _is_shortest_positive(encoded[body:end]):
        return 0
    return end if 1 <= int.from_bytes(encoded[body:end], "big") < ORDER else 0


def _is_shortest_positive(body: bytes) -> bool:
    """Return whether ``body`` is a positive INTEGER without a needless leading zero byte."""
    if not body or body[0] & 0x80:
        return False
    return body[0] != 0 or (len(body) > 1 and body[1] & 0x80 != 0)


def is_canonical_ciphertext(ciphertext: bytes) -> bool:
    """Return whether ``ciphertext`` is the one DER form of (x, y, hash, body) on the curve."""
    sequence = _contents(ciphertext, _SEQUENCE)
    if sequence is None or sequence[1]:
        return False
    rest = sequence[0]
    coordinates = b""
    for _ in range(2):
        integer = _contents(rest, _INTEGER)
        if integer is None or not _is_shortest_positive(integer[0]):
            return False
        coordinates += integer[0].lstrip(b"\0").rjust(COORDINATE_SIZE, b"\0")
        rest = integer[1]
    return is_on_curve(coordinates) and _is_hash_and_body(rest)


def _is_hash_and_body(encoded: bytes) -> bool:
    digest = _contents(encoded, _OCTETS)
    if digest is None or len(digest[0]) != COORDINATE_SIZE:
        return False
    body = _contents(digest[1], _OCTETS)
    if body is None or body[1]:
        return False
    return is_wrappable(body[0])


def _contents(encoded: bytes, tag: int) -> tuple[bytes, bytes] | None:
    """Split off one element: its contents and what follows. None if it is not canonical."""
    if len(encoded) < 2 or encoded[0] != tag:
        return None
    header = _header_size(encoded)
    if header == 0:
        return None
    length = encoded[1] if header == 2 else int.from_bytes(encoded[2:header], "big")
    if len(encoded) < header + length:
        return None
    return encoded[header : header + length], encoded[header + length :]


def _header_size(encoded: bytes) -> int:
    """Return the bytes of tag and length (2, 3 or 4), or 0 if the length is badly written."""
    first = encoded[1]
    if first < _LONG_FORM:
        return 2
    if first == _LONG_FORM + 1 and len(encoded) > 2 and encoded[2] >= _LONG_FORM:
        return 3
    if first == _LONG_FORM + 2 and len(encoded) > 3 and encoded[2] > 0:
        return 4
    return 0
