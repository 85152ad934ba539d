"""From texts and numbers as written to whole numbers, exactly; each different text is read once.

The tables below are dicts that fill themselves: a known text costs one look-up. They are emptied
when they have grown large, so that nobody can fill the memory with made-up numbers.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any, Generic, TypeVar

V = TypeVar("V")
MOST_REMEMBERED = 20_000
LONGEST_IDENTIFIER = 50
_LONGEST_NUMBER = 32
_EPOCH = date(1970, 1, 1).toordinal()
_MINUTES = 24 * 60
# 2026-11-22, 20261122; then nothing, or a time of which seconds and what follows do not count.
_MOMENT = re.compile(
    r"(\d{4})(-?)(\d{2})\2(\d{2})(?:[ T]?(\d{2}):?(\d{2})(?::?\d{2})?(?:[.Z+].{0,12})?)?"
)


class Absent(ValueError):
    """There is no value."""


class Unreadable(ValueError):
    """There is a value that is no number, or no date."""


class Remembered(dict[Any, V], Generic[V]):
    """A table that reads a text when it meets it for the first time.

    Looking up raises Absent, Unreadable, or TypeError for an object or an array.
    """

    def __missing__(self, given: Any) -> V:
        value = self.read(given)
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        self[given] = value
        return value

    def read(self, given: Any) -> V:
        """Return what a text says; each kind of table reads in its own way."""
        raise TypeError(f"{type(self).__name__} does not say how it reads")


class Scaled(Remembered[int]):
    """Numbers in units of ``10 ** -digits``, rounded half up."""

    def __init__(self, digits: int) -> None:
        super().__init__()
        self._digits = digits

    def read(self, given: Any) -> int:
        """Return the number in units; raises Absent, Unreadable."""
        text = _text(given)
        if len(text) > _LONGEST_NUMBER:
            raise Unreadable
        try:
            number = Decimal(text)
        except InvalidOperation:
            raise Unreadable from None
        if not number.is_finite() or number.adjusted() > 15:
            raise Unreadable
        return int(number.scaleb(self._digits).to_integral_value(ROUND_HALF_UP))


class Moments(Remembered[tuple[int, int]]):
    """Dates, with or without a time, as day number and minute number; a mere date is midnight."""

    def read(self, given: Any) -> tuple[int, int]:
        """Return day and minute; raises Absent, Unreadable."""
        found = _MOMENT.fullmatch(_text(given))
        if found is None:
            raise Unreadable
        try:
            day = date(int(found[1]), int(found[3]), int(found[4])).toordinal() - _EPOCH
        except ValueError:
            raise Unreadable from None
        hours, minutes = int(found[5] or 0), int(found[6] or 0)
        if hours > 24 or minutes > 59:
            raise Unreadable
        return day, day * _MINUTES + hours * 60 + minutes


class ItemCodes(Remembered[str]):
    """Item codes in capitals, a service's without the part that a province appended."""

    def read(self, given: Any) -> str:
        """Return the national code; raises Absent, Unreadable."""
        code = _text(given).upper()
        if len(code) > LONGEST_IDENTIFIER or not code.isprintable():
            raise Unreadable
        national, dash, _ = code.partition("-")
        return national if dash and len(national) == 15 and national.isdecimal() else code


amounts = Scaled(2)
prices = Scaled(6)
quantities = Scaled(4)
whole_numbers = Scaled(0)
moments = Moments()
item_codes = ItemCodes()


def is_identifier(text: str) -> bool:
    """Tell whether a text can be an identifier: at most 50 characters, no control character."""
    return 0 < len(text) <= LONGEST_IDENTIFIER and text.isprintable()


def is_mere_date(given: Any) -> bool:
    """Tell whether a moment was given without its time."""
    return len(str(given).strip()) <= 10


def text_of(given: Any) -> str:
    """Return a text or a number as a text, the empty one when absent."""
    if type(given) is str:
        return given.strip()
    return str(given) if type(given) is int else ""


def text_or_none(given: Any) -> str | None:
    """Return a text, ``None`` when absent or empty."""
    return text_of(given) or None


def _text(given: Any) -> str:
    if given is None or given is True or given is False:
        raise Absent
    text = str(given).strip()
    if not text:
        raise Absent
    return text
