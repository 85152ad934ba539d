"""Inputs into buckets: each input once, read as canonical columns, cut by the patient's hash.

Reading Parquet is cheap and writing it dear (docs/explanation/batch-audit.md has the figures), so
lines are written only where there are several buckets, and only those of known items, with the
columns that rules name.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from yibao.supervision.batch.database import one, quoted, statement
from yibao.supervision.batch.manifest import EXAMPLES, Manifest, Unit, Unread
from yibao.supervision.batch.reading import Table
from yibao.supervision.batch.statistics import all_usable

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ORDER = ("patient", "encounter", "settlement", "diagnosis", "operation", "line", "inventory")
"""Encounters come before what refers to them."""

_FIRST_OF_TWINS = (
    "QUALIFY row_number() OVER (PARTITION BY encounter_id ORDER BY start_day, patient_id) = 1"
)
_BEFORE = frozenset({"patient", "encounter"})


class NewTable(NamedTuple):
    """A table to load, with the key under which the manifest knows it."""

    key: str
    table: Table
    fingerprint: str


@dataclass(frozen=True)
class Store:
    """The work folder: loaded inputs under ``data``, findings, the manifest."""

    root: Path

    @property
    def manifest(self) -> Path:
        """The manifest's place."""
        return self.root / "manifest.json"

    def data(self, relation: str, folder: str) -> Path:
        """Return the folder of one loaded input."""
        return self.root / "data" / relation / folder

    @property
    def line_sums(self) -> Path:
        """The folder of sums over the lines of encounters, where there are several buckets."""
        return self.root / "parts" / "line_sum"

    @property
    def hits(self) -> Path:
        """The folder of what the statements over every line hit, where there are several buckets."""
        return self.root / "parts" / "hit"

    def part(self, shape: str) -> Path:
        """Return the file of what a shape across patients needs."""
        return self.root / "parts" / f"{shape}.parquet"

    def files(self, manifest: Manifest, relation: str, bucket: int) -> list[Path]:
        """Return a relation's files of one bucket."""
        found: list[Path] = []
        for unit in manifest.units.values():
            if unit.relation == relation and unit.by_bucket.get(bucket):
                folder = self.data(relation, unit.folder) / f"bucket={bucket}"
                found += sorted(folder.glob("*.parquet"))
        return found


class Loader:
    """Loads tables into a store; the encounters loaded so far are kept as a key table."""

    def __init__(
        self, database: DuckDBPyConnection, store: Store, manifest: Manifest, columns: Iterable[str]
    ) -> None:
        self.database = database
        self.store = store
        self.manifest = manifest
        self.columns = tuple(sorted(columns))
        database.execute(
            "CREATE OR REPLACE TABLE encounter_key "
            "(encounter_id VARCHAR, number BIGINT, bucket USMALLINT)"
        )
        for unit in manifest.units.values():
            if unit.relation == "encounter" and unit.rows:
                self._learn(store.data("encounter", unit.folder))

    def close(self) -> None:
        """Give back the memory of the encounters' keys."""
        self.database.execute("DROP TABLE encounter_key")

    def load(self, tables: Sequence[NewTable]) -> Iterator[Unit]:
        """Load tables, and yield the unit of each when it is complete and in the manifest.

        What the same key had before is removed. What refers to encounters is loaded by two
        connections side by side, since writing a file keeps one processor busy and not two.
        """
        for key, *_ in tables:
            self.forget(key)
        first = [new for new in tables if new.table.relation in _BEFORE]
        for new in first:
            yield self._keep(new, self._unit(self.database, new, self._folder()))
        others = [(new, self._folder()) for new in tables if new not in first]
        with ThreadPoolExecutor(2) as pool:
            units = pool.map(lambda each: self._unit(self.database.cursor(), *each), others)
            for (new, _), unit in zip(others, units, strict=True):
                yield self._keep(new, unit)

    def _keep(self, new: NewTable, unit: Unit) -> Unit:
        self.manifest.units[new.key] = unit
        return unit

    def _folder(self) -> str:
        self.manifest.next_folder += 1
        return f"{self.manifest.next_folder - 1:06d}"

    def _unit(self, database: DuckDBPyConnection, new: NewTable, folder: str) -> Unit:
        """Load one table into a folder."""
        table = new.table
        by_bucket: dict[int, int] = {}
        if table.relation != "line" or not self.manifest.is_whole:
            by_bucket = self._written(database, table, folder)
        if table.relation == "line":
            by_bucket = _counted(database, table)
        rows = sum(by_bucket.values())
        return Unit(
            relation=table.relation,
            path=str(table.path),
            fingerprint=new.fingerprint,
            folder=folder,
            rows=rows,
            by_bucket=by_bucket,
            unread=_unread(database, table, rows),
        )

    def forget(self, key: str) -> None:
        """Remove what was loaded under a key."""
        unit = self.manifest.units.pop(key, None)
        if unit is not None:
            shutil.rmtree(self.store.data(unit.relation, unit.folder), ignore_errors=True)

    def _written(self, database: DuckDBPyConnection, table: Table, folder: str) -> dict[int, int]:
        """Write the rows of each bucket; the folder appears when it is complete."""
        target = self.store.data(table.relation, folder)
        beside = self.store.root / "loading" / folder
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(parents=True)
        rows = self._copy(database, self._text(database, table), beside)
        target.parent.mkdir(parents=True, exist_ok=True)
        beside.replace(target)
        if table.relation == "encounter" and rows:
            self.manifest.next_number += rows
            self._learn(target)
        if self.manifest.is_whole:
            return {0: rows} if rows else {}
        return _by_bucket(database, target)

    def _text(self, database: DuckDBPyConnection, table: Table) -> str:
        """Return the query of a table's rows with their buckets."""
        if table.relation != "line":
            return statement(
                f"load_{table.relation}",
                rows=table.rows(),
                buckets=self.manifest.buckets,
                first_number=self.manifest.next_number,
                first_of_twins=_FIRST_OF_TWINS if _has_twins(database, table) else "",
            )
        is_usable = all_usable(database, table)
        return statement(
            "load_line",
            columns=", ".join(f"l.{name}" for name in self.columns),
            rows=table.rows({*self.columns, "encounter_id"}, is_checked=not is_usable),
            usable="TRUE" if is_usable else "l.reason IS NULL",
        )

    def _copy(self, database: DuckDBPyConnection, text: str, folder: Path) -> int:
        """Write rows to a folder for each bucket; return how many there were."""
        options = "FORMAT parquet, COMPRESSION lz4_raw"
        target = folder
        if self.manifest.is_whole:  # one file, without the dearer cutting
            target = folder / "bucket=0" / "data_0.parquet"
            target.parent.mkdir()
            text = f"SELECT * EXCLUDE (bucket) FROM ({text})"
        else:
            options += ", PARTITION_BY (bucket), OVERWRITE_OR_IGNORE"
        copied = f"COPY ({text}) TO {quoted(str(target))} ({options})"
        return int(one(database, copied)[0])

    def _learn(self, folder: Path) -> None:
        self.database.execute(
            "INSERT INTO encounter_key SELECT encounter_id, number, bucket "
            f"FROM read_parquet({quoted(str(folder))} || '/*/*.parquet', hive_partitioning = true)"
        )


