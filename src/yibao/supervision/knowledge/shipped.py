"""The packaged facts: what ``data/points.csv`` holds, as points.

A line holds what was published; columns follow from it (``limits``), dates from the batch
(``batches``), so nothing is said twice.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from importlib.resources import files

from yibao.supervision.knowledge.facts import Point, Source
from yibao.supervision.knowledge.limits import limit_of

COLUMNS = (
    "point", "rule", "name", "fact", "partner", "batch", "published_on", "valid_from", "valid_to",
    "supersedes", "file", "row", "evidence", "codes",
)  # fmt: skip
_FILE = "points.csv"


@cache
def points() -> tuple[Point, ...]:
    """Return the packaged points."""
    lines = csv.DictReader(io.StringIO(_content().decode("utf-8")))
    return tuple(_point(line) for line in lines)


def checksum() -> str:
    """Return the hexadecimal SHA-256 of the packaged file, which names its edition."""
    return hashlib.sha256(_content()).hexdigest()


def text_of(given: Iterable[Point]) -> str:
    """Return the packaged form of points, in the order of their identifiers."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_line(point) for point in sorted(given, key=lambda point: point.id))
    return out.getvalue()


def _content() -> bytes:
    return (files("yibao.supervision.knowledge") / "data" / _FILE).read_bytes()


def _line(point: Point) -> Iterator[str]:
    yield from (point.id, point.rule, point.name, point.fact, point.partner or "", point.batch)
    yield from (point.published_on.isoformat(), point.valid_from.isoformat())
    yield point.valid_to.isoformat() if point.valid_to else ""
    yield from (point.supersedes or "", point.source.file, str(point.source.row))
    yield from (" ".join(point.evidence), " ".join(point.codes))


def _point(line: dict[str, str]) -> Point:
    return Point(
        id=line["point"],
        rule=line["rule"],
        name=line["name"],
        fact=line["fact"],
        limit=limit_of(line["rule"], line["fact"]),
        codes=tuple(line["codes"].split()),
        source=Source(line["file"], "", int(line["row"])),
        batch=line["batch"],
        published_on=date.fromisoformat(line["published_on"]),
        valid_from=date.fromisoformat(line["valid_from"]),
        valid_to=date.fromisoformat(line["valid_to"]) if line["valid_to"] else None,
        partner=line["partner"] or None,
        evidence=tuple(line["evidence"].split()),
        supersedes=line["supersedes"] or None,
    )
