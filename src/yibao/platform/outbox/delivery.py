"""Bringing messages to their subscribers, with patience.

Any number of processes may deliver: a row that one has locked, the others skip. One message is one
transaction, in which the subscriber's own writes take part.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import NamedTuple

import msgspec

from yibao.kernel.errors import DomainError
from yibao.platform import clock, database
from yibao.platform.database import Sql
from yibao.platform.keys.access import keyring
from yibao.platform.outbox.errors import NoSuchDeadDelivery
from yibao.platform.outbox.subscriptions import CONTEXT, Message, handler_named
from yibao.platform.tracebacks import where_it_failed

MOST_TRIES = 12
"""With the pauses below the twelfth try comes about seven hours after the first."""
FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=1)
KEPT_FOR = timedelta(days=30)
"""How long a finished message is kept for those who look for a fault."""

logger = logging.getLogger(__name__)

# A dead predecessor holds up its key as a waiting one does: a person must decide about it first.
_TAKE = """
    SELECT delivery.id, delivery.subscriber, delivery.tries,
        message.id, message.topic, message.key, message.payload, message.published_at
    FROM outbox_delivery delivery JOIN outbox_message message ON message.id = delivery.message_id
    WHERE delivery.state = 'waiting' AND delivery.next_try_at <= %s AND NOT EXISTS (
        SELECT FROM outbox_delivery predecessor
        WHERE predecessor.state IN ('waiting', 'dead')
            AND predecessor.key = delivery.key
            AND predecessor.subscriber = delivery.subscriber
            AND predecessor.id < delivery.id
    )
    ORDER BY delivery.next_try_at, delivery.id LIMIT 1
    FOR UPDATE OF delivery SKIP LOCKED
"""
_DONE = "UPDATE outbox_delivery SET state = 'done', tries = %s, last_error = '' WHERE id = %s"
_FAILED = """
    UPDATE outbox_delivery SET state = %s, tries = %s, next_try_at = %s, last_error = %s
    WHERE id = %s
"""
_REVIVE = """
    UPDATE outbox_delivery SET state = 'waiting', tries = 0, next_try_at = %s
    WHERE id = %s AND state = 'dead'
"""
_DROP = "UPDATE outbox_delivery SET state = 'dropped' WHERE id = %s AND state = 'dead'"
_PRUNE = """
    WITH finished AS (
        DELETE FROM outbox_message message WHERE published_at < %s AND NOT EXISTS (
            SELECT FROM outbox_delivery delivery
            WHERE delivery.message_id = message.id AND delivery.state IN ('waiting', 'dead')
        ) RETURNING id
    ), deliveries AS (
        DELETE FROM outbox_delivery WHERE message_id IN (SELECT id FROM finished)
    )
    SELECT count(*) FROM finished
"""


class _Taken(NamedTuple):
    id: int
    subscriber: str
    tries: int
    message_id: int
    topic: str
    key: str
    sealed: bytes
    published_at: datetime

    def message(self) -> Message:
        """Return the message with its payload opened."""
        payload = msgspec.json.decode(keyring().decrypt_text(self.sealed, CONTEXT))
        return Message(self.message_id, self.topic, self.key, payload, self.published_at)


def deliver(limit: int = 100) -> int:
    """Try up to ``limit`` deliveries that are due; return how many were tried."""
    for count in range(limit):
        with database.transaction() as sql:
            taken = _take(sql)
            if taken is None:
                return count
            _try(sql, taken)
    return limit


def redeliver(delivery_id: int) -> None:
    """Start anew with a dead delivery. Raises NoSuchDeadDelivery."""
    with database.transaction() as sql:
        sql.execute(_REVIVE, (clock.now(), delivery_id))
        if not sql.rowcount:
            raise NoSuchDeadDelivery(delivery_id=delivery_id)


def drop(delivery_id: int) -> None:
    """Do without a dead delivery and let its successors go. Raises NoSuchDeadDelivery."""
    with database.transaction() as sql:
        sql.execute(_DROP, (delivery_id,))
        if not sql.rowcount:
            raise NoSuchDeadDelivery(delivery_id=delivery_id)


def prune() -> int:
    """Delete messages that were finished with 30 days ago; return how many."""
    with database.transaction() as sql:
        sql.execute(_PRUNE, (clock.now() - KEPT_FOR,))
        (count,) = sql.fetchone() or (0,)
        return int(count)


def pause_after(tries: int) -> timedelta:
    """Return how long to wait after so many failures: 10 s, 20 s, 40 s, ... up to an hour."""
    return min(LONGEST_PAUSE, FIRST_PAUSE * (1 << min(tries - 1, 16)))


def _take(sql: Sql) -> _Taken | None:
    sql.execute(_TAKE, (clock.now(),))
    row = sql.fetchone()
    return _Taken._make(row) if row else None


def _try(sql: Sql, taken: _Taken) -> None:
    try:
        with database.transaction():  # a savepoint: a failure undoes the subscriber's writes only
            handler_named(taken.subscriber)(taken.message())
    except Exception as error:  # noqa: BLE001 - whatever a subscriber raises is its failure
        _note_failure(sql, taken, error)
    else:
        sql.execute(_DONE, (taken.tries + 1, taken.id))


def _note_failure(sql: Sql, taken: _Taken, error: Exception) -> None:
    tries, now = taken.tries + 1, clock.now()
    is_dead = tries >= MOST_TRIES
    # The kind of error only: its text may quote the payload, which may hold personal data.
    kind = error.code if isinstance(error, DomainError) else type(error).__name__
    sql.execute(
        _FAILED,
        ("dead" if is_dead else "waiting", tries, now + pause_after(tries), kind, taken.id),
    )
    level = logging.ERROR if is_dead else logging.WARNING
    where = where_it_failed(error)
    logger.log(level, "delivery %s to %s failed: %s", taken.id, taken.subscriber, where)
