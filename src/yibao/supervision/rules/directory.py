"""The directory of rules (``data/directory.csv``): what every rule file must agree with."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Entry(NamedTuple):
    """A rule of the national library (N01 to N88) or a local supplement (L1 to L8)."""

    code: str
    number: int
    national_code: str | None
    name: str
    tier: str
    group: str
    family: str
    is_published: bool
    """Whether the national book has a table of knowledge points for this rule."""
    grade: str
    scope: str
    stages: str
    """Digits: 1 order entry (事前), 2 settlement (事中), 3 review (事后)."""


@cache
def directory() -> dict[str, Entry]:
    """Return every rule of the directory by its code, in order."""
    path = files("yibao.supervision.rules") / "data" / "directory.csv"
    with path.open(encoding="utf-8") as lines:
        return {line["code"]: _entry(line) for line in csv.DictReader(lines)}


def _entry(line: dict[str, str]) -> Entry:
    return Entry(
        line["code"],
        int(line["number"]),
        line["national_code"] or None,
        line["name"],
        line["tier1"],
        line["tier2"],
        line["family"],
        line["knowledge_published"] == "true",
        line["grade"],
        line["scope"],
        line["stages"],
    )
