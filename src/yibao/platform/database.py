"""The thread's connection to PostgreSQL, and the two ways to use it.

Hot paths write SQL by hand on the psycopg connection that lies under Django's: one connection for
a thread, one transaction for Django's ORM and for hand-written statements alike, and a test's
rollback covers both. The sandbox is a second database: :func:`using` chooses it for a call.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import psycopg
from django.db import connections
from django.db import transaction as django_transaction
from django.db.models import Model

Sql = psycopg.Cursor[tuple[Any, ...]]

_alias: ContextVar[str] = ContextVar("database", default="default")


def alias() -> str:
    """Return which database this call uses: ``default`` or ``sandbox``."""
    return _alias.get()


@contextmanager
def using(name: str) -> Iterator[None]:
    """Send every statement of the block to the database ``name``."""
    token = _alias.set(name)
    try:
        yield
    finally:
        _alias.reset(token)


def cursor() -> Sql:
    """Return a psycopg cursor on the thread's connection, opening the connection if need be.

    The cursor binds parameters on the server, so that psycopg can prepare repeated statements;
    Django's own cursors do not. Outside :func:`transaction` each statement commits by itself.
    """
    wrapper = connections[_alias.get()]
    if wrapper.connection is None or wrapper.connection.closed:
        wrapper.close()
        wrapper.ensure_connection()
    raw: psycopg.Connection[tuple[Any, ...]] = wrapper.connection
    return psycopg.Cursor(raw)


@contextmanager
def transaction() -> Iterator[Sql]:
    """Run the block in one transaction: all of it is kept, or none."""
    with django_transaction.atomic(using=_alias.get()), cursor() as sql:
        yield sql


@contextmanager
def reading() -> Iterator[Sql]:
    """Run single statements outside a transaction."""
    with cursor() as sql:
        yield sql


class SandboxRouter:
    """Send the ORM, too, to the database of the call."""

    def db_for_read(self, model: type[Model], **hints: object) -> str:
        """Read from the database of the call."""
        return _alias.get()

    def db_for_write(self, model: type[Model], **hints: object) -> str:
        """Write to the database of the call."""
        return _alias.get()
