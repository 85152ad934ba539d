"""How many buckets a run needs: what known lines take in memory decides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from yibao.supervision.batch.database import allowed_bytes, one
from yibao.supervision.batch.reading import Table, merged

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LINE_BYTES = 270
"""What a known line takes in the table ``line``: measured 260 with ids of national length."""
SHARE = 0.55
"""The part of the engine's memory that ``line`` may take; the rest is for joins and groupings."""


def bucket_count(database: DuckDBPyConnection, tables: Sequence[Table], memory: str) -> int:
    """Return the number of buckets with which the known lines fit into ``memory``."""
    known = sum(_known_lines(database, table) for table in merged(tables))
    return max(1, -(-known * LINE_BYTES // int(allowed_bytes(memory) * SHARE)))


def _known_lines(database: DuckDBPyConnection, table: Table) -> int:
    """Count the known lines; that reads one column, and a sample could lie about the rest."""
    rows = table.rows({"item_code"}, is_checked=False)
    known = "SELECT code FROM known_code"
    return int(one(database, f"SELECT count(*) FROM ({rows}) WHERE item_code IN ({known})")[0])
