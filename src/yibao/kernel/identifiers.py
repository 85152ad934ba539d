"""Identifiers that the platform gives: keys of rows, numbers of cases and documents, requests.

A person reads a case number off a letter and a clerk types it, so it carries a check character; it
is digits but for an X at the end, as on an identity card, because digits are understood by phone.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from yibao.kernel.errors import Invalid
from yibao.kernel.iso7064 import mod_11_2, mod_37_36
from yibao.kernel.typed_text import compact

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_REQUEST_LENGTH = 24
# Crockford's base 32 (no i, l, o, u), eight times: each byte stands for one letter, evenly.
_REQUEST_LETTERS = b"0123456789abcdefghjkmnpqrstvwxyz" * 8
_LAST_SEQUENCE = 9_999_999
_REGION = re.compile(r"[0-9]{6}")
_KIND = re.compile(r"[A-Z]{2}")
_CASE_NUMBER = re.compile(
    r"(?P<kind>)(?P<region>[0-9]{6})(?P<day>[0-9]{8})(?P<sequence>[0-9]{7})[0-9X]"
)
_DOCUMENT_NUMBER = re.compile(
    r"(?P<kind>[A-Z]{2})(?P<region>[0-9]{6})(?P<day>[0-9]{8})(?P<sequence>[0-9]{7})[0-9A-Z]"
)


class CaseNumberWrong(Invalid):
    """The text is not a case number that this platform gave."""

    code = "identifiers.case_number"
    message = "受理编号写错了。请对照受理通知书逐位核对后重新填写。"
    fix = "受理编号共22位，见受理通知书。"


class DocumentNumberWrong(Invalid):
    """The text is not a document number that this platform gave."""

    code = "identifiers.document_number"
    message = "文书编号写错了。请对照文书逐位核对后重新填写。"
    fix = "文书编号共24位，以两个字母开头。"


@dataclass(frozen=True, slots=True)
class IssuedNumber:
    """A case or document number taken apart; ``kind`` is empty for a case."""

    text: str
    kind: str
    region_code: str
    day: date
    sequence: int

    @property
    def spoken(self) -> str:
        """Return the number in the groups in which one reads it out: 520100-20260102-0000123-X."""
        body = self.text.removeprefix(self.kind)
        groups = (self.kind, body[:6], body[6:14], body[14:21], body[21:])
        return "-".join(group for group in groups if group)


def new_id(at: datetime) -> UUID:
    """Return a UUID version 7 (RFC 9562 section 5.7) that sorts by ``at``, to the millisecond.

    ``at`` comes from the platform's clock. The other 74 bits are random. Raises ValueError for a
    time without zone or before 1970.
    """
    if at.tzinfo is None or at < _EPOCH:
        raise ValueError("an identifier needs a time with a zone, in or after 1970")
    milliseconds = (at - _EPOCH) // _MILLISECOND
    random_bits = int.from_bytes(os.urandom(10))
    random_a, random_b = random_bits >> 68, random_bits & ((1 << 62) - 1)
    return UUID(int=milliseconds << 80 | 0x7 << 76 | random_a << 64 | 0b10 << 62 | random_b)


def made_at(identifier: UUID) -> datetime:
    """Return the time, in UTC and to the millisecond, that ``new_id`` wrote into an identifier.

    Raises ValueError for any other version of UUID.
    """
    if identifier.version != 7:
        raise ValueError("only a UUID of version 7 carries the time of its making")
    return _EPOCH + (identifier.int >> 80) * _MILLISECOND


def request_id() -> str:
    """Return a random request number of 24 characters (120 bits), safe in headers."""
    return os.urandom(_REQUEST_LENGTH).translate(_REQUEST_LETTERS).decode()


def case_number(region_code: str, day: date, sequence: int) -> str:
    """Return the number of the ``sequence``-th case (1 to 9,999,999) of a region on a day.

    22 characters: region (6), day (8), sequence (7), check character (ISO 7064 MOD 11-2). Raises
    ValueError for a region code or sequence outside these.
    """
    body = _body(region_code, day, sequence)
    return body + mod_11_2(body)


def check_case_number(text: str, *, at: str = "") -> IssuedNumber:
    """Return the case number that somebody typed.

    Spaces, hyphens, full width and a small x are put right. Raises CaseNumberWrong; ``at`` names
    the field.
    """
    number = _read(_CASE_NUMBER, text, mod_11_2)
    if number is None:
        raise CaseNumberWrong(at=at)
    return number


def document_number(kind: str, region_code: str, day: date, sequence: int) -> str:
    """Return the number of a letter, certificate or receipt; ``kind`` is two capital letters.

    24 characters: kind, region, day, sequence as in a case number, check character (ISO 7064 MOD
    37,36). Raises ValueError for parts outside these.
    """
    if not _KIND.fullmatch(kind):
        raise ValueError("the kind of a document is two capital letters")
    body = kind + _body(region_code, day, sequence)
    return body + mod_37_36(body)


def check_document_number(text: str, *, at: str = "") -> IssuedNumber:
    """Return the document number that somebody typed, put right like a case number.

    Raises DocumentNumberWrong; ``at`` names the field.
    """
    number = _read(_DOCUMENT_NUMBER, text, mod_37_36)
    if number is None:
        raise DocumentNumberWrong(at=at)
    return number


def _body(region_code: str, day: date, sequence: int) -> str:
    if not _REGION.fullmatch(region_code) or not 1 <= sequence <= _LAST_SEQUENCE:
        raise ValueError("a region code has six digits, a sequence is 1 to 9,999,999")
    return f"{region_code}{_digits_of(day)}{sequence:07d}"


def _digits_of(day: date) -> str:
    return day.isoformat().replace("-", "")  # strftime would not pad years below 1000


def _read(
    shape: re.Pattern[str], text: str, check_character: Callable[[str], str]
) -> IssuedNumber | None:
    number = compact(text).upper().replace("-", "")
    parts = shape.fullmatch(number)
    if parts is None or check_character(number[:-1]) != number[-1]:
        return None
    try:
        day = date.fromisoformat(parts["day"])
    except ValueError:
        return None
    return IssuedNumber(number, parts["kind"], parts["region"], day, int(parts["sequence"]))
