"""Verification codes: what is printed on a paper so that anybody can ask whether it is genuine."""

from __future__ import annotations

import os

from django.conf import settings

from yibao.casework.notices.errors import VerificationCodeWrong
from yibao.kernel.typed_text import compact

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""32 signs, five bits each; without 0, O, 1 and I, which people take for one another."""
LENGTH = 16
PATH = "/verify/"
_RANDOM_BYTES = 10  # 80 bits: a stranger cannot find a paper by trying


def new_code() -> str:
    """Return a new random code of 16 characters."""
    number = int.from_bytes(os.urandom(_RANDOM_BYTES))
    return "".join(ALPHABET[number >> shift & 31] for shift in range(0, 5 * LENGTH, 5))


def read_code(text: str) -> str:
    """Return the code that somebody typed: any case, width, with blanks or hyphens.

    Raises VerificationCodeWrong.
    """
    code = compact(text).upper().replace("-", "")
    if len(code) != LENGTH or not set(code) <= set(ALPHABET):
        raise VerificationCodeWrong
    return code


def address_of(code: str) -> str:
    """Return the web address that the QR code of a paper leads to."""
    return f"{settings.BASE_URL}{PATH}{code}"
