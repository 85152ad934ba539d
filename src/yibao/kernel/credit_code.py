"""统一社会信用代码 (unified social credit code) of an organisation, GB 32100-2015.

Eighteen characters: registering authority (1), kind of organisation (1), region (6), organisation
code (9, GB 11714-1997, with a check character of its own), check character (modulo 31). Letters
never include I, O, S, V, Z.

Only the last check character is enforced: it alone finds every wrong character and every adjacent
transposition, while codes converted from older registers exist whose inner one does not hold.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from yibao.kernel.errors import Invalid
from yibao.kernel.iso7064 import ALPHANUMERIC
from yibao.kernel.typed_text import compact

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = tuple(pow(3, position, 31) for position in range(17))
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORGANISATION_CHECKS = "0123456789X"
_LENGTH = 18
_SHAPE = re.compile(rf"[{_ALPHABET}]{{2}}[0-9]{{6}}[{_ALPHABET}]{{10}}")
_BODY_PARTS = re.compile(rf"[{_ALPHABET}]{{2}}[0-9]{{6}}[{_ALPHABET}]{{8}}")


class CreditCodeWrong(Invalid):
    """The text is not a unified social credit code; a subclass says why."""

    fix = "请对照营业执照或法人证书逐位核对后重新填写。"


class CreditCodeLengthWrong(CreditCodeWrong):
    """It has not 18 characters."""

    code = "credit_code.length"
    message = "统一社会信用代码应为18位，填写的是{length}位。请核对后重新填写。"


class CreditCodeCharactersWrong(CreditCodeWrong):
    """It has a character that the standard excludes, or letters in the region."""

    code = "credit_code.characters"
    message = "统一社会信用代码含有不会出现的字符（如I、O、S、V、Z）。请核对。"


class CreditCodeCheckDigitWrong(CreditCodeWrong):
    """The last character does not agree with the others: something is mistyped."""

    code = "credit_code.check_digit"
    message = "统一社会信用代码有一位或几位写错了。请对照证照逐位核对。"


@dataclass(frozen=True, slots=True)
class CreditCode:
    """A code that holds by GB 32100. ``check`` and ``make`` give it; do not build one yourself."""

    text: str

    @property
    def authority(self) -> str:
        """Return the two characters of registering authority and kind: 91 is a company."""
        return self.text[:2]

    @property
    def region_code(self) -> str:
        """Return the six-digit region of the registering authority (GB/T 2260)."""
        return self.text[2:8]

    @property
    def organisation_code(self) -> str:
        """Return the nine-character organisation code of GB 11714."""
        return self.text[8:17]

    def __str__(self) -> str:
        return self.text


def check(text: str, *, at: str = "") -> CreditCode:
    """Return the code that somebody typed.

    Full width, spaces, hyphens and small letters are put right. Raises the subclasses of
    CreditCodeWrong; ``at`` names the field.
    """
    code = compact(text).upper().replace("-", "")
    if len(code) != _LENGTH:
        raise CreditCodeLengthWrong(at=at, length=len(code))
    if not _SHAPE.fullmatch(code):
        raise CreditCodeCharactersWrong(at=at)
    if code[-1] != _check_character(code[:-1]):
        raise CreditCodeCheckDigitWrong(at=at)
    return CreditCode(code)


def make(authority: str, region_code: str, organisation: str) -> CreditCode:
    """Return the code of a made-up organisation, for test data, with both check characters.

    ``authority`` has two characters, ``region_code`` six digits, ``organisation`` eight characters
    of the alphabet of GB 32100. Raises ValueError otherwise.
    """
    body = authority + region_code + organisation
    if len(authority) != 2 or len(region_code) != 6 or not _BODY_PARTS.fullmatch(body):
        raise ValueError("authority, region and organisation have 2, 6 and 8 characters")
    body += organisation_check_character(organisation)
    return CreditCode(body + _check_character(body))


def organisation_check_character(organisation: str) -> str:
    """Return the ninth character of an organisation code (GB 11714-1997): 0-9 or X."""
    values = (ALPHANUMERIC.index(character) for character in organisation)
    total = sum(weight * value for weight, value in zip(_ORGANISATION_WEIGHTS, values, strict=True))
    return _ORGANISATION_CHECKS[-total % 11]


def _check_character(body: str) -> str:
    values = (_ALPHABET.index(character) for character in body)
    total = sum(weight * value for weight, value in zip(_WEIGHTS, values, strict=True))
    return _ALPHABET[-total % 31]
