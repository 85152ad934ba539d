"""Running procrastinate's jobs, only when there are any."""

from __future__ import annotations

from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params

from yibao.platform import database
from yibao.platform.jobs.api import QUEUE

_IS_DUE = """
    SELECT EXISTS (
        SELECT FROM procrastinate_jobs WHERE status = 'todo' AND queue_name = %s
            AND (scheduled_at IS NULL OR scheduled_at <= now())
    )
"""
# A job that took its process along five times is left alone, in the state "doing".
_REVIVE = """
    SELECT count(procrastinate_retry_job_v2(job.id, now(), NULL, NULL, NULL))
    FROM procrastinate_jobs job LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id
    WHERE job.status = 'doing' AND job.queue_name = %s AND job.attempts < 5
        AND (worker.id IS NULL OR worker.last_heartbeat < now() - interval '30 seconds')
"""


def is_due() -> bool:
    """Return whether the call's database has a job to do: one cheap query."""
    with database.reading() as sql:
        sql.execute(_IS_DUE, (QUEUE,))
        (is_due,) = sql.fetchone() or (False,)
    return bool(is_due)


def run_due() -> None:
    """Run the jobs of the call's database until none is due, on connections of its own."""
    # Only here, since asyncio's machinery is most of what a worker weighs.
    from procrastinate.psycopg_connector import PsycopgConnector

    connector = PsycopgConnector(kwargs=connector_params(database.alias()), min_size=1, max_size=2)
    app.with_connector(connector).run_worker(
        queues=[QUEUE],
        wait=False,
        concurrency=1,
        listen_notify=False,
        install_signal_handlers=False,
        delete_jobs="successful",
    )


def revive_stalled() -> int:
    """Queue again the jobs of processes that gave no sign of life for 30 s; return how many."""
    with database.reading() as sql:
        sql.execute(_REVIVE, (QUEUE,))
        (count,) = sql.fetchone() or (0,)
    return int(count)