def _has_twins(database: DuckDBPyConnection, table: Table) -> bool:
    """Tell whether an encounter comes twice in a table; looking is cheaper than sorting them out."""
    if table.relation != "encounter":
        return False
    rows = table.rows({"encounter_id"}, is_checked=False)
    query = f"SELECT count(encounter_id) <> count(DISTINCT encounter_id) FROM ({rows})"
    return bool(one(database, query)[0])


def _counted(database: DuckDBPyConnection, table: Table) -> dict[int, int]:
    """Count the usable lines of each bucket, known or not."""
    is_usable = all_usable(database, table)
    text = statement(
        "count_line",
        rows=table.rows({"encounter_id"}, is_checked=not is_usable),
        usable="TRUE" if is_usable else "l.reason IS NULL",
    )
    return dict(database.execute(text).fetchall())


def _unread(database: DuckDBPyConnection, table: Table, kept: int) -> tuple[Unread, ...]:
    """Count the rows that were not kept; nothing is read when all were."""
    given = int(one(database, _metadata(table.path))[0])
    if given == kept or table.relation in {"patient", "settlement"}:
        return ()
    text = statement(
        "unread",
        rows=table.rows(()),
        name=table.name_column,
        knows_encounters="FALSE"
        if table.relation in {"encounter", "inventory"}
        else "encounter_id NOT IN (SELECT encounter_id FROM encounter_key)",
        encounter="encounter_id" if table.relation == "encounter" else "NULL",
        examples=EXAMPLES,
    )
    return tuple(
        Unread(table.relation, table.path.name, reason, count, tuple(names))
        for reason, count, names in database.execute(text).fetchall()
    )


def _metadata(path: Path) -> str:
    return f"SELECT sum(num_rows) FROM parquet_file_metadata({quoted(str(path))})"


def _by_bucket(database: DuckDBPyConnection, folder: Path) -> dict[int, int]:
    if not any(folder.glob("*/*.parquet")):
        return {}
    rows = database.execute(
        "SELECT CAST(regexp_extract(file_name, 'bucket=(\\d+)', 1) AS INTEGER), sum(num_rows) "
        f"FROM parquet_file_metadata({quoted(str(folder))} || '/*/*.parquet') GROUP BY 1"
    ).fetchall()
    return {int(bucket): int(count) for bucket, count in rows}
