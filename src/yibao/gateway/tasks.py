"""What the gateway does by itself."""

from __future__ import annotations

from yibao.channels import tickets
from yibao.gateway import partitions, sessions
from yibao.platform import clock
from yibao.platform.jobs.api import every


@every(seconds=3600, name="gateway.partitions")
def ensure_partitions() -> None:
    """Make the partitions of the coming days and months; drop nonces of days gone by."""
    partitions.ensure(clock.today())


@every(seconds=3600, name="gateway.sweep")
def sweep() -> None:
    """Delete sessions and launch tickets that have expired."""
    sessions.sweep(clock.now())
    tickets.sweep(clock.now())
