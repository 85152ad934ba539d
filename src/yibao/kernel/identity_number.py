"""公民身份号码 (citizen identity number), GB 11643-1999.

Eighteen characters: region (6, GB/T 2260), birth date (8), sequence (3; odd is male), and a check
character (ISO 7064 MOD 11-2). Residence permits for Hong Kong, Macao and Taiwan residents (81, 82,
83) and permanent residence cards of foreigners since 2023 (9…) are built alike and pass as well,
so whether a region exists is not asked here but of the region list, at its date.

A number is personal data: neither an error nor ``str`` nor ``repr`` shows it; ``text`` does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from yibao.kernel.identity_number_errors import (
    IdentityNumberBirthDateWrong,
    IdentityNumberCharactersWrong,
    IdentityNumberCheckDigitWrong,
    IdentityNumberLengthWrong,
    IdentityNumberWrong,
)
from yibao.kernel.iso7064 import mod_11_2
from yibao.kernel.masking import mask_identity_number
from yibao.kernel.typed_text import compact

__all__ = [
    "IdentityNumber",
    "IdentityNumberBirthDateWrong",
    "IdentityNumberCharactersWrong",
    "IdentityNumberCheckDigitWrong",
    "IdentityNumberLengthWrong",
    "IdentityNumberWrong",
    "Sex",
    "check",
    "make",
]

_LENGTH = 18
_FORMER_LENGTH = 15  # cards issued before 1999-10-01: two digits of year, no check character
_CHARACTERS = re.compile(r"[0-9]{17}[0-9X]|[0-9]{15}")
_EARLIEST_BIRTH_YEAR = 1800  # the standard's own oldest example is 1880; earlier is a typing error
_LAST_SEQUENCE = 999


class Sex(StrEnum):
    """Sex as GB/T 2261.1-2003 codes it."""

    MALE = "1"
    FEMALE = "2"


@dataclass(frozen=True, slots=True, repr=False)
class IdentityNumber:
    """A number that holds by GB 11643. ``check`` and ``make`` give it: build none yourself."""

    text: str

    @property
    def region_code(self) -> str:
        """Return the six-digit region where the number was first given (GB/T 2260 at that time)."""
        return self.text[:6]

    @property
    def birth_date(self) -> date:
        """Return the birth date."""
        return _date_of(self.text[6:14])

    @property
    def sequence(self) -> int:
        """Return the number given among those born that day in that region, 0 to 999."""
        return int(self.text[14:17])

    @property
    def sex(self) -> Sex:
        """Return the sex: an odd sequence is male, an even one female."""
        return Sex.MALE if self.sequence % 2 else Sex.FEMALE

    def __str__(self) -> str:
        return mask_identity_number(self.text)

    def __repr__(self) -> str:
        return f"IdentityNumber({self})"


def check(text: str, *, at: str = "", on: date | None = None) -> IdentityNumber:
    """Return the number that a person typed, in its form of eighteen characters.

    Full-width digits, spaces and a small x are put right. A number of fifteen digits is completed:
    its century is the twentieth, since it was given before 1999. With ``on``, a birth date after
    that day is refused. Raises the subclasses of IdentityNumberWrong; ``at`` names the field.
    """
    number = compact(text).upper()
    if len(number) not in (_LENGTH, _FORMER_LENGTH):
        raise IdentityNumberLengthWrong(at=at, length=len(number))
    if not _CHARACTERS.fullmatch(number):
        raise IdentityNumberCharactersWrong(at=at)
    if len(number) == _FORMER_LENGTH:
        number = _with_check_digit(f"{number[:6]}19{number[6:]}")
    _refuse_birth_date(number[6:14], at, on)
    if number != _with_check_digit(number[:-1]):
        raise IdentityNumberCheckDigitWrong(at=at)
    return IdentityNumber(number)


def make(region_code: str, birth_date: date, sequence: int) -> IdentityNumber:
    """Return the number of a made-up person, for test data.

    ``region_code`` has six digits, ``sequence`` is 0 to 999, odd for a man. Raises ValueError
    outside these, and IdentityNumberBirthDateWrong for a birth before 1800.
    """
    if not re.fullmatch(r"[0-9]{6}", region_code) or not 0 <= sequence <= _LAST_SEQUENCE:
        raise ValueError("a region code has six digits, a sequence is 0 to 999")
    born = birth_date.isoformat().replace("-", "")  # strftime would not pad years below 1000
    return check(_with_check_digit(f"{region_code}{born}{sequence:03d}"))


def _with_check_digit(body: str) -> str:
    return body + mod_11_2(body)


def _refuse_birth_date(digits: str, at: str, on: date | None) -> None:
    try:
        birth_date = _date_of(digits)
    except ValueError:
        raise IdentityNumberBirthDateWrong(at=at) from None
    if birth_date.year < _EARLIEST_BIRTH_YEAR or (on is not None and birth_date > on):
        raise IdentityNumberBirthDateWrong(at=at)


def _date_of(digits: str) -> date:
    return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
