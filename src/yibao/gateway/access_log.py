"""Burning the nonce and writing the access log: one statement, so that neither goes alone."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import msgspec

from yibao.gateway.errors import NonceUsed
from yibao.gateway.incoming import SignedCall
from yibao.gateway.rate_limit import take
from yibao.gateway.statements import FIND_NONCE, LOG, LOG_AND_BURN_NONCE
from yibao.kernel.errors import DomainError
from yibao.platform import clock, database
from yibao.platform.database import Sql
from yibao.platform.tracebacks import where_it_failed

logger = logging.getLogger(__name__)
# Refusals of unknown callers are logged up to this many a second from one address, and from all
# together: a flood of them must not fill the disk.
STRANGER_LINES_PER_SECOND = 50
STRANGERS_LINES_PER_SECOND = 500
# Places in a request; an unknown field's name is the caller's text and is not kept.
_KNOWN_PLACE = re.compile(
    r"(answers|subject|agent|identity|materials)(\.[a-z_]{1,40}|\.[0-9]{1,2})?"
    r"|X-Yb-[A-Z][a-z]+|return_url"
)


@dataclass
class Entry:
    """What is known about a call while it is handled."""

    request_id: str
    path: str
    address: str
    started_ns: int
    nonce: str = ""
    bytes_in: int = 0
    operation: str = ""
    call: SignedCall | None = None
    subject_index: bytes | None = None
    facts: dict[str, object] = field(default_factory=dict)


@contextmanager
def writing(sql: Sql, entry: Entry, *, status: int, bytes_out: int, now_ns: int) -> Iterator[None]:
    """Log an answered call and burn its nonce, in the transaction of ``sql``, during the block.

    The block signs the answer: the duration that is logged is that of everything before it.

    Raises:
        NonceUsed: at the end; the nonce was burnt before, and nothing is logged.
    """
    call = entry.call
    assert call is not None  # only calls that were read get here  # noqa: S101
    row = _row(entry, status, "", bytes_out=bytes_out, now_ns=now_ns)
    with sql.meanwhile(LOG_AND_BURN_NONCE, (*_nonce(call), *row)):
        yield
    if sql.rowcount != 1:
        raise NonceUsed(at="X-Yb-Nonce")


def refuse_used_nonce(sql: Sql, call: SignedCall) -> None:
    """Turn a replay away before something is done that a rollback would not undo.

    It burns nothing: of two calls at once both may pass, and :func:`writing` refuses the second.

    Raises:
        NonceUsed: the nonce was burnt before.
    """
    day, one = _day_of(call.timestamp), timedelta(days=1)
    sql.execute(FIND_NONCE, ([day - one, day, day + one], call.channel, call.nonce))
    if sql.fetchone() is not None:
        raise NonceUsed(at="X-Yb-Nonce")


def write_refusal(
    entry: Entry, errors: Sequence[DomainError], *, status: int, is_known: bool, now_ns: int
) -> None:
    """Log a refused call; burn its nonce when the caller was known. Never raises."""
    if not (is_known or _may_log_stranger(entry.address)):
        return
    codes = ",".join(error.code for error in errors)[:200]
    try:
        row = _row(entry, status, codes, bytes_out=0, now_ns=now_ns)
        with database.reading() as sql:
            if is_known and entry.call is not None:
                sql.execute(LOG_AND_BURN_NONCE, (*_nonce(entry.call), *row))
                if sql.rowcount == 1:
                    return
            sql.execute(LOG, row)
    except Exception as error:  # noqa: BLE001 - the caller gets the refusal all the same
        where = where_it_failed(error)
        logger.error("the refusal %s could not be logged: %s", entry.request_id, where)  # noqa: TRY400


def _may_log_stranger(address: str) -> bool:
    return take(f"stranger {address}", STRANGER_LINES_PER_SECOND) and take(
        "all strangers", STRANGERS_LINES_PER_SECOND
    )


def without_personal_data(error: DomainError) -> dict[str, object]:
    """Return an error as it may be logged: a domain's sentence only with its placeholders open."""
    is_ours = error.code.startswith("gateway.")
    told = error.to_dict()
    return {
        "code": error.code,
        "message": told["message"] if is_ours else type(error).message,
        "at": error.at if _KNOWN_PLACE.fullmatch(error.at) else "",
        "fix": told["fix"] if is_ours else type(error).fix,
    }


def _nonce(call: SignedCall) -> tuple[object, ...]:
    day = _day_of(call.timestamp)
    one = timedelta(days=1)
    return (day, call.channel, call.nonce, day - one, day + one, call.channel, call.nonce)


def _day_of(timestamp_ms: int) -> date:
    return datetime.fromtimestamp(timestamp_ms / 1000, UTC).date()


def _row(
    entry: Entry, status: int, code: str, *, bytes_out: int, now_ns: int
) -> tuple[object, ...]:
    call = entry.call
    facts = msgspec.json.encode(entry.facts).decode() if entry.facts else ""
    return (
        clock.now(),
        entry.request_id,
        call.channel if call else "",
        call.key if call else "",
        entry.operation,
        call.request if call else "",
        call.nonce if call else "",
        entry.address,
        status,
        code,
        (now_ns - entry.started_ns) // 1000,
        entry.bytes_in,
        bytes_out,
        entry.subject_index,
        facts,
    )
