"""What the queue does by itself."""

from __future__ import annotations

from yibao.platform.jobs import queue
from yibao.platform.jobs.api import every


@every(seconds=60, name="jobs.revive_stalled")
def revive_stalled() -> None:
    """Queue again the jobs of processes that died."""
    queue.revive_stalled()
