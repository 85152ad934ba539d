"""DuckDB as the batch uses it: a memory limit that holds, two threads, spill inside the work folder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yibao.supervision.batch.errors import MemoryWrong

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_UNITS = {"MB": 10**6, "GB": 10**9, "MIB": 2**20, "GIB": 2**30}
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*(MB|GB|MiB|GiB)", re.IGNORECASE)
# What Python, the knowledge rows and the buffers of readers and writers take beside DuckDB's own
# count: measured 0.25 to 0.45 GB. A quarter is kept back, at least this much.
_KEPT_BACK = 300 * 10**6


def bytes_of(size: str) -> int:
    """Return a size such as ``2GB`` in bytes.

    Raises:
        MemoryWrong: the text is not a size, or is less than 500 MB.
    """
    match = _SIZE.fullmatch(size.strip())
    number = int(float(match[1]) * _UNITS[match[2].upper()]) if match else 0
    if number < 500 * 10**6:
        raise MemoryWrong(size=size)
    return number


def allowed_bytes(memory: str) -> int:
    """Return how much of a limit the engine may use."""
    allowed = bytes_of(memory)
    return allowed - max(_KEPT_BACK, allowed // 4)


@contextmanager
def open_database(
    temporary: Path, *, memory: str = "2GB", threads: int = 2
) -> Iterator[DuckDBPyConnection]:
    """Open an in-memory database that spills into ``temporary`` and stays within ``memory``."""
    import duckdb

    limit = allowed_bytes(memory)
    temporary.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as database:
        database.execute(f"SET memory_limit = '{limit // 10**6}MB'")
        database.execute(f"SET threads = {threads}")
        database.execute("SET preserve_insertion_order = false; SET enable_progress_bar = false")
        database.execute(f"SET temp_directory = {quoted(str(temporary))}")
        database.execute("SET parquet_metadata_cache = true")
        database.execute("SET allocator_flush_threshold = '1GB'")
        database.execute("SET allocator_bulk_deallocation_flush_threshold = '2GB'")
        yield database


def statement(name: str, /, **facts: object) -> str:
    """Return a text of ``batch/sql`` with its placeholders filled."""
    text = (files("yibao.supervision.batch") / "sql" / f"{name}.sql").read_text(encoding="utf-8")
    return text.format(**facts)


def one(database: DuckDBPyConnection, query: str) -> tuple[Any, ...]:
    """Return the first row of a query that always has one."""
    row = database.execute(query).fetchone()
    assert row is not None, query  # noqa: S101 - an aggregate without groups has a row
    return row


def quoted(text: str) -> str:
    """Return a text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def pattern_list(paths: list[Path]) -> str:
    """Return paths as the list that ``read_parquet`` takes."""
    return "[" + ", ".join(quoted(str(path)) for path in paths) + "]"
