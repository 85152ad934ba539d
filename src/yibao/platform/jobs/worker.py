"""The one thread that does the work, and the short-lived one that it starts for jobs."""

from __future__ import annotations

import logging
import time
from threading import Event, Thread

import django.db
import psycopg
from django.db import connections

from yibao.platform import database
from yibao.platform.jobs import queue
from yibao.platform.jobs.periodic import BOTH, PeriodicTask, tasks
from yibao.platform.tracebacks import where_it_failed

_LEADER_LOCK = 7_962_002
_PAUSE_SECONDS = 0.5
_PAUSE_WITHOUT_DATABASE_SECONDS = 5.0
_LAST_JOB_SECONDS = 5.0

# Hand-written statements raise the driver's errors, a connection that does not open Django's.
_DATABASE_ERRORS = (django.db.Error, psycopg.Error)

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
        except _DATABASE_ERRORS as error:
            logger.warning("background work waits for the database: %s", type(error).__name__)
            connections.close_all()
            pause = _PAUSE_WITHOUT_DATABASE_SECONDS
    worker.wait_for_jobs(_LAST_JOB_SECONDS)
    connections.close_all()


class Worker:
    """Remembers when each task is due on each database, and who is at the jobs."""

    def __init__(self) -> None:
        self._due_at: dict[tuple[str, str], float] = {}
        self._job_threads: dict[str, Thread] = {}

    def turn(self, stop_event: Event) -> None:
        """Do once whatever is due. Raises _DATABASE_ERRORS when a database does not answer."""
        for alias in BOTH:
            with database.using(alias):
                if is_leader():
                    self._run_periodic(alias, stop_event)
                self._start_jobs(alias)

    def wait_for_jobs(self, seconds: float) -> None:
        """Give the jobs at hand so long to end."""
        for thread in self._job_threads.values():
            thread.join(seconds)

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

    def _start_jobs(self, alias: str) -> None:
        before = self._job_threads.get(alias)
        if (before and before.is_alive()) or not queue.is_due():
            return
        thread = Thread(target=_run_jobs, args=(alias,), name=f"yibao-jobs-{alias}", daemon=True)
        self._job_threads[alias] = thread
        thread.start()


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
    except Exception as error:  # noqa: BLE001 - one task must not stop the others
        logger.error("periodic task %s failed: %s", task.name, where_it_failed(error))  # noqa: TRY400


def _run_jobs(alias: str) -> None:
    try:
        with database.using(alias):
            queue.run_due()
    except Exception as error:  # noqa: BLE001 - the next turn tries again
        logger.error("jobs of %s stopped: %s", alias, where_it_failed(error))  # noqa: TRY400
    finally:
        connections.close_all()
