"""What an employer owes, as the tax office knows it, which collects contributions (税务征收)."""

from __future__ import annotations

import logging
from typing import Protocol

from yibao.catalogue.case import Identity
from yibao.employers.errors import TaxOfficeSilent
from yibao.kernel.money import Money
from yibao.persons import outside
from yibao.persons.outside import Outside, simulated_answer
from yibao.platform.database import Sql

logger = logging.getLogger(__name__)
REGISTER = "tax_arrears"


class TaxArrears(Protocol):
    """The interface that a province connects."""

    def of(self, credit_code: str) -> Money:
        """Return the contributions that are due and did not arrive, employees' share included.

        Raises:
            OSError: the office does not answer (TimeoutError, ConnectionError).
        """
        ...


class SimulatedTaxArrears:
    """Nobody owes anything but those of whom it was told."""

    def of(self, credit_code: str) -> Money:
        """Answer as told, in fen."""
        return Money(int(simulated_answer(REGISTER, _key(credit_code)) or 0))


tax_arrears: Outside[TaxArrears] = Outside(SimulatedTaxArrears())


def arrears_of(credit_code: str) -> Money:
    """Return what the employer owes.

    Raises:
        TaxOfficeSilent: nobody can say now.
    """
    try:
        return tax_arrears.current().of(credit_code)
    except OSError as silence:
        logger.warning("the tax office did not answer about arrears")
        raise TaxOfficeSilent from silence


def simulate(sql: Sql, credit_code: str, owed: Money) -> None:
    """Let the simulator say that so much is owed."""
    outside.simulate(sql, REGISTER, _key(credit_code), str(owed.fen) if owed else "")


def simulate_silence(sql: Sql, credit_code: str) -> None:
    """Let the simulator not answer."""
    outside.simulate(sql, REGISTER, _key(credit_code), outside.GONE)


def _key(credit_code: str) -> Identity:
    return Identity("credit_code", credit_code, "")
