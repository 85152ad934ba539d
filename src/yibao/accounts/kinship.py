"""Who is whose near relative (R-A3): asked from the civil register, which a province connects."""

from __future__ import annotations

import logging
from typing import Protocol

from yibao.accounts.kinds import Kinship
from yibao.casework.identities import index_of
from yibao.catalogue.case import Identity
from yibao.persons import outside
from yibao.persons.outside import Outside, simulated_answer
from yibao.platform.database import Sql

logger = logging.getLogger(__name__)
REGISTER = "civil_kinship"
_INDEX_CHARACTERS = 32


class CivilRegister(Protocol):
    """The interface that a province connects: marriages, births and households."""

    def are_related(self, grantor: Identity, user: Identity, kinship: Kinship) -> bool:
        """Tell whether the register has ``user`` as this relative of ``grantor``, in a second.

        Raises:
            OSError: it does not answer (TimeoutError, ConnectionError).
        """
        ...


class SimulatedCivilRegister:
    """Knows the one relation that it was told of a user."""

    def are_related(self, grantor: Identity, user: Identity, kinship: Kinship) -> bool:
        """Answer as told; of everybody else it knows nothing."""
        return simulated_answer(REGISTER, user) == _answer(grantor, kinship)


civil_register: Outside[CivilRegister] = Outside(SimulatedCivilRegister())


def is_confirmed(grantor: Identity, user: Identity, kinship: Kinship) -> bool:
    """Tell whether the register confirms the relation.

    Silence confirms nothing: then the user confirms the sharing himself, which costs a day and
    loses no application.
    """
    try:
        return civil_register.current().are_related(grantor, user, kinship)
    except OSError:
        logger.warning("the civil register did not answer")
        return False


def simulate(sql: Sql, grantor: Identity, user: Identity, kinship: Kinship) -> None:
    """Let the simulator know that ``user`` is this relative of ``grantor``."""
    outside.simulate(sql, REGISTER, user, _answer(grantor, kinship))


def _answer(grantor: Identity, kinship: Kinship) -> str:
    return f"{kinship.value}|{index_of(grantor).hex()[:_INDEX_CHARACTERS]}"
