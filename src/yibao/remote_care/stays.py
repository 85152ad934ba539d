"""Who is in hospital, or was and has not settled yet (R-F7): asked from a register outside."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from yibao.catalogue.case import Identity
from yibao.persons import outside
from yibao.persons.outside import Outside
from yibao.platform.database import Sql
from yibao.remote_care.errors import StaysUnknown

logger = logging.getLogger(__name__)
REGISTER = "hospital_stays"
OPEN, DUPLICATE, CONTRADICTORY = "open", "duplicate", "contradictory"
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
    """The interface that a province connects: 住院登记 and 结算 of all its hospitals."""

    def stays_of(self, identity: Identity) -> Sequence[Stay]:
        """Return the stays that are open, and perhaps some that are not, within about a second.

        Raises:
            OSError: it does not answer (TimeoutError, ConnectionError).
        """
        ...


class SimulatedStays:
    """Tells the stay that it was told, twice or contradicted when so asked."""

    def stays_of(self, identity: Identity) -> Sequence[Stay]:
        """Answer as told; of everybody else there is no stay."""
        answer = outside.simulated_answer(REGISTER, identity)
        if not answer:
            return []
        manner, hospital, admitted_on = answer.split("|")
        stay = Stay("S1", hospital, date.fromisoformat(admitted_on))
        if manner == DUPLICATE:
            return [stay, stay]
        if manner == CONTRADICTORY:
            return [replace(stay, is_settled=True), stay]
        return [stay]


stay_register: Outside[StayRegister] = Outside(SimulatedStays())


def open_stay(told: Sequence[Stay]) -> Stay | None:
    """Return the earliest stay that anybody calls open.

    A stay that is told twice is one stay. One that is told both open and settled counts as open:
    the hospital can put that right, and nobody could undo a wrong change.
    """
    return min((s for s in told if not s.is_settled), key=lambda s: s.admitted_on, default=None)


def open_stay_of(identity: Identity) -> Stay | None:
    """Return a stay of this person that is not settled, or None.

    Raises:
        StaysUnknown: the register does not answer; nobody guesses.
    """
    try:
        return open_stay(stay_register.current().stays_of(identity))
    except OSError as silence:
        logger.warning("the register of hospital stays did not answer")
        raise StaysUnknown from silence


def simulate(
    sql: Sql, identity: Identity, hospital: str, admitted_on: date, *, manner: str = OPEN
) -> None:
    """Let the simulator tell of a stay that is not settled."""
    outside.simulate(sql, REGISTER, identity, f"{manner}|{hospital}|{admitted_on}")
