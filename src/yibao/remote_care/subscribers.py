"""What this package does when something has happened."""

from __future__ import annotations

from uuid import UUID

from yibao.platform import clock, database
from yibao.platform.outbox.api import Message, subscriber
from yibao.remote_care.uploading import upload_in_order
from yibao.remote_care.writing import TOPIC


@subscriber(TOPIC, name="remote_care.upload")
def upload(message: Message) -> None:
    """Upload at once; a failure is noted in the register and tried again by the periodic task."""
    ids = [UUID(text) for text in message.payload["registration_ids"]]
    with database.transaction() as sql:
        upload_in_order(sql, ids, clock.now())
