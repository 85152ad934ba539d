"""The catalogue of chronic and special diseases (门诊慢特病病种), read from a dated file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from yibao.chronic_care.kinds import DiseaseKind


@dataclass(frozen=True)
class Disease:
    """One disease of the catalogue, from ``since`` until ``until`` (excluded, None: open).

    Diseases of one ``group`` exclude each other: a person has one of them recognised at a time.
    """

    code: str
    name: str
    kind: DiseaseKind
    group: str
    is_reviewed: bool
    is_cross_province: bool
    since: date
    until: date | None = None

    def is_listed_on(self, day: date) -> bool:
        """Tell whether the disease stands in the catalogue on ``day``."""
        return self.since <= day and (self.until is None or day < self.until)


@cache
def catalogue() -> dict[str, Disease]:
    """Return every disease of the file by its code, in the order of the file."""
    path = files("yibao.chronic_care") / "data" / "diseases.yaml"
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))["diseases"]
    return {row["code"]: _read(row) for row in rows}


def name_of(code: str) -> str:
    """Return the name of a disease, or the code of one that the file no longer has."""
    found = catalogue().get(code)
    return found.name if found else code


def _read(row: dict[str, Any]) -> Disease:
    return Disease(
        code=str(row["code"]),
        name=str(row["name"]),
        kind=DiseaseKind(str(row["kind"])),
        group=str(row.get("group", row["code"])),
        is_reviewed=bool(row.get("review")),
        is_cross_province=bool(row.get("cross_province")),
        since=row["since"],
        until=row.get("until"),
    )
