"""Removing files without a row: their transaction was rolled back after they were written."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from uuid import UUID

from yibao.platform import database
from yibao.platform.database import Sql
from yibao.platform.files import storage

_BATCH = 1000


def remove_orphans() -> int:
    """Delete the files, older than an hour, that no row knows; return how many."""
    removed, paths = 0, storage.settled()
    with database.reading() as sql:
        while batch := list(islice(paths, _BATCH)):
            known = _known(sql, batch)
            for path in batch:
                if path.name not in known:
                    path.unlink(missing_ok=True)
                    removed += 1
    return removed


def _known(sql: Sql, paths: list[Path]) -> set[str]:
    names = [identifier for path in paths if (identifier := _identifier(path.name))]
    sql.execute("SELECT id FROM stored_file WHERE id = ANY(%s)", (names,))
    return {row[0].hex for row in sql}


def _identifier(name: str) -> UUID | None:
    try:
        return UUID(hex=name)
    except ValueError:
        return None  # half-written
