"""What a work folder holds: which inputs were loaded into buckets, which buckets are done.

Written by rename after each step, so that a killed run goes on where it stood.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

import msgspec
from msgspec import Struct, field

EXAMPLES = 20
"""So many rows that could not be used are named; the rest is counted."""


class Unread(Struct, frozen=True):
    """Rows of an input that could not be used: why, how many, the names of some.

    ``reason`` is the column that cannot be read, ``quantity_negative``, ``duplicate`` or
    ``no_encounter`` (the line, diagnosis or operation of an encounter that is not there).
    """

    relation: str
    input: str
    reason: str
    rows: int
    examples: tuple[str, ...]


class Unit(Struct):
    """One input loaded as one relation."""

    relation: str
    path: str
    fingerprint: str
    folder: str
    rows: int
    by_bucket: dict[int, int]
    unread: tuple[Unread, ...] = ()

    @property
    def has_orphans(self) -> bool:
        """Tell whether rows waited for an encounter that was not there."""
        return any(unread.reason == "no_encounter" for unread in self.unread)

    @property
    def is_clean(self) -> bool:
        """Tell whether every row can be read as it is; that of no encounter joins with none."""
        return all(unread.reason == "no_encounter" for unread in self.unread)


class RuleCount(Struct):
    """What one rule saw and found: lines whose item it names, findings, fen at stake."""

    lines: int = 0
    findings: int = 0
    amount: int = 0
    counted_amount: int = 0

    def add(self, other: RuleCount) -> None:
        """Add another count to this one."""
        self.lines += other.lines
        self.findings += other.findings
        self.amount += other.amount
        self.counted_amount += other.counted_amount


class BucketDone(Struct):
    """A bucket's result: valid as long as its fingerprint is that of its inputs and rules."""

    fingerprint: str
    findings: str
    lines: int
    encounters: int
    by_rule: dict[str, RuleCount]


class Manifest(Struct):
    """The state of a work folder."""

    buckets: int
    layout: str
    """Hash of what decides how inputs are laid out: columns, mapping, engine version."""
    units: dict[str, Unit] = field(default_factory=dict)
    done: dict[str, BucketDone] = field(default_factory=dict)
    next_folder: int = 0
    next_number: int = 0
    columns: tuple[str, ...] = ()
    codes: str = ""
    """Hash of the item codes whose lines are in the buckets."""

    @property
    def is_whole(self) -> bool:
        """Tell whether one bucket holds everybody: then nothing of the lines is written."""
        return self.buckets == 1

    def lines(self, bucket: int) -> int:
        """Return how many usable lines a bucket has, known or not."""
        units = self.units.values()
        return sum(u.by_bucket.get(bucket, 0) for u in units if u.relation == "line")

    def bucket_inputs(self, bucket: int) -> list[str]:
        """Return what identifies the inputs that a bucket depends on; stock concerns them all."""
        return self._inputs(
            unit
            for unit in self.units.values()
            if unit.by_bucket.get(bucket) or unit.relation == "inventory"
        )

    def all_inputs(self) -> list[str]:
        """Return what identifies all inputs."""
        return self._inputs(self.units.values())

    def _inputs(self, units: Iterable[Unit]) -> list[str]:
        return sorted(f"{unit.relation}:{unit.folder}:{unit.fingerprint}" for unit in units)


def read(path: Path) -> Manifest | None:
    """Return the manifest of a folder, ``None`` if there is none that this version can use."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Manifest)
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def write(path: Path, manifest: Manifest) -> None:
    """Replace the manifest in one step."""
    replace_file(path, msgspec.json.encode(manifest))


def replace_file(path: Path, content: bytes) -> None:
    """Write a file beside its place and move it there when it is on disk."""
    beside = path.with_suffix(".writing")
    with beside.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    beside.replace(path)


def fingerprint_of(path: Path) -> str:
    """Return what changes when a file changes: size and time of change."""
    known = path.stat()
    return f"{known.st_size}-{known.st_mtime_ns}"


def digest(*parts: object) -> str:
    """Return a short hash of texts and numbers."""
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()[:16]
