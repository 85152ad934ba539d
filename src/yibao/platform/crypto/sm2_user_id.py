"""The user id (可辨别标识) that goes into every SM2 signature."""

from __future__ import annotations

from typing import Final

DEFAULT_USER_ID: Final = b"1234567812345678"
"""The id that GM/T 0009-2012 section 10 gives to whoever has agreed on no other."""

LONGEST_USER_ID: Final = 8190
"""Longest id, in bytes: its bits are counted in two bytes, and libcrypto stops one short."""


def is_usable(user_id: bytes) -> bool:
    """Return whether ``user_id`` has 1 to 8190 bytes; libraries disagree about an empty one."""
    return 1 <= len(user_id) <= LONGEST_USER_ID
