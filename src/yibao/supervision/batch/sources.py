"""The inputs of a run: files by pattern, or tables of PostgreSQL that are first copied to files."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING

from yibao.supervision.batch.errors import InputMissing, TableWrong
from yibao.supervision.batch.loading import ORDER
from yibao.supervision.batch.manifest import fingerprint_of
from yibao.supervision.batch.mapping import TableMapping, sections_for
from yibao.supervision.batch.reading import Table, header_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

POSTGRESQL = "postgres:"
_TABLE_NAME = re.compile(r"[A-Za-z_][A-Za-z_0-9]*(?:\.[A-Za-z_][A-Za-z_0-9]*)?")
# What each option of the command may bring. A national table of visits holds people as well.
BRINGS = {
    "lines": ("line",),
    "encounters": ("encounter", "patient", "settlement"),
    "patients": ("patient",),
    "diagnoses": ("diagnosis",),
    "operations": ("operation",),
    "inventory": ("inventory",),
}


@dataclass(frozen=True)
class Inputs:
    """Patterns of Parquet files or ``postgres:table``, for each option."""

    lines: tuple[str, ...]
    encounters: tuple[str, ...]
    patients: tuple[str, ...] = ()
    diagnoses: tuple[str, ...] = ()
    operations: tuple[str, ...] = ()
    inventory: tuple[str, ...] = ()
    mapping: TableMapping | None = field(default=None)


@dataclass(frozen=True)
class Given:
    """One table to load, with the key under which the manifest knows it."""

    key: str
    table: Table
    fingerprint: str


def given_tables(database: DuckDBPyConnection, inputs: Inputs, exports: Path) -> list[Given]:
    """Return every table of the inputs with the relations read from it, encounters first.

    Raises:
        InputMissing: a pattern matches no file.
        InputUnreadable: a file is no Parquet file.
        ColumnMissing: a table lacks a required column.
    """
    found: dict[str, Given] = {}
    for option, relations in BRINGS.items():
        for pattern in getattr(inputs, option):
            for path in _paths(option, pattern, exports):
                header = header_of(database, path)
                for name, section in sections_for(header, relations, inputs.mapping).items():
                    table = Table(name, path, header, section)
                    table.check()
                    found[f"{name}:{path}"] = Given(
                        f"{name}:{path}", table, _fingerprint(path, exports)
                    )
    return sorted(found.values(), key=lambda given: (ORDER.index(given.table.relation), given.key))


def _paths(option: str, pattern: str, exports: Path) -> list[Path]:
    if pattern.startswith(POSTGRESQL):
        from yibao.supervision.batch.postgresql import export

        name = pattern.removeprefix(POSTGRESQL)
        if not _TABLE_NAME.fullmatch(name):
            raise TableWrong(table=name)
        return [export(name, exports / f"{option}-{name}.parquet")]
    paths = sorted(Path(found).resolve() for found in glob(pattern))  # noqa: PTH207 - may be absolute
    if not paths:
        raise InputMissing(relation=option, pattern=pattern)
    return paths


def _fingerprint(path: Path, exports: Path) -> str:
    """Return size and time of a file; of our own copy of a table, which is always new, its hash."""
    if path.parent != exports.resolve() and path.parent != exports:
        return fingerprint_of(path)
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
