"""Person numbers (人员编号), taken from the database in blocks: no question for each person."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from yibao.kernel.iso7064 import mod_11_2
from yibao.platform import database
from yibao.platform.database import Sql

# The sequence counts in steps of this many (migration 0001). A restart loses the rest of a block.
BLOCK = 100
_lock = threading.Lock()
_blocks: dict[str, Iterator[int]] = {}


def next_person_number(sql: Sql) -> str:
    """Return the next person number: ten digits and a check character (ISO 7064 MOD 11-2)."""
    with _lock:
        sequence = next(_blocks.get(database.alias(), iter(())), None)
        if sequence is None:
            sql.execute("SELECT nextval('person_number')")
            row = sql.fetchone()
            sequence = int(row[0]) if row else 0
            _blocks[database.alias()] = iter(range(sequence + 1, sequence + BLOCK))
    body = f"{sequence:010d}"
    return body + mod_11_2(body)
