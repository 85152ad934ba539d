"""One pass over the rows, which rebuilds the tree and stops to compare wherever it can."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import msgspec

from yibao.platform.audit_log import sequencing
from yibao.platform.audit_log.checkpoint_pairs import Pair, paired
from yibao.platform.audit_log.entries import Content, milliseconds
from yibao.platform.audit_log.sequencing import NODE_LEVELS
from yibao.platform.audit_log.tree import Frontier
from yibao.platform.database import Sql

PAGE = 5000

_ROWS = """
    SELECT id, position, leaf_hash, recorded_at, action, object_id, operator, case_number, facts
    FROM audit_entry WHERE position >= %s AND position < %s ORDER BY position, id LIMIT %s
"""
_NODE = "SELECT hash FROM audit_node WHERE level = %s AND number = %s"
_BEYOND = "SELECT min(id) FROM audit_entry WHERE position >= (SELECT size FROM audit_tree)"

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Difference:
    """Something found wrong. ``position`` counts from 0; ``entry_id`` is the nearest row, if any.

    ``kind`` is ``changed`` (a row does not match its own hash), ``missing``, ``inserted``,
    ``rewritten`` (rows from ``position`` on were changed with their hashes, or reordered) or
    ``checkpoint`` (the checkpoint of ``position`` entries itself is wrong).
    """

    kind: str
    position: int
    entry_id: int | None
    explanation: str


class _Row(NamedTuple):
    id: int
    position: int
    leaf_hash: bytes
    recorded_at: datetime
    action: str
    object_id: str
    operator: str
    case_number: str
    facts: str

    def recomputed(self) -> bytes:
        """Return the leaf hash that the row's content has now."""
        return Content(
            action=self.action,
            case_number=self.case_number,
            facts=msgspec.Raw(self.facts.encode()),
            object_id=self.object_id,
            operator=self.operator,
            recorded_ms=milliseconds(self.recorded_at),
        ).leaf_hash()


class Recomputation:
    """The tree as rebuilt so far, and the next checkpoint to compare it with."""

    def __init__(self, sql: Sql, progress: Progress | None) -> None:
        self._sql = sql
        self._progress = progress
        self._rebuilt = Frontier()
        self._good_until = 0
        self._first_doubtful_id: int | None = None
        self._uncopied_size = 0
        self.checkpoints_verified = 0

    @property
    def checked(self) -> int:
        """Return how many rows were looked at."""
        return self._rebuilt.size

    def differences(self) -> Iterator[Difference]:
        """Give what differs; only the first is certain, for one change shifts all that follows."""
        pairs = paired(self._sql)
        try:
            self._next = next(pairs, None)
            stored = sequencing.stored_tree(self._sql)
            for row in self._rows(stored.size):
                yield from self._row(row)
                yield from self._checkpoints(pairs)
            yield from self._end(stored, pairs)
        except msgspec.DecodeError:
            yield Difference("checkpoint", self.checked, None, "检查点文件里有读不懂的行")

    def _rows(self, size: int) -> Iterator[_Row]:
        while True:
            self._sql.execute(_ROWS, (self.checked, size, PAGE))
            page = self._sql.fetchall()
            for row in page:
                yield _Row._make(row)
            if self._progress:
                self._progress(self.checked, size)
            if len(page) < PAGE:
                return

    def _row(self, row: _Row) -> Iterator[Difference]:
        expected = self.checked
        if self._first_doubtful_id is None:
            self._first_doubtful_id = row.id
        if row.position > expected:
            yield Difference("missing", expected, row.id, "此处缺少条目，所示编号是下一条")
        if row.position < expected:
            yield Difference("inserted", row.position, row.id, "同一序号有两条")
        leaf = row.recomputed()
        if leaf != row.leaf_hash:
            yield Difference("changed", expected, row.id, "内容与写入时的摘要不符")
        for height, number, node in self._rebuilt.append(leaf):
            if height % NODE_LEVELS:
                continue
            if node != self._stored_node(height, number):
                yield self._rewritten()
            self._good_until, self._first_doubtful_id = expected + 1, None

    def _stored_node(self, height: int, number: int) -> bytes | None:
        with self._sql.connection.cursor() as own:
            own.execute(_NODE, (height, number))
            row = own.fetchone()
        return bytes(row[0]) if row else None

    def _checkpoints(self, pairs: Iterator[Pair]) -> Iterator[Difference]:
        """Compare the tree with every checkpoint of its present size."""
        while self._next and self._next.size <= self.checked:
            pair, self._next = self._next, next(pairs, None)
            yield from self._pair(pair)

    def _pair(self, pair: Pair) -> Iterator[Difference]:
        checkpoint = pair.stored or pair.copied
        if pair.size != self.checked or checkpoint is None:
            yield Difference("checkpoint", pair.size, None, "检查点的次序不对")
            return
        if checkpoint.root != self._rebuilt.root().hex():
            yield self._rewritten()
        fault = pair.fault()
        if pair.copied and self._uncopied_size:
            fault = fault or "文件里缺少之前的检查点"
        if fault:
            yield Difference("checkpoint", pair.size, None, fault)
        # The newest may not have been copied yet; one before a copied one must have been.
        self._uncopied_size = 0 if pair.copied else pair.size
        self._good_until, self._first_doubtful_id = self.checked, None
        self.checkpoints_verified += 1

    def _end(self, stored: Frontier, pairs: Iterator[Pair]) -> Iterator[Difference]:
        if self._next:
            yield Difference("missing", self.checked, None, "检查点之内的条目缺失")
        if self.checked < stored.size:
            yield Difference("missing", self.checked, None, "末尾的条目缺失")
        if self._rebuilt.hashes != stored.hashes:
            yield self._rewritten()
        self._sql.execute(_BEYOND)
        (beyond,) = self._sql.fetchone() or (None,)
        if beyond:
            yield Difference("inserted", self.checked, beyond, "序号超出了审计树")

    def _rewritten(self) -> Difference:
        return Difference(
            "rewritten",
            self._good_until,
            self._first_doubtful_id,
            "从这里起有条目被改写或调换过顺序",
        )
