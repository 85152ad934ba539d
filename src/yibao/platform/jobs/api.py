"""What other packages call: ``every`` and ``task`` in tasks.py, ``defer`` in actions."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

import msgspec
from django.db import connections
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from yibao.platform.database import Sql
from yibao.platform.jobs.periodic import every

__all__ = ["defer", "every", "task"]

QUEUE = "yibao"

# The function and its type carry a version: procrastinate keeps them when it changes its tables.
_DEFER = """
    SELECT procrastinate_defer_jobs_v1(ARRAY[
        ROW(%s, %s, 0, NULL, NULL, %s::jsonb, NULL)::procrastinate_job_to_defer_v1
    ])
"""

JobFunction = Callable[..., None]


def task(name: str, *, tries: int = 5) -> Callable[[JobFunction], JobFunction]:
    """Make the function the one-off job ``name``, tried up to ``tries`` times, 2 s, 4 s, 8 s apart.

    It runs at least once, outside a transaction, on the database on which it was deferred.
    """

    def register(function: JobFunction) -> JobFunction:
        # procrastinate counts the retries, and takes none at all for no limit.
        retry = RetryStrategy(max_attempts=tries - 1, exponential_wait=2) if tries > 1 else False
        app.task(name=name, queue=QUEUE, retry=retry)(_with_connections_of_its_own(function))
        return function

    return register


def defer(sql: Sql, task_name: str, **arguments: object) -> None:
    """Have a one-off job done once the caller's transaction is committed: one statement.

    ``arguments`` are JSON and lie unencrypted in the queue: pass identifiers, no personal data.
    """
    sql.execute(_DEFER, (QUEUE, task_name, msgspec.json.encode(arguments).decode()), prepare=True)


def _with_connections_of_its_own(function: JobFunction) -> JobFunction:
    """Close what the job opened: its thread stays and would hold a connection for ever."""

    @wraps(function)
    def run(**arguments: object) -> None:
        try:
            function(**arguments)
        finally:
            connections.close_all()

    return run
