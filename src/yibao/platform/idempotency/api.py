"""What the gateway calls around every write: :func:`claim` before, :func:`keep` after the effect.

Two statements for a write: an insert that takes the number and an update that leaves the answer.
The unique index does the waiting: a second call with the same number sleeps on its insert until
the first transaction ends, then finds the number taken, or, after a rollback, takes it itself.
A refusal therefore leaves nothing behind, and the caller may try again under the same number.

Measured against an advisory lock and a look-up in one function call, with a single insert at the
end: that needs 10 % less of the database's time (about 65 against 72 us) and 12 % less log, within
the noise of the whole write. It would cost a stored function and a second way of waiting, so no.
"""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from yibao.platform import clock, database
from yibao.platform.database import Sql
from yibao.platform.idempotency.errors import RequestNumberUsed
from yibao.platform.keys.access import keyring

KEPT_FOR = timedelta(days=30)
"""How long an answer can be had again. A technical value: channels retry within minutes."""

_CONTEXT = b"idempotency.answer"
_CLAIM = """
    INSERT INTO idempotency_answer (channel, request_number, digest, answered_at)
    VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING
"""
_FIND = """
    SELECT digest, answer, answered_at FROM idempotency_answer
    WHERE channel = %s AND request_number = %s
"""
_KEEP = "UPDATE idempotency_answer SET answer = %s WHERE channel = %s AND request_number = %s"


class Claim(NamedTuple):
    """A request: ``digest`` is SM3 over everything that makes it this request."""

    channel: str
    request_number: str
    digest: bytes


class Stored(NamedTuple):
    """The answer that the first call got (bytes as passed to :func:`keep`), and when (ms)."""

    answer: bytes
    answered_ms: int


class AnswerNotKept(RuntimeError):
    """The first call committed without :func:`keep`: a bug of the caller's."""


def claim(sql: Sql, *, channel: str, request_number: str, digest: bytes) -> Stored | None:
    """Take the number for this transaction, or return the answer that was given under it.

    Waits while another transaction holds the number. Raises RequestNumberUsed when the number
    belongs to a request with another digest.
    """
    sql.execute(_CLAIM, (channel, request_number, digest, clock.now()), prepare=True)
    if sql.rowcount:
        return None
    # A statement of its own, so that it sees what the transaction we waited for committed.
    sql.execute(_FIND, (channel, request_number))
    row = sql.fetchone()
    if row is None or row[0] != digest:
        raise RequestNumberUsed
    if row[1] is None:
        raise AnswerNotKept
    answer = keyring().decrypt_text(row[1], _CONTEXT).encode()
    return Stored(answer, int(row[2].timestamp() * 1000))


def keep(sql: Sql, claim: Claim, answer: bytes) -> None:
    """Keep the answer (UTF-8 text) for whoever sends the claimed request again."""
    sealed = keyring().encrypt_text(answer.decode(), _CONTEXT)
    sql.later(_KEEP, (sealed, claim.channel, claim.request_number))


def prune() -> int:
    """Delete answers older than 30 days; return how many."""
    with database.transaction() as sql:
        sql.execute(
            "DELETE FROM idempotency_answer WHERE answered_at < %s", (clock.now() - KEPT_FOR,)
        )
        return sql.rowcount
