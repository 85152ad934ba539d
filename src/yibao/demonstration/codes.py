"""The six digits that an authenticator shows (RFC 6238), for officers of the demonstration."""

from __future__ import annotations

import base64
import hashlib
import hmac

PERIOD_SECONDS = 30
DIGITS = 6


def code_at(secret: str, seconds: int) -> str:
    """Return the code of a Base32 secret at an instant (seconds since the epoch)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    counter = (seconds // PERIOD_SECONDS).to_bytes(8, "big")
    digest = hmac.digest(key, counter, hashlib.sha1)
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return str(number % 10**DIGITS).zfill(DIGITS)
