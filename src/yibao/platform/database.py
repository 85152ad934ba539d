"""The thread's connection to PostgreSQL, and the two ways to use it.

Hot paths write SQL by hand on the psycopg connection that lies under Django's: one connection for
a thread, one transaction for Django's ORM and for hand-written statements alike, and a test's
rollback covers both. The sandbox is a second database: :func:`using` chooses it for a call.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Self

import psycopg
from django.db import connections
from django.db import transaction as django_transaction
from django.db.models import Model
from psycopg.abc import Params, QueryNoTemplate

_alias: ContextVar[str] = ContextVar("database", default="default")
_held: ContextVar[Sql | None] = ContextVar("held", default=None)


class Sql(psycopg.Cursor[tuple[Any, ...]]):
    """A cursor that binds parameters on the server and can hold statements back.

    ``later`` is for statements whose outcome nobody asks for. Inside :func:`transaction` they wait
    and travel together with the next ``execute``, or at the end: one round trip instead of many,
    in the order in which they were given, so that no reader can tell the difference.
    """

    def __init__(self, connection: psycopg.Connection[tuple[Any, ...]]) -> None:
        super().__init__(connection)
        self._held: list[tuple[QueryNoTemplate, Params | None]] = []
        self._holds_back = False

    def later(self, query: QueryNoTemplate, params: Params | None = None) -> None:
        """Execute ``query`` before the next statement at the latest; ask for no outcome."""
        if self._holds_back:
            self._held.append((query, params))
        else:
            self.execute(query, params, prepare=True)

    def execute(  # type: ignore[override]  # we send no template strings
        self,
        query: QueryNoTemplate,
        params: Params | None = None,
        *,
        prepare: bool | None = None,
        binary: bool | None = None,
    ) -> Self:
        """Execute what was held back, then ``query``."""
        if self._held:
            with self.connection.pipeline():
                self._send_held()
                super().execute(query, params, prepare=prepare, binary=binary)
            return self
        return super().execute(query, params, prepare=prepare, binary=binary)

    def flush(self) -> None:
        """Execute what was held back."""
        if self._held:
            with self.connection.pipeline():
                self._send_held()

    def hold_back(self) -> None:
        """Let ``later`` wait from now on: the transaction will flush."""
        self._holds_back = True

    def _send_held(self) -> None:
        held, self._held = self._held, []
        for query, params in held:
            # A cursor of its own: this one's results are those of the caller's statement.
            psycopg.Cursor(self.connection).execute(query, params, prepare=True)


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
    """Return a cursor on the thread's connection, opening the connection if need be.

    psycopg can prepare its repeated statements; those of Django's own cursors it cannot. Outside
    :func:`transaction` each statement commits by itself. What another cursor of the thread has
    held back is executed first, so that this one sees it.
    """
    holder = _held.get()
    if holder is not None and not holder.closed:
        holder.flush()
    wrapper = connections[_alias.get()]
    if wrapper.connection is None or wrapper.connection.closed:
        wrapper.close()
        wrapper.ensure_connection()
    raw: psycopg.Connection[tuple[Any, ...]] = wrapper.connection
    return Sql(raw)


@contextmanager
def transaction() -> Iterator[Sql]:
    """Run the block in one transaction: all of it is kept, or none."""
    with django_transaction.atomic(using=_alias.get()), cursor() as sql:
        sql.hold_back()
        token = _held.set(sql)
        try:
            yield sql
        finally:
            _held.reset(token)
        sql.flush()


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
