"""What other packages call: :func:`publish` in an action, :func:`subscriber` in subscribers.py."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from yibao.platform import clock
from yibao.platform.database import Sql
from yibao.platform.keys.access import keyring
from yibao.platform.outbox.subscriptions import CONTEXT, Message, names_for, subscriber

__all__ = ["Message", "publish", "subscriber"]

_PUBLISH = """
    WITH message AS (
        INSERT INTO outbox_message (topic, key, payload, published_at)
        VALUES (%(topic)s, %(key)s, %(payload)s, %(now)s)
        RETURNING id
    )
    INSERT INTO outbox_delivery
        (message_id, subscriber, key, state, tries, next_try_at, last_error)
    SELECT message.id, subscriber, %(key)s, 'waiting', 0, %(now)s, ''
    FROM message, unnest(%(subscribers)s::text[]) AS subscriber
"""


def publish(sql: Sql, *, topic: str, key: str, payload: Mapping[str, object]) -> None:
    """Say, in the transaction of the deed, that something happened: one statement.

    ``topic`` is ``package.what_happened``. Messages of one ``key`` (a person's or a case's
    internal identifier, never personal data) reach each subscriber in the order of publishing, as
    long as their publishers hold a lock on what the key names. ``payload`` is encrypted at rest;
    it must be JSON.
    """
    values = {
        "topic": topic,
        "key": key,
        "payload": keyring().encrypt_text(msgspec.json.encode(payload).decode(), CONTEXT),
        "now": clock.now(),
        "subscribers": names_for(topic),
    }
    sql.later(_PUBLISH, values)
