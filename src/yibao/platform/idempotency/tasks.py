"""What request deduplication does by itself."""

from __future__ import annotations

from yibao.platform.idempotency import api
from yibao.platform.jobs.api import every


@every(seconds=3600, name="idempotency.prune")
def prune() -> None:
    """Delete old answers."""
    api.prune()
