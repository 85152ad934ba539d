"""SM3 digests (GB/T 32905-2016) and HMAC-SM3, through the standard library."""

from __future__ import annotations

import hashlib
import hmac as standard_hmac

DIGEST_SIZE = 32
"""Length of a digest, in bytes."""


def digest(data: bytes) -> bytes:
    """Return the 32-byte SM3 digest of ``data``."""
    return hashlib.new("sm3", data).digest()


def hexdigest(data: bytes) -> str:
    """Return the SM3 digest of ``data`` as 64 lower-case hexadecimal digits."""
    return hashlib.new("sm3", data).hexdigest()


def hmac(key: bytes, data: bytes) -> bytes:
    """Return the 32-byte HMAC-SM3 of ``data`` under ``key``."""
    return standard_hmac.digest(key, data, "sm3")
