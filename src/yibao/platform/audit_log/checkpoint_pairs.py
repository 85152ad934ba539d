"""The two copies of every checkpoint, side by side, without holding them all in memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from yibao.platform import database
from yibao.platform.audit_log import checkpoint_file, checkpoints
from yibao.platform.audit_log.checkpoints import Checkpoint
from yibao.platform.database import Sql


class Pair(NamedTuple):
    """What the database and what the file say about the tree of one size."""

    size: int
    stored: Checkpoint | None
    copied: Checkpoint | None

    def fault(self) -> str:
        """Return what is wrong with the pair, in Chinese; nothing if it is in order."""
        if self.stored is None:
            return "数据库里缺少文件里的检查点"
        if self.copied not in {None, self.stored}:
            return "数据库里的检查点与文件里的不一样"
        return "" if self.stored.is_genuine() else "检查点的签名不对"


def paired(sql: Sql) -> Iterator[Pair]:
    """Give the pairs that exist now, smallest first; those written meanwhile are left out.

    Raises msgspec.DecodeError when a line of the file cannot be read.
    """
    # In this order: a checkpoint is in the database before it is in the file.
    with checkpoint_file.locked(database.alias()) as copies:
        newest_copy = copies.last_size()
    sql.execute("SELECT coalesce(max(size), 0) FROM audit_checkpoint")
    (newest_stored,) = sql.fetchone() or (0,)
    with database.cursor() as own:
        stored = checkpoints.in_database(own, until=newest_stored)
        yield from _merged(stored, checkpoints.in_file(until=newest_copy))


def _merged(stored: Iterator[Checkpoint], copied: Iterator[Checkpoint]) -> Iterator[Pair]:
    left, right = next(stored, None), next(copied, None)
    while left or right:
        if right is None or (left and left.size < right.size):
            assert left  # noqa: S101 - one of the two is there
            yield Pair(left.size, left, None)
            left = next(stored, None)
        elif left is None or right.size < left.size:
            yield Pair(right.size, None, right)
            right = next(copied, None)
        else:
            yield Pair(left.size, left, right)
            left, right = next(stored, None), next(copied, None)
