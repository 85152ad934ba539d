"""Passwords of staff under SM3 (GB/T 32905) instead of a foreign digest.

Source: docs/explanation/domain.md 6.3, C01.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib.auth.hashers import PBKDF2PasswordHasher


def _sm3(data: bytes = b"") -> Any:
    return hashlib.new("sm3", data)


class Sm3PasswordHasher(PBKDF2PasswordHasher):
    """PBKDF2 (RFC 8018) with HMAC-SM3; one check takes about half a second, by design.

    It needs a libcrypto that has SM3; where it has none, leave it out of ``PASSWORD_HASHERS``.
    """

    algorithm = "pbkdf2_sm3"
    iterations = 600_000
    digest = staticmethod(_sm3)
