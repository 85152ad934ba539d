"""What the audit trail does by itself."""

from __future__ import annotations

from yibao.platform.audit_log import checkpoints, sequencing
from yibao.platform.jobs.api import every


@every(seconds=1, name="audit_log.sequence")
def sequence() -> None:
    """Give positions to what was committed, and sign the tree each minute or 1,000 entries."""
    sequencing.sequence()
    if checkpoints.is_due():
        checkpoints.checkpoint()
