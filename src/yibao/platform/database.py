"""The thread's connection to PostgreSQL, and the two ways to use it.

Hot paths write SQL by hand on the psycopg connection that lies under Django's: one connection for
a thread, one transaction for Django's ORM and for hand-written statements alike, and a test's
rollback covers both. The sandbox is a second database: :func:`using` chooses it for a call.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from select import POLLIN, poll
from typing import Any, Self

import psycopg
from django.db import connections
from django.db import transaction as django_transaction
from django.db.models import Model
from psycopg.abc import Params, QueryNoTemplate
from psycopg.pq import TransactionStatus

_alias: ContextVar[str] = ContextVar("database", default="default")
# The cursor of the innermost transaction: the only one that may hold statements back.
_holder: ContextVar[Sql | None] = ContextVar("holder", default=None)


class Sql(psycopg.Cursor[tuple[Any, ...]]):
    """A cursor that binds parameters on the server and can hold statements back.

    ``later`` is for statements whose outcome nobody asks for. Inside :func:`transaction` they wait
    and travel together with the next statement of the thread, through this cursor, another one or
    the ORM, or at the end: one round trip instead of many, in the order in which they were given,
    so that no reader can tell the difference. One that fails does so there, with its own error.
    """

    def __init__(self, connection: psycopg.Connection[tuple[Any, ...]]) -> None:
        super().__init__(connection)
        self._held: list[tuple[QueryNoTemplate, Params | None]] = []
        self._holds_back = False

    def later(self, query: QueryNoTemplate, params: Params | None = None) -> None:
        """Execute ``query`` before the next statement at the latest; ask for no outcome."""
        if self._holds_back and _holder.get() is self:
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
        self._flush_holder()
        if self._held:
            with self.connection.pipeline():
                self._send_held()
                super().execute(query, params, prepare=prepare, binary=binary)
            return self
        return super().execute(query, params, prepare=prepare, binary=binary)

    @contextmanager
    def meanwhile(self, query: QueryNoTemplate, params: Params) -> Iterator[None]:
        """Execute ``query`` while the block runs, and wait for it where the block ends.

        The block must not touch the connection. What fails in the database, fails at the end.
        """
        self._flush_holder()
        if self._held:
            with self.connection.pipeline():
                self._send_held()
                super().execute(query, params, prepare=True)
                yield
            return
        # The driver's own way of executing, which pauses where it would wait for the server; so
        # the first time on a connection, the statement is only prepared before the block runs.
        running = self._execute_gen(query, params, prepare=True)
        next(running, None)
        try:
            yield
        finally:
            self.connection.wait(running)

    def flush(self) -> None:
        """Execute what was held back."""
        if self._held:
            with self.connection.pipeline():
                self._send_held()

    def hold_back(self) -> None:
        """Let ``later`` wait from now on: the transaction will flush."""
        self._holds_back = True

    def _flush_holder(self) -> None:
        holder = _holder.get()
        if holder is not None and holder is not self:
            holder.flush()

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
    :func:`transaction` each statement commits by itself. A connection that the server ended
    meanwhile is replaced, unless a transaction is open on it.
    """
    wrapper = connections[_alias.get()]
    if wrapper.connection is None or (
        not wrapper.in_atomic_block and _has_ended(wrapper.connection)
    ):
        wrapper.close()
        wrapper.ensure_connection()
    raw: psycopg.Connection[tuple[Any, ...]] = wrapper.connection
    return Sql(raw)


def _has_ended(connection: psycopg.Connection[tuple[Any, ...]]) -> bool:
    """Tell whether the server has closed an idle connection. Costs a microsecond, no round trip.

    Nothing waits to be read on an idle connection, but for the server's last words. A notice
    waits there too, once in a blue moon: then a connection is replaced in vain.
    """
    if connection.closed:
        return True
    if connection.pgconn.transaction_status != TransactionStatus.IDLE:
        return False
    waiting = poll()
    waiting.register(connection.pgconn.socket, POLLIN)
    return bool(waiting.poll(0))


@contextmanager
def transaction() -> Iterator[Sql]:
    """Run the block in one transaction: all of it is kept, or none.

    Inside another one it is a savepoint: what it wrote can be undone alone, by raising through it.
    """
    alias = _alias.get()
    with ExitStack() as stack:
        cursor().close()  # replaces a connection that has ended, before a transaction hangs on it
        if _flush_first not in connections[alias].execute_wrappers:
            stack.enter_context(connections[alias].execute_wrapper(_flush_first))
        stack.enter_context(django_transaction.atomic(using=alias))
        sql = stack.enter_context(cursor())
        sql.hold_back()
        token = _holder.set(sql)
        try:
            yield sql
            sql.flush()
        finally:
            _holder.reset(token)


def _flush_first(execute: Callable[..., object], *statement: object) -> object:
    """Let the ORM, and a savepoint, see what was held back before (Django's execute wrapper)."""
    holder = _holder.get()
    if holder is not None:
        holder.flush()
    return execute(*statement)


def reading() -> Sql:
    """Return a cursor for single statements outside a transaction, to be used in a ``with``."""
    return cursor()


class SandboxRouter:
    """Send the ORM, too, to the database of the call."""

    def db_for_read(self, model: type[Model], **hints: object) -> str:
        """Read from the database of the call."""
        return _alias.get()

    def db_for_write(self, model: type[Model], **hints: object) -> str:
        """Write to the database of the call."""
        return _alias.get()
