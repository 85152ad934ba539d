"""Who is in hospital, or was and has not settled yet (R-F7): asked from outside this package.

A province that has a register of admissions brings an adapter and calls :func:`use`. Until then
the platform asks what hospitals have reported to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from yibao.platform.database import Sql
from yibao.remote_care.errors import StaysUnknown

_HOSPITAL_CHARACTERS = 20
"""A sentence to a person has room for this much of a hospital's name."""


@dataclass(frozen=True)
class Stay:
    """A stay as a register tells it. ``reference`` is the same whenever the stay is the same."""

    reference: str
    hospital: str
    admitted_on: date
    is_settled: bool = False

    @property
    def hospital_shown(self) -> str:
        """Return the hospital's name, shortened."""
        return self.hospital[:_HOSPITAL_CHARACTERS]


class StayRegister(Protocol):
    """Whoever knows about stays in hospital."""

    def stays_of(self, sql: Sql, person_id: UUID) -> Sequence[Stay]:
        """Return the stays that are open, and perhaps some that are not.

        Raises:
            StaysUnknown: it cannot be told just now.
        """


class RecordedStays:
    """The stays that hospitals reported to this platform."""

    def stays_of(self, sql: Sql, person_id: UUID) -> Sequence[Stay]:
        """Return the open stays: one statement."""
        sql.execute(
            """SELECT reference, hospital, admitted_on FROM remote_care_reported_stay
               WHERE person_id = %s AND settled_at IS NULL ORDER BY admitted_on""",
            (person_id,),
        )
        return [Stay(*row) for row in sql.fetchall()]


class Behaviour(StrEnum):
    """How a register outside may behave."""

    PROMPT = "prompt"
    DUPLICATE = "duplicate"
    CONTRADICTORY = "contradictory"
    SLOW = "slow"
    GONE = "gone"


@dataclass
class SimulatedStays:
    """A register that behaves as told: for tests, and to see what people then read."""

    stay: Stay | None = None
    behaviour: Behaviour = Behaviour.PROMPT

    def stays_of(self, sql: Sql, person_id: UUID) -> Sequence[Stay]:  # noqa: ARG002
        """Return the stay, twice, contradicted, or not at all."""
        if self.behaviour in {Behaviour.SLOW, Behaviour.GONE}:
            raise StaysUnknown
        if self.stay is None:
            return []
        if self.behaviour is Behaviour.DUPLICATE:
            return [self.stay, self.stay]
        if self.behaviour is Behaviour.CONTRADICTORY:
            settled = Stay(
                self.stay.reference, self.stay.hospital, self.stay.admitted_on, is_settled=True
            )
            return [settled, self.stay]
        return [self.stay]


def open_stay(told: Sequence[Stay]) -> Stay | None:
    """Return the earliest stay that anybody calls open.

    A stay that is told twice is one stay; one that is told both open and settled counts as open,
    because the person can settle that with the hospital, and nobody can undo a wrong change.
    """
    return min((s for s in told if not s.is_settled), key=lambda s: s.admitted_on, default=None)


_register: StayRegister = RecordedStays()


def use(register: StayRegister) -> None:
    """Ask this register from now on."""
    global _register  # noqa: PLW0603 - one register for the process, chosen at the start
    _register = register


def open_stay_of(sql: Sql, person_id: UUID) -> Stay | None:
    """Return a stay of this person that is not settled, or None.

    Raises:
        StaysUnknown: the register does not answer; nobody guesses.
    """
    return open_stay(_register.stays_of(sql, person_id))
