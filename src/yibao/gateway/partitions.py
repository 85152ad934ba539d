"""Partitions of the access log (by month) and of the nonces (by day), made ahead of time.

A default partition catches what nobody foresaw: a clock that was moved, days on which no
background work ran. Deleting old nonces is dropping a table, and deleting those that were caught.
"""

from __future__ import annotations

import contextlib
from datetime import date, timedelta

import psycopg

from yibao.kernel.months import YearMonth
from yibao.platform import database

MONTHS_AHEAD = 2
DAYS_AHEAD = 3
NONCE_DAYS_KEPT = 2


def ensure(today: date) -> None:
    """Make the partitions of the coming months and days; drop nonces that no call can repeat."""
    with database.transaction() as sql:
        sql.execute("SELECT pg_advisory_xact_lock(hashtext('yibao.partitions'))")
        month = YearMonth.of(today)
        for step in range(MONTHS_AHEAD + 1):
            first = month.plus(step)
            _make("access_log", f"{first}", first.first_day, first.plus(1).first_day)
        for step in range(-1, DAYS_AHEAD + 1):
            day = today + timedelta(days=step)
            _make("used_nonce", f"{day:%Y%m%d}", day, day + timedelta(days=1))
        sql.execute(
            """SELECT inhrelid::regclass::text FROM pg_inherits
               WHERE inhparent = 'used_nonce'::regclass AND inhrelid::regclass::text < %s
                 AND inhrelid::regclass::text LIKE 'used_nonce_2%%'""",
            (f"used_nonce_{today - timedelta(days=NONCE_DAYS_KEPT):%Y%m%d}",),
        )
        for (name,) in sql.fetchall():
            sql.execute(f'DROP TABLE "{name}"')
        oldest = today - timedelta(days=NONCE_DAYS_KEPT)
        sql.execute("DELETE FROM used_nonce_other WHERE day < %s", (oldest,))


def _make(table: str, suffix: str, start: date, end: date) -> None:
    """Make a partition, unless rows of its days are in the default one: there they may stay."""
    with contextlib.suppress(psycopg.errors.CheckViolation), database.transaction() as sql:
        sql.execute(
            f"CREATE TABLE IF NOT EXISTS {table}_{suffix} PARTITION OF {table} "
            f"FOR VALUES FROM ('{start}') TO ('{end}')"
        )
