"""The 114 services that the access guide promises: number, exact name, group, operation.

Source: 贵州省医保便民服务事项接入指南 (numbers, names, groups); operation names, templates, identity
levels and time limits are ours. A service that is not declared yet still stands here, so that
nothing promised is forgotten.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class DirectoryEntry:
    """One row of the directory; ``working_days`` 0 means at once."""

    number: int
    group: str
    name: str
    operation: str
    kind: str
    identity_level: str
    working_days: int


@cache
def directory() -> dict[str, DirectoryEntry]:
    """Return the 114 rows by operation, in the order of the access guide."""
    text = files("yibao.catalogue").joinpath("data/directory.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    entries = [
        DirectoryEntry(
            number=int(row["number"]),
            group=row["group"],
            name=row["name"],
            operation=row["operation"],
            kind=row["kind"],
            identity_level=row["identity_level"],
            working_days=int(row["working_days"]),
        )
        for row in rows
    ]
    return {entry.operation: entry for entry in entries}


@cache
def groups() -> dict[str, list[DirectoryEntry]]:
    """Return the 22 groups, each with its services, in the order of the access guide."""
    grouped: dict[str, list[DirectoryEntry]] = {}
    for entry in directory().values():
        grouped.setdefault(entry.group, []).append(entry)
    return grouped
