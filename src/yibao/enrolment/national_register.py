"""The national register of the insured (国家参保库): is somebody insured elsewhere? (R-E1)

A province connects the real interface; the simulator answers in demonstration and sandbox.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Protocol

from yibao.catalogue.case import Identity
from yibao.enrolment.states import EMPLOYEE_INSURANCE
from yibao.persons import outside
from yibao.persons.outside import Outside, simulated_answer
from yibao.platform.database import Sql

logger = logging.getLogger(__name__)
REGISTER = "national_enrolment"


@dataclass(frozen=True, slots=True)
class EnrolmentElsewhere:
    """An active basic insurance in another pooling area; ``region`` is its six-digit code."""

    region: str
    insurance_type: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the register said; ``is_silent`` when it said nothing."""

    elsewhere: EnrolmentElsewhere | None = None
    is_silent: bool = False


class NationalRegister(Protocol):
    """The interface that a province connects."""

    def active_enrolment_elsewhere(
        self, identity: Identity, region: str
    ) -> EnrolmentElsewhere | None:
        """Return an active basic insurance outside the pooling area of ``region``, or None.

        It must give up within about a second: an application waits for it.

        Raises:
            OSError: the register does not answer (TimeoutError, ConnectionError).
        """
        ...


class SimulatedNationalRegister:
    """Knows nobody but those whom it was told about."""

    def active_enrolment_elsewhere(
        self,
        identity: Identity,
        region: str,
    ) -> EnrolmentElsewhere | None:
        """Answer as told: nobody, elsewhere, slow or gone."""
        answer = simulated_answer(REGISTER, identity)
        if not answer:
            return None
        place, insurance_type = answer.split(":")
        return EnrolmentElsewhere(place, insurance_type)


national_register: Outside[NationalRegister] = Outside(SimulatedNationalRegister())


def ask(identity: Identity, region: str) -> Answer:
    """Ask the register; its silence is an answer, too, because an application must not be lost."""
    try:
        found = national_register.current().active_enrolment_elsewhere(identity, region)
    except OSError:
        logger.warning("the national register of the insured did not answer")
        return Answer(is_silent=True)
    return Answer(found)


def simulate_elsewhere(
    sql: Sql, identity: Identity, region: str, insurance_type: str = EMPLOYEE_INSURANCE
) -> None:
    """Let the simulator say that a person is insured in ``region``."""
    outside.simulate(sql, REGISTER, identity, f"{region}:{insurance_type}")


def simulate_silence(sql: Sql, identity: Identity, *, slow: bool = False) -> None:
    """Let the simulator not answer about a person: gone, or too slow."""
    outside.simulate(sql, REGISTER, identity, outside.SLOW if slow else outside.GONE)
