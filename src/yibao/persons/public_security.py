"""The public security register (公安人口库), which confirms who somebody is (R-E10)."""

from __future__ import annotations

import logging
from typing import Protocol

from yibao.casework.identities import RESIDENT_IDENTITY_CARD
from yibao.catalogue.case import Identity
from yibao.catalogue.choices import Choices
from yibao.kernel import identity_number
from yibao.kernel.errors import Invalid
from yibao.persons import outside
from yibao.persons.details import Birth
from yibao.persons.outside import Outside, simulated_answer
from yibao.platform.database import Sql

logger = logging.getLogger(__name__)
REGISTER = "public_security"


class Confirmation(Choices):
    """What the register says about a person as described."""

    CONFIRMED = "confirmed", "一致"
    DIFFERS = "differs", "不一致"
    SILENT = "silent", "没有答复"


class PublicSecurity(Protocol):
    """The interface that a province connects."""

    def knows(self, identity: Identity, birth: Birth) -> bool:
        """Tell whether the register has exactly this person, within about a second.

        Raises:
            OSError: it does not answer (TimeoutError, ConnectionError).
        """
        ...


class SimulatedPublicSecurity:
    """Knows whom it was told to know; of others, whose card number tells birth date and sex."""

    def knows(self, identity: Identity, birth: Birth) -> bool:
        """Answer as told, else compare with the number of the card."""
        answer = simulated_answer(REGISTER, identity)
        return answer == Confirmation.CONFIRMED.value or (not answer and _fits(identity, birth))


public_security: Outside[PublicSecurity] = Outside(SimulatedPublicSecurity())


def confirm(identity: Identity, birth: Birth) -> Confirmation:
    """Ask the register; a silent one is an answer, too, because an application must not be lost."""
    try:
        is_known = public_security.current().knows(identity, birth)
    except OSError:
        logger.warning("the register of public security did not answer")
        return Confirmation.SILENT
    return Confirmation.CONFIRMED if is_known else Confirmation.DIFFERS


def simulate(sql: Sql, identity: Identity, answer: Confirmation) -> None:
    """Let the simulator give this answer about a person."""
    text = outside.GONE if answer is Confirmation.SILENT else answer.value
    outside.simulate(sql, REGISTER, identity, text)


def _fits(identity: Identity, birth: Birth) -> bool:
    if identity.certificate_type != RESIDENT_IDENTITY_CARD:
        return False
    try:
        number = identity_number.check(identity.certificate_number)
    except Invalid:
        return False
    return (number.birth_date, number.sex.value) == (birth.day, birth.sex)
