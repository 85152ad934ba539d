"""Bring the packaged catalogues into PostgreSQL: once for each edition, and never by halves.

Called after the migrations at every start. A start that finds the packaged editions loaded costs
one small query; loading both catalogues takes about a second.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
from psycopg import sql

from yibao.reference.data_sets import DataSet, data_sets, verified_data

# Any constant will do, as long as nobody else locks it: two processes starting at once take turns.
_LOADING_LOCK = 7_219_550_812_233

_CATALOGUES = {"diagnoses": "reference_diagnosis", "procedures": "reference_procedure"}


def load_reference_data(
    connection: psycopg.Connection[Any], progress: Callable[[str], None] = lambda _: None
) -> list[str]:
    """Load every data set whose packaged edition this database has not seen yet.

    Return the names of the data sets loaded, none when all is up to date. ``progress`` gets one
    sentence before each. All happens in one transaction (a savepoint inside the caller's);
    raise DataFileChanged when a file differs from its checksum, and leave everything as it was.
    """
    if not outdated(connection):
        return []
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOADING_LOCK,))
        names = outdated(connection)
        for name in names:
            data_set = data_sets()[name]
            progress(f"正在装载{data_set.title}（{data_set.rows} 条）。")
            _load(connection, name, data_set)
    return names


def outdated(connection: psycopg.Connection[Any]) -> list[str]:
    """Return the data sets whose packaged edition differs from the one that is loaded."""
    rows = connection.execute("SELECT name, version, checksum FROM reference_dataversion")
    loaded = {name: (version, checksum) for name, version, checksum in rows}
    return [
        name
        for name, data_set in data_sets().items()
        if loaded.get(name) != (data_set.version, data_set.checksum)
    ]


def _load(connection: psycopg.Connection[Any], name: str, data_set: DataSet) -> None:
    """Load one data set and note its edition; code tables and regions stay in memory."""
    content = verified_data(name)
    if table := _CATALOGUES.get(name):
        _fill(connection, table, content, data_set)
    connection.execute(
        """
        INSERT INTO reference_dataversion (name, title, version, valid_from, checksum, rows)
        VALUES (%s, %s, %s, %s, %s, %s)
        ON CONFLICT (name) DO UPDATE SET title = excluded.title, version = excluded.version,
            valid_from = excluded.valid_from, checksum = excluded.checksum, rows = excluded.rows,
            loaded_at = now()
        """,
        (
            name,
            data_set.title,
            data_set.version,
            data_set.valid_from,
            data_set.checksum,
            data_set.rows,
        ),
    )


def _fill(
    connection: psycopg.Connection[Any], table: str, content: bytes, data_set: DataSet
) -> None:
    """Copy the file into a temporary table, then add, change and close entries set by set."""
    facts = {
        "version": data_set.version,
        "valid_from": data_set.valid_from,
        "closed_on": data_set.valid_from or data_set.packaged_on,
    }
    connection.execute(
        "CREATE TEMPORARY TABLE incoming (code text PRIMARY KEY, name text NOT NULL) ON COMMIT DROP"
    )
    with connection.cursor().copy("COPY incoming FROM STDIN (FORMAT csv, HEADER true)") as copy:
        copy.write(content)
    for statement in (_UPSERT, _CLOSE):
        connection.execute(sql.SQL(statement).format(table=sql.Identifier(table)), facts)
    connection.execute("DROP TABLE incoming")


# A code that comes back after it had been dropped is valid again, under the date it first had.
_UPSERT = """
    INSERT INTO {table} AS kept (code, name, version, valid_from)
    SELECT code, name, %(version)s, %(valid_from)s FROM incoming
    ON CONFLICT (code) DO UPDATE
        SET name = excluded.name, version = excluded.version, valid_until = NULL
    WHERE (kept.name, kept.version, kept.valid_until)
        IS DISTINCT FROM (excluded.name, excluded.version, NULL)
"""

# An edition without a date cannot say since when a code is gone: the day of the file stands in.
_CLOSE = """
    UPDATE {table} AS kept SET valid_until = %(closed_on)s
    WHERE valid_until IS NULL
        AND NOT EXISTS (SELECT FROM incoming WHERE incoming.code = kept.code)
"""
