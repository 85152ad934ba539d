"""What contributions does when something was published."""

from __future__ import annotations

from uuid import UUID

from yibao.contributions.actions import DUE_RAISED, push_due
from yibao.platform import database
from yibao.platform.outbox.api import Message, subscriber


@subscriber(DUE_RAISED, name="contributions.push_due")
def on_due_raised(message: Message) -> None:
    """Hand the due to the tax office; when that is silent, the outbox tries again."""
    with database.transaction() as sql:
        push_due(sql, UUID(message.payload["due_id"]))
