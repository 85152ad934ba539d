"""What the file store does by itself."""

from __future__ import annotations

from yibao.platform.files import orphans
from yibao.platform.jobs.api import every


@every(seconds=3600, name="files.remove_orphans")
def remove_orphans() -> None:
    """Delete files whose transaction was rolled back."""
    orphans.remove_orphans()
