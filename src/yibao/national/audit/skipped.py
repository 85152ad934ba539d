"""Calls that were let through unaudited: a row for each, or a log line where there is no database.

The row is written by a thread of its own, so that a database that is slow does not hold up the
answer a second time.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Mapping
from datetime import datetime

import psycopg
from django.db import DataError, connections
from msgspec import Struct

from yibao.platform import clock, database
from yibao.platform.tracebacks import where_it_failed

logger = logging.getLogger(__name__)
LABELS: Mapping[str, str] = {
    "out_of_time": "超过时限",
    "database_away": "数据库没有应答",
    "rules_not_ready": "规则正在装载",
    "defect": "程序出错",
}
_MOST_WAITING = 10_000
_INSERT = """
    INSERT INTO skipped_audit
        (skipped_at, institution_code, stage, message_id, cause, elapsed_ms)
    VALUES (%s, %s, %s, %s, %s, %s)
"""


class Skip(Struct, frozen=True):
    """One call that was not audited."""

    skipped_at: datetime
    institution: str
    stage: str
    message_id: str
    cause: str
    elapsed_ms: int


_waiting: queue.Queue[Skip] = queue.Queue(_MOST_WAITING)
_lock = threading.Lock()
_writer: threading.Thread | None = None


def sentence(cause: str) -> str:
    """Return what the sender is told."""
    return f"本次没有审核（{LABELS[cause]}），可以继续，已记录。"


def record(institution: str, stage: str, message_id: str, *, cause: str, elapsed_ms: int) -> None:
    """Note a call for the writer. Returns at once; the log line was written before."""
    skip = Skip(clock.now(), institution, stage, message_id[:40], cause, max(0, elapsed_ms))
    try:
        _waiting.put_nowait(skip)
    except queue.Full:
        # the log line of the call itself remains
        logger.error("%s calls wait to be noted; this one is lost", _MOST_WAITING)  # noqa: TRY400
        return
    _start()


def _start() -> None:
    global _writer
    with _lock:
        if _writer is None or not _writer.is_alive():
            _writer = threading.Thread(target=_run, name="skipped-audits", daemon=True)
            _writer.start()


def _run() -> None:
    """Write what comes, for ever; while the database is away try again every second."""
    pause = threading.Event()
    while True:
        skip = _waiting.get()
        while not _is_written(skip):
            pause.wait(1.0)
        if _waiting.empty():
            connections.close_all()


def _is_written(skip: Skip) -> bool:
    try:
        _write(skip)
    except (psycopg.DataError, DataError) as error:
        logger.error("a call that was not audited cannot be noted: %s", where_it_failed(error))  # noqa: TRY400
    except Exception as error:  # noqa: BLE001 - the database is away: it will come back
        logger.warning("a call that was not audited waits: %s", where_it_failed(error))
        connections.close_all()
        return False
    return True


def _write(skip: Skip) -> None:
    with database.using("default"), database.reading() as sql:
        sql.execute(
            _INSERT,
            (
                skip.skipped_at,
                skip.institution,
                skip.stage,
                skip.message_id,
                skip.cause,
                skip.elapsed_ms,
            ),
        )
