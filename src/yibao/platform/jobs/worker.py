"""The one thread that does the work."""

from __future__ import annotations

import logging
import time
from threading import Event

from django.db import Error, connections

from yibao.platform import database
from yibao.platform.jobs import queue
from yibao.platform.jobs.periodic import BOTH, PeriodicTask, tasks

_LEADER_LOCK = 7_962_002
_PAUSE_SECONDS = 0.5
_PAUSE_WITHOUT_DATABASE_SECONDS = 5.0

logger = logging.getLogger(__name__)


def run_worker(stop_event: Event) -> None:
    """Run periodic tasks and one-off jobs until ``stop_event`` is set. Call it in a thread.

    Any number of processes may do so. Never raises: what fails is logged and tried again.
    """
    worker = Worker()
    pause = 0.0
    while not stop_event.wait(pause):
        try:
            worker.turn(stop_event)
            pause = _PAUSE_SECONDS
        except Error as error:
            logger.warning("background work waits for the database: %s", type(error).__name__)
            connections.close_all()
            pause = _PAUSE_WITHOUT_DATABASE_SECONDS
    connections.close_all()


class Worker:
    """Remembers when each task is due on each database."""

    def __init__(self) -> None:
        self._due_at: dict[tuple[str, str], float] = {}

    def turn(self, stop_event: Event) -> None:
        """Do once whatever is due. Raises django.db.Error when a database does not answer."""
        for alias in BOTH:
            with database.using(alias):
                if is_leader():
                    self._run_periodic(alias, stop_event)
                queue.run_due()

    def _run_periodic(self, alias: str, stop_event: Event) -> None:
        for task in tasks():
            if stop_event.is_set():
                return
            if alias in task.databases and self._is_due(task, alias):
                _run(task)

    def _is_due(self, task: PeriodicTask, alias: str) -> bool:
        now = time.monotonic()
        if now < self._due_at.get((task.name, alias), 0.0):
            return False
        self._due_at[task.name, alias] = now + task.seconds
        return True


def is_leader() -> bool:
    """Return whether this thread's session runs the periodic tasks of the call's database.

    Asked each time, since a session that was lost took its lock along.
    """
    with database.reading() as sql:
        sql.execute("SELECT pg_try_advisory_lock(%s)", (_LEADER_LOCK,))
        (is_mine,) = sql.fetchone() or (False,)
    return bool(is_mine)


def _run(task: PeriodicTask) -> None:
    try:
        task.run()
    except Error:
        raise
    except Exception:
        logger.exception("periodic task %s failed", task.name)
