"""Giving committed entries their place in the tree.

Writers never wait for one another: they insert, commit and go. One sequencer at a time, which an
advisory lock guarantees, numbers whatever has been committed since and appends it to the tree.
"""

from __future__ import annotations

from collections.abc import Sequence

from yibao.platform import database
from yibao.platform.audit_log.tree import Frontier
from yibao.platform.database import Sql

NODE_LEVELS = 8
"""Every how many levels a complete subtree's hash is kept: one row for 256 entries."""

_LOCK = 7_962_001
_PENDING = """
    SELECT id, leaf_hash FROM audit_entry WHERE position IS NULL ORDER BY id LIMIT %s
"""
_NUMBER = """
    UPDATE audit_entry entry SET position = %s + pending.place - 1
    FROM unnest(%s::bigint[]) WITH ORDINALITY AS pending (id, place)
    WHERE entry.id = pending.id
"""
_KEEP_NODES = """
    INSERT INTO audit_node (level, number, hash)
    SELECT * FROM unnest(%s::smallint[], %s::bigint[], %s::bytea[])
"""
_KEEP_TREE = """
    INSERT INTO audit_tree (id, size, frontier) VALUES (1, %s, %s)
    ON CONFLICT (id) DO UPDATE SET size = excluded.size, frontier = excluded.frontier
"""


def sequence(batch: int = 5000) -> int:
    """Give up to ``batch`` committed entries their positions; return how many.

    0 if another process is at it.
    """
    with database.transaction() as sql:
        sql.execute("SELECT pg_try_advisory_xact_lock(%s)", (_LOCK,))
        (is_mine,) = sql.fetchone() or (False,)
        return _append_pending(sql, batch) if is_mine else 0


def sequence_all() -> int:
    """Give every committed entry its position, waiting for another sequencer; return how many."""
    total = 0
    while True:
        with database.transaction() as sql:
            take_turn(sql)
            done = _append_pending(sql, 5000)
        total += done
        if not done:
            return total


def take_turn(sql: Sql) -> None:
    """Be the only sequencer until the transaction ends, waiting for the one before."""
    sql.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))


def stored_tree(sql: Sql) -> Frontier:
    """Return the tree's right-hand edge as it was left."""
    sql.execute("SELECT size, frontier FROM audit_tree WHERE id = 1")
    row = sql.fetchone()
    return Frontier.from_bytes(row[0], row[1]) if row else Frontier()


def _append_pending(sql: Sql, batch: int) -> int:
    sql.execute(_PENDING, (batch,))
    pending = sql.fetchall()
    if not pending:
        return 0
    frontier = stored_tree(sql)
    sql.execute(_NUMBER, (frontier.size, [row[0] for row in pending]))
    _keep_nodes(sql, frontier, [row[1] for row in pending])
    sql.execute(_KEEP_TREE, (frontier.size, frontier.to_bytes()))
    return len(pending)


def _keep_nodes(sql: Sql, frontier: Frontier, leaves: Sequence[bytes]) -> None:
    nodes = [
        node for leaf in leaves for node in frontier.append(leaf) if node[0] % NODE_LEVELS == 0
    ]
    if nodes:
        sql.execute(_KEEP_NODES, [list(column) for column in zip(*nodes, strict=True)])
