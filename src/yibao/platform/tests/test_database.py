"""Statements that wait for company, savepoints, and connections that the server has ended."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager

import psycopg
import pytest
from django.db import connection
from django.db import transaction as django_transaction
from hypothesis import given
from hypothesis import strategies as st

from yibao.channels.models import Channel
from yibao.platform import database

pytestmark = pytest.mark.django_db

_INSERT = """INSERT INTO channel (code, name, organisation, region, is_online, is_suspended,
    may_send_plain, calls_per_second, calls_per_day, return_urls, created_at)
    VALUES (%s, '', '', '', true, false, false, 1, 1, '', now())"""


class Undone(Exception):
    """Raised through a transaction to undo it."""


def codes() -> set[str]:
    with database.reading() as sql:
        sql.execute("SELECT code FROM channel")
        return {row[0] for row in sql.fetchall()}


def test_what_was_held_back_before_a_savepoint_outlives_its_undoing() -> None:
    with database.transaction() as sql:
        sql.later(_INSERT, ("outer",))
        with pytest.raises(Undone), database.transaction() as inner:
            inner.later(_INSERT, ("inner",))
            inner.execute("SELECT 1")
            raise Undone
    assert codes() == {"outer"}


def test_what_was_held_back_before_a_savepoint_of_the_orm_outlives_its_undoing() -> None:
    with database.transaction() as sql:
        sql.later(_INSERT, ("outer",))
        with pytest.raises(Undone), django_transaction.atomic():
            Channel.objects.create(code="inner")
            raise Undone
    assert codes() == {"outer"}


def test_a_statement_of_the_outer_cursor_inside_a_savepoint_is_undone_with_it() -> None:
    with database.transaction() as outer:
        with pytest.raises(Undone), database.transaction():
            outer.later(_INSERT, ("outer",))
            raise Undone
        outer.later(_INSERT, ("after",))
    assert codes() == {"after"}


def test_the_orm_sees_what_was_held_back() -> None:
    with database.transaction() as sql:
        sql.later(_INSERT, ("held",))
        assert Channel.objects.filter(code="held").exists()


def test_an_older_cursor_sees_what_a_newer_one_holds_back() -> None:
    with database.transaction() as older, database.transaction() as newer:
        newer.later(_INSERT, ("held",))
        older.execute("SELECT code FROM channel")
        assert older.fetchall() == [("held",)]


def test_a_statement_that_fails_late_undoes_the_whole_transaction() -> None:
    with pytest.raises(psycopg.errors.UniqueViolation), database.transaction() as sql:
        sql.later(_INSERT, ("first",))
        sql.later(_INSERT, ("first",))
        sql.later(_INSERT, ("second",))
    assert codes() == set()


@given(st.lists(st.sampled_from(["later", "execute", "savepoint", "undone"]), max_size=12))
def test_held_back_or_not_the_same_rows_are_there(steps: list[str]) -> None:
    expected = set()
    with pytest.raises(Undone), database.transaction() as sql:
        for number, step in enumerate(steps):
            code = f"c{number}"
            if step in {"later", "execute"}:
                getattr(sql, step)(_INSERT, (code,))
            elif step == "savepoint":
                with database.transaction() as inner:
                    inner.later(_INSERT, (code,))
            else:
                with pytest.raises(Undone), database.transaction() as inner:
                    inner.later(_INSERT, (code,))
                    raise Undone
            if step != "undone":
                expected.add(code)
        assert codes() == expected
        raise Undone


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_the_server_ended_is_replaced_before_it_is_used() -> None:
    with database.reading() as sql:
        sql.execute("SELECT pg_backend_pid()")
        (process,) = sql.fetchone() or (0,)
    with psycopg.connect(connection.connection.info.dsn) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", (process,))
    with database.transaction() as sql:
        sql.execute("SELECT pg_backend_pid()")
        assert sql.fetchone() != (process,)
    assert connection.is_usable()


@pytest.mark.parametrize("opened", [database.reading, database.transaction])
def test_a_statement_runs_while_the_block_does_something_else(
    opened: Callable[[], AbstractContextManager[database.Sql]],
) -> None:
    slow = "SELECT clock_timestamp() FROM pg_sleep(%s)"
    with opened() as sql:
        with sql.meanwhile(slow, (0.0,)):
            pass  # the first time on a connection, the block waits for the preparation
        with sql.meanwhile(slow, (0.05,)):
            time.sleep(0.2)
        (finished,) = sql.fetchone() or (None,)
        sql.execute("SELECT clock_timestamp()")
        (afterwards,) = sql.fetchone() or (None,)
    assert (afterwards - finished).total_seconds() > 0.1


def test_what_was_held_back_goes_before_a_statement_that_runs_meanwhile() -> None:
    with database.transaction() as sql:
        sql.later(_INSERT, ("held",))
        with sql.meanwhile("UPDATE channel SET name = %s WHERE code = 'held'", ("seen",)):
            pass
        assert sql.rowcount == 1


@pytest.mark.parametrize("held", [False, True])
def test_a_statement_that_fails_meanwhile_fails_where_the_block_ends(held: bool) -> None:
    reached = []
    with pytest.raises(psycopg.errors.UniqueViolation), database.transaction() as sql:
        sql.execute(_INSERT, ("first",))
        if held:
            sql.later(_INSERT, ("second",))
        with sql.meanwhile(_INSERT, ("first",)):
            reached.append("the end of the block")
    assert reached
    assert codes() == set()


@pytest.mark.parametrize("held", [False, True])
def test_a_block_that_raises_leaves_the_connection_fit_for_use(held: bool) -> None:
    with pytest.raises(Undone), database.transaction() as sql:
        if held:
            sql.later(_INSERT, ("held",))
        with sql.meanwhile(_INSERT, ("first",)):
            raise Undone
    assert codes() == set()
