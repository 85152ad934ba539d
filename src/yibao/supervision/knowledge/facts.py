"""What a knowledge point is, before anybody evaluates it: the limit, the codes, the source."""

from __future__ import annotations

import hashlib
import unicodedata
from datetime import date

from msgspec import Struct


class Limit(Struct, frozen=True):
    """A published limit as columns; which column means what is said in ``data/README.md``."""

    low: int | None = None
    high: int | None = None
    cap: int | None = None
    days: int | None = None
    listed: str | None = None
    is_coded: bool = True


class Source(Struct, frozen=True):
    """Where a point was published: file, sheet and row, counted from 1 as a spreadsheet does."""

    file: str
    sheet: str = ""
    row: int = 0


class Candidate(Struct, frozen=True):
    """A point as a file tells it, before anybody has looked at what is stored.

    ``fact`` is the published limit in a few characters. ``batch`` is empty where the file does
    not say which batch it belongs to; ``partner`` is the counterpart or the group, if any.
    """

    rule: str
    name: str
    fact: str
    limit: Limit
    codes: tuple[str, ...]
    source: Source
    partner: str | None = None
    evidence: tuple[str, ...] = ()
    batch: str = ""
    published_on: date | None = None


class Point(Struct, frozen=True):
    """A knowledge point: valid from ``valid_from`` (included) to ``valid_to`` (excluded)."""

    id: str
    rule: str
    name: str
    fact: str
    limit: Limit
    codes: tuple[str, ...]
    source: Source
    batch: str
    published_on: date
    valid_from: date
    valid_to: date | None = None
    partner: str | None = None
    evidence: tuple[str, ...] = ()
    supersedes: str | None = None

    @property
    def series(self) -> tuple[str, str, str]:
        """Return what makes two points two editions of one: rule, item, counterpart."""
        return series_of(self)

    def holds_on(self, day: date) -> bool:
        """Tell whether the point is valid on ``day``."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


def series_of(point: Candidate | Point) -> tuple[str, str, str]:
    """Return rule, item and counterpart; editions of a point share them, and a code."""
    if point.partner is not None:  # names repeat there: the codes are what differs
        return point.rule, " ".join(point.codes), plain(point.partner)
    return point.rule, plain(point.name), ""


def point_id(point: Candidate | Point, batch: str) -> str:
    """Return the identifier: the same publication gives the same one on every machine."""
    told = (*series_of(point), batch, point.fact, *sorted(point.codes))
    digest = hashlib.sha256("\x1f".join((*told, *sorted(point.evidence))).encode())
    return f"{point.rule}-{batch}-{digest.hexdigest()[:10]}"


def plain(text: str) -> str:
    """Return a text without blanks, its full-width and look-alike characters made ordinary."""
    return "".join(unicodedata.normalize("NFKC", text).split())
