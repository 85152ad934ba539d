"""What the outbox does by itself."""

from __future__ import annotations

from yibao.platform.jobs.api import every
from yibao.platform.outbox import delivery


@every(seconds=1, name="outbox.deliver")
def deliver() -> None:
    """Bring messages to their subscribers."""
    delivery.deliver()


@every(seconds=3600, name="outbox.prune")
def prune() -> None:
    """Delete messages that were finished with long ago."""
    delivery.prune()
