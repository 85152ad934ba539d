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


def run_due() -> bool:
    """Run the jobs of the call's database until none is due; return whether there were any.

    An idle call costs one cheap query. A busy one opens connections of its own, about 50 ms.
    """
    with database.reading() as sql:
        sql.execute(_IS_DUE, (QUEUE,))
        (is_due,) = sql.fetchone() or (False,)
    if is_due:
        _run_all()
    return bool(is_due)


def _run_all() -> None:
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
