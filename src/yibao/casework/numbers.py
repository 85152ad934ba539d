"""Numbers of cases, taken from the database in blocks so that a case costs no extra question."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator
from datetime import date

from yibao.kernel import identifiers
from yibao.platform import database
from yibao.platform.database import Sql

# The sequence counts in steps of this many (migration 0001). A restart loses the rest of a block;
# numbers need be unique, not gapless.
BLOCK = 100
_QUERY_CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_lock = threading.Lock()
_blocks: dict[str, Iterator[int]] = {}


def next_case_number(sql: Sql, region: str, day: date) -> str:
    """Return the next case number (受理编号): region, day, sequence, check character."""
    with _lock:
        sequence = next(_blocks.get(database.alias(), iter(())), None)
        if sequence is None:
            sql.execute("SELECT nextval('case_number')")
            row = sql.fetchone()
            first = (int(row[0]) if row else 0) % 9_999_900
            _blocks[database.alias()] = iter(range(first + 1, first + BLOCK))
            sequence = first
    return identifiers.case_number(region, day, sequence)


def new_query_code() -> str:
    """Return six characters with which somebody at a counter may ask about a case."""
    return "".join(secrets.choice(_QUERY_CODE_ALPHABET) for _ in range(6))
