"""Recomputing the whole trail from its rows and holding it against every signed checkpoint.

Finds rows that were changed, deleted, inserted or put in another order since they were sequenced.
Runs beside writers and the sequencer; costs little memory, and time in proportion to the rows.
"""

from __future__ import annotations

from dataclasses import dataclass

from yibao.platform import database
from yibao.platform.audit_log import sequencing
from yibao.platform.audit_log.recomputation import Difference, Progress, Recomputation

__all__ = ["Difference", "Progress", "Report", "verify"]


@dataclass(frozen=True)
class Report:
    """What was checked, up to the first difference if there is one.

    ``entries`` and ``positions`` count all rows and those with a position; ``checked`` counts the
    rows found good, ``checkpoints`` the signed checkpoints found good.
    """

    entries: int
    positions: int
    checked: int
    checkpoints: int
    first_difference: Difference | None

    @property
    def unsequenced(self) -> int:
        """Return how many entries were committed too recently to have a position."""
        return self.entries - self.positions

    @property
    def is_intact(self) -> bool:
        """Return whether nothing differs."""
        return self.first_difference is None


def verify(progress: Progress | None = None) -> Report:
    """Sequence what is pending, then check the whole trail of the call's database.

    ``progress`` is called with (rows checked, rows in all) every 5,000 rows.
    """
    sequencing.sequence_all()
    with database.reading() as sql:
        run = Recomputation(sql, progress)
        first = next(run.differences(), None)
        sql.execute("SELECT count(*), count(position) FROM audit_entry")
        entries, positions = sql.fetchone() or (0, 0)
    return Report(entries, positions, run.checked, run.checkpoints_verified, first)
