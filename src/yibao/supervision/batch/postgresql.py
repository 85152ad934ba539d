"""Between PostgreSQL and a batch: tables copied to Parquet before, findings stored after.

DuckDB has an extension for PostgreSQL, but it is fetched from the network when first used, and a
supervision centre has none. COPY needs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from yibao.platform import database as postgresql
from yibao.supervision.batch.database import pattern_list, quoted
from yibao.supervision.batch.months import days_of
from yibao.supervision.findings.store import COLUMNS, Scope, StoredRun, store
from yibao.supervision.shapes.compiled import EPOCH

if TYPE_CHECKING:
    from yibao.supervision.batch.record import RunRecord

_ROWS = 10_000
"""So many findings are fetched at a time."""


def export(table: str, target: Path) -> Path:
    """Copy a table to a Parquet file, every column as text, and return the file.

    Raises:
        TableWrong: there is no such table.
    """
    import duckdb
    from psycopg import errors, sql

    from yibao.supervision.batch.errors import TableWrong

    target.parent.mkdir(parents=True, exist_ok=True)
    text = target.with_suffix(".csv")
    name = sql.Identifier(*table.split("."))
    query = sql.SQL("COPY (SELECT * FROM {}) TO STDOUT (FORMAT csv, HEADER true)").format(name)
    try:
        with postgresql.transaction() as cursor, text.open("wb") as out, cursor.copy(query) as copy:
            for block in copy:
                out.write(block)
    except errors.UndefinedTable as error:
        raise TableWrong(table=table) from error
    beside = target.with_suffix(".writing")
    with duckdb.connect() as database:
        database.execute("SET threads = 2; SET preserve_insertion_order = true")
        database.execute(
            f"COPY (FROM read_csv({quoted(str(text))}, header = true, all_varchar = true)) "
            f"TO {quoted(str(beside))} (FORMAT parquet, COMPRESSION zstd)"
        )
    text.unlink()
    return beside.replace(target)


def store_run(record: RunRecord) -> int:
    """Write a finished run and its findings; return how many older ones it closed."""
    run = StoredRun(
        run_id=record.run_id,
        started_at=record.started_at,
        snapshot_id=record.snapshot_id,
        is_complete=record.is_complete,
        lines=record.lines,
        findings=record.findings,
        amount=record.amount,
        record=msgspec.json.encode(record).decode(),
    )
    with postgresql.transaction() as cursor:
        return store(cursor, run, _findings(Path(record.findings_folder)), scope_of(record))


def scope_of(record: RunRecord) -> Scope:
    """Return what a run looked at: its months, or else all days that its encounters have."""
    periods = [days_of(month) for month in record.months] or [record.days]
    return Scope(
        rules=tuple(rule.code for rule in record.rules),
        institutions=(*record.institutions, ""),
        periods=tuple((_day(since), _day(until)) for since, until in periods),
    )


def _findings(folder: Path) -> Iterator[Sequence[Any]]:
    import duckdb

    paths = sorted(folder.glob("*.parquet"))
    if not paths:
        return
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    with duckdb.connect() as database:
        database.execute("SET threads = 1")
        rows = database.execute(f"SELECT {names} FROM read_parquet({pattern_list(paths)})")
        while block := rows.fetchmany(_ROWS):
            yield from block


def _day(number: int) -> date:
    return EPOCH + timedelta(days=number)
