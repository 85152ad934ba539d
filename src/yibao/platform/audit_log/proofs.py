"""Proofs from the stored tree: short enough to hand to an auditor, who needs only the root.

A proof reads at most 256 hashes for each 8 levels: a few milliseconds for a billion entries.
Check one with ``tree.includes`` and ``tree.continues``.
"""

from __future__ import annotations

from yibao.platform.audit_log import sequencing, tree
from yibao.platform.audit_log.errors import NoSuchProof
from yibao.platform.audit_log.sequencing import NODE_LEVELS
from yibao.platform.database import Sql

_LEAVES = """
    SELECT leaf_hash FROM audit_entry WHERE position >= %s AND position < %s ORDER BY position
"""
_NODES = """
    SELECT hash FROM audit_node WHERE level = %s AND number >= %s AND number < %s ORDER BY number
"""


def inclusion_proof(sql: Sql, *, position: int, size: int) -> list[bytes]:
    """Return the proof that the entry at ``position`` is among the first ``size`` entries.

    Raises NoSuchProof.
    """
    stored = sequencing.stored_tree(sql).size
    if not 0 <= position < size <= stored:
        raise NoSuchProof(size=stored)
    return tree.inclusion_proof(position, size, _StoredTree(sql).subtree)


def consistency_proof(sql: Sql, *, old: int, new: int) -> list[bytes]:
    """Return the proof that the first ``old`` of the first ``new`` entries never changed.

    Raises NoSuchProof.
    """
    stored = sequencing.stored_tree(sql).size
    if not 0 < old <= new <= stored:
        raise NoSuchProof(size=stored)
    return tree.consistency_proof(old, new, _StoredTree(sql).subtree)


def root_at(sql: Sql, size: int) -> bytes:
    """Return the root that the tree had at ``size`` entries. Raises NoSuchProof."""
    stored = sequencing.stored_tree(sql).size
    if not 0 <= size <= stored:
        raise NoSuchProof(size=stored)
    return _StoredTree(sql).subtree(0, size) if size else tree.EMPTY_ROOT


class _StoredTree:
    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def subtree(self, start: int, count: int) -> bytes:
        if count & (count - 1):
            left = tree.split(count)
            return tree.node_hash(
                self.subtree(start, left), self.subtree(start + left, count - left)
            )
        return self._complete(count.bit_length() - 1, start // count)

    def _complete(self, height: int, number: int) -> bytes:
        """Return a complete subtree's root from the stored level at or below it."""
        level = height - height % NODE_LEVELS
        width = 1 << height - level
        hashes = self._stored(level, number * width, (number + 1) * width)
        while len(hashes) > 1:
            pairs = zip(hashes[::2], hashes[1::2], strict=True)
            hashes = [tree.node_hash(left, right) for left, right in pairs]
        return hashes[0]

    def _stored(self, level: int, start: int, end: int) -> list[bytes]:
        if level:
            self._sql.execute(_NODES, (level, start, end))
        else:
            self._sql.execute(_LEAVES, (start, end))
        return [row[0] for row in self._sql]
