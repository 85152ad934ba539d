"""Where an interface to another agency is plugged in, and how its simulator answers.

A province connects the real interface at its start. The simulator answers in the sandbox always,
and in the default database only in a demonstration; where nothing is connected the agency counts
as silent, so that nobody mistakes a simulator's answer for the truth.
"""

from __future__ import annotations

from typing import Generic, TypeVar

from django.conf import settings

from yibao.casework.identities import index_of
from yibao.catalogue.case import Identity
from yibao.platform import database
from yibao.platform.database import Sql

T = TypeVar("T")
SLOW, GONE = "slow", "gone"


class Outside(Generic[T]):
    """One interface: ``simulator`` until a real one is connected."""

    def __init__(self, simulator: T) -> None:
        self._simulator = simulator
        self._connected: T | None = None

    def connect(self, interface: T | None) -> None:
        """Use ``interface`` from now on (None: unplug it). Call it once, at the start."""
        self._connected = interface

    def current(self) -> T:
        """Return the interface to ask.

        Raises:
            ConnectionError: nothing is connected and this is no demonstration.
        """
        if database.alias() == "sandbox":
            return self._simulator
        if self._connected is not None:
            return self._connected
        if settings.DEMONSTRATION:
            return self._simulator
        raise ConnectionError


def simulate(sql: Sql, register: str, identity: Identity, answer: str) -> None:
    """Let the simulated ``register`` give this answer about a person; ``slow`` and ``gone`` fail.

    What it answered before is replaced.
    """
    sql.execute(
        """INSERT INTO simulated_answer (register, certificate_index, answer) VALUES (%s, %s, %s)
           ON CONFLICT (register, certificate_index) DO UPDATE SET answer = excluded.answer""",
        (register, index_of(identity), answer),
    )


def simulated_answer(register: str, identity: Identity) -> str:
    """Return what the simulated ``register`` answers about a person, or an empty text.

    Raises:
        TimeoutError: it is slow; the caller's patience counts as over at once.
        ConnectionError: it is gone.
    """
    with database.reading() as sql:
        sql.execute(
            "SELECT answer FROM simulated_answer WHERE register = %s AND certificate_index = %s",
            (register, index_of(identity)),
            prepare=True,
        )
        row = sql.fetchone()
    answer = str(row[0]) if row else ""
    if answer == SLOW:
        raise TimeoutError
    if answer == GONE:
        raise ConnectionError
    return answer
