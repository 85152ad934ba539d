"""Check characters of ISO/IEC 7064:2003 that Chinese numbers use.

MOD 11-2 (a pure system, digits with a check character 0-9 or X) finds every wrong single digit and
every transposition of two digits, unless they stand exactly ten places apart. MOD 37,36 (a hybrid
system, digits and letters) finds every wrong single character and nearly every adjacent
transposition.
"""

from __future__ import annotations

ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CHECK_11_2 = "0123456789X"
_ZERO = ord("0")


def mod_11_2(digits: str) -> str:
    """Return the MOD 11-2 check character (0-9 or X) of a string of ASCII digits.

    GB 11643-1999 writes the same sum with fixed weights.
    """
    product = 0
    for code in digits.encode("ascii"):
        product = (product + code - _ZERO) * 2  # one remainder at the end is cheaper than many
    return _CHECK_11_2[(12 - product) % 11]


def mod_37_36(characters: str) -> str:
    """Return the MOD 37,36 check character (0-9, A-Z) of digits and capital letters."""
    product = 36
    for character in characters:
        total = (product + ALPHANUMERIC.index(character)) % 36 or 36
        product = total * 2 % 37
    return ALPHANUMERIC[(37 - product) % 36]
