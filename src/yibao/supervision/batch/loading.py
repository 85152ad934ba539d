"""Inputs into buckets: each input once, read as canonical columns, cut by the patient's hash.

Reading Parquet is cheap and writing it dear (docs/explanation/batch-audit.md has the figures), so
only the columns that rules name are written, item codes and encounters as numbers.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from yibao.supervision.batch.database import one, quoted, statement
from yibao.supervision.batch.manifest import EXAMPLES, Manifest, Unit, Unread
from yibao.supervision.batch.reading import Table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ORDER = ("patient", "encounter", "settlement", "diagnosis", "operation", "line", "inventory")
"""Encounters come before what refers to them."""

Step = Callable[[str], None]


@dataclass(frozen=True)
class Store:
    """The work folder: loaded inputs under ``data``, item codes, findings, the manifest."""

    root: Path

    @property
    def manifest(self) -> Path:
        """The manifest's place."""
        return self.root / "manifest.json"

    @property
    def items(self) -> Path:
        """The numbers of item codes."""
        return self.root / "items.parquet"

    def data(self, relation: str, folder: str) -> Path:
        """Return the folder of one loaded input."""
        return self.root / "data" / relation / folder

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
        database.execute("CREATE OR REPLACE TABLE item (number INTEGER, item_code VARCHAR)")
        if store.items.exists():
            database.execute(f"INSERT INTO item FROM {quoted(str(store.items))}")
        database.execute(
            "CREATE OR REPLACE TABLE encounter_key "
            "(encounter_id VARCHAR, number BIGINT, bucket USMALLINT)"
        )
        for unit in manifest.units.values():
            if unit.relation == "encounter" and unit.rows:
                self._learn(store.data("encounter", unit.folder))

    def load(self, key: str, table: Table, fingerprint: str) -> Unit:
        """Load one table and return its unit; what the same key had before is removed."""
        self.forget(key)
        folder = f"{self.manifest.next_folder:06d}"
        self.manifest.next_folder += 1
        if table.relation == "line" and self.manifest.is_direct:
            by_bucket = self._counted(table)
        else:
            by_bucket = self._written(table, self.store.data(table.relation, folder))
        rows = sum(by_bucket.values())
        unit = Unit(
            relation=table.relation,
            path=str(table.path),
            fingerprint=fingerprint,
            folder=folder,
            rows=rows,
            by_bucket=by_bucket,
            unread=self._unread(table, rows),
        )
        self.manifest.units[key] = unit
        return unit

    def forget(self, key: str) -> None:
        """Remove what was loaded under a key."""
        unit = self.manifest.units.pop(key, None)
        if unit is not None:
            shutil.rmtree(self.store.data(unit.relation, unit.folder), ignore_errors=True)

    def _counted(self, table: Table) -> dict[int, int]:
        """Count the lines of each bucket without keeping them."""
        return dict(self.database.execute(statement("count_line", rows=table.rows(()))).fetchall())

    def _written(self, table: Table, target: Path) -> dict[int, int]:
        """Write the rows of each bucket; the folder appears when it is complete."""
        if table.relation == "line":
            codes = table.rows({"item_code"}, is_checked=False)
            self.database.execute(statement("new_items", rows=codes))
            self._save_items()
        beside = self.store.root / "loading"
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(parents=True)
        text = statement(
            f"load_{table.relation}",
            rows=table.rows(self.columns if table.relation == "line" else None),
            buckets=self.manifest.buckets,
            first_number=self.manifest.next_number,
        )
        rows = one(
            self.database,
            f"COPY ({text}) TO {quoted(str(beside))} "
            "(FORMAT parquet, COMPRESSION lz4_raw, PARTITION_BY (bucket), OVERWRITE_OR_IGNORE)",
        )[0]
        target.parent.mkdir(parents=True, exist_ok=True)
        beside.replace(target)
        if table.relation == "encounter" and rows:
            self.manifest.next_number += int(rows)
            self._learn(target)
        return _by_bucket(self.database, target)

    def _save_items(self) -> None:
        """Write the numbers of the item codes, in one step."""
        beside = self.store.items.with_suffix(".writing")
        self.database.execute(f"COPY item TO {quoted(str(beside))} (FORMAT parquet)")
        beside.replace(self.store.items)

    def _learn(self, folder: Path) -> None:
        self.database.execute(
            "INSERT INTO encounter_key SELECT encounter_id, number, bucket "
            f"FROM read_parquet({quoted(str(folder))} || '/*/*.parquet', hive_partitioning = true)"
        )

    def _unread(self, table: Table, kept: int) -> tuple[Unread, ...]:
        """Count the rows that were not kept; nothing is read when all were."""
        given = int(one(self.database, _metadata(table.path))[0])
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
            for reason, count, names in self.database.execute(text).fetchall()
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
