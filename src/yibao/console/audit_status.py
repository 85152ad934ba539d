"""How the audit trail stands, without recomputing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yibao.platform.database import Sql


@dataclass(frozen=True)
class TrailStatus:
    """Counts, and the last statement that the platform has signed about the trail."""

    entries: int
    waiting: int
    signed_entries: int
    signed_at: datetime | None
    root: str
    key_name: str


def status_of_trail(sql: Sql) -> TrailStatus:
    """Return how many entries there are and up to where they are signed."""
    sql.execute("SELECT count(*), count(*) FILTER (WHERE position IS NULL) FROM audit_entry")
    entries, waiting = sql.fetchone() or (0, 0)
    sql.execute(
        "SELECT size, signed_at, root, key_name FROM audit_checkpoint ORDER BY size DESC LIMIT 1"
    )
    row = sql.fetchone()
    if row is None:
        return TrailStatus(entries, waiting, 0, None, "", "")
    return TrailStatus(entries, waiting, row[0], row[1], bytes(row[2]).hex(), row[3])
