"""Partitions: made ahead, again and again, whatever has been caught by the default ones."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from yibao.gateway import partitions
from yibao.platform import database

pytestmark = pytest.mark.django_db

DAY = date(2031, 5, 30)


def burn(day: date, nonce: str) -> None:
    with database.reading() as sql:
        sql.execute("INSERT INTO used_nonce VALUES (%s, 'a-channel', %s)", (day, nonce))


def nonces(table: str = "used_nonce") -> set[str]:
    with database.reading() as sql:
        sql.execute(f"SELECT nonce FROM {table} WHERE channel = 'a-channel'")
        return {row[0] for row in sql.fetchall()}


def tables() -> set[str]:
    with database.reading() as sql:
        sql.execute("SELECT relname FROM pg_class WHERE relispartition AND relkind = 'r'")
        return {row[0] for row in sql.fetchall()}


def test_days_and_months_ahead_have_partitions() -> None:
    partitions.ensure(DAY)
    assert {"used_nonce_20310529", "used_nonce_20310602"} <= tables()
    assert len([name for name in tables() if name.startswith("access_log_2031")]) == 3
    burn(DAY, "today")
    assert nonces("used_nonce_20310530") == {"today"}


def test_a_platform_that_ran_on_beyond_its_partitions_can_be_started_again() -> None:
    partitions.ensure(DAY)
    late = DAY + timedelta(days=5)
    burn(late, "caught")
    with database.reading() as sql:
        sql.execute(
            """INSERT INTO access_log (at, request_id, channel, key, operation, request_number,
                 nonce, address, status, code, duration_us, bytes_in, bytes_out, facts)
               VALUES ('2031-09-09', 'r', '', '', '', '', '', '', 200, '', 1, 1, 1, '')"""
        )
    partitions.ensure(late)
    partitions.ensure(date(2031, 9, 9))
    assert "used_nonce_20310910" in tables()


def test_nonces_go_when_nobody_can_repeat_them_the_caught_ones_too() -> None:
    burn(DAY - timedelta(days=3), "caught")
    partitions.ensure(DAY - timedelta(days=2))
    burn(DAY - timedelta(days=2), "kept")
    partitions.ensure(DAY)
    assert nonces() == {"kept"}
    partitions.ensure(DAY + timedelta(days=1))
    assert nonces() == set()
