"""The register of the market regulator (市场监管), which knows what an organisation is called.

It registers what has a credit code that begins with 9. Other authorities register state organs and
institutions (1) and social organisations (5); of those it cannot say anything.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Protocol

from yibao.catalogue.case import Identity
from yibao.kernel import person_name
from yibao.kernel.typed_text import compact
from yibao.persons import outside
from yibao.persons.outside import Outside, simulated_answer
from yibao.platform.database import Sql

logger = logging.getLogger(__name__)
REGISTER = "market_regulator"
_AUTHORITY = "9"
_CLOSED, _OPEN = "closed", "open"


@dataclass(frozen=True, slots=True, repr=False)
class MarketRecord:
    """What the register has of an organisation. Personal data: never into a log."""

    name: str
    legal_representative: str
    is_closed: bool = False

    def agrees_on_name(self, name: str) -> bool:
        """Tell whether it is the same name, whichever brackets and spaces it is typed with."""
        return compact(self.name) == compact(name)

    def agrees_on_representative(self, name: str) -> bool:
        """Tell whether it is the same person's name."""
        return person_name.is_same(self.legal_representative, name)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the register said; ``is_silent`` when it said nothing, or is not the one to ask."""

    record: MarketRecord | None = None
    is_silent: bool = False


class MarketRegulator(Protocol):
    """The interface that a province connects."""

    def look_up(self, credit_code: str) -> MarketRecord | None:
        """Return what is registered under a credit code, within about a second.

        Raises:
            OSError: it does not answer (TimeoutError, ConnectionError).
        """
        ...


class SimulatedMarketRegulator:
    """Knows the organisations that it was told about, and no others."""

    def look_up(self, credit_code: str) -> MarketRecord | None:
        """Answer as told."""
        answer = simulated_answer(REGISTER, _key(credit_code))
        if not answer:
            return None
        state, name, representative = answer.split("|")
        return MarketRecord(name, representative, state == _CLOSED)


market_regulator: Outside[MarketRegulator] = Outside(SimulatedMarketRegulator())


def ask(credit_code: str) -> Answer:
    """Ask the register; its silence is an answer, too, because an application must not be lost."""
    if not credit_code.startswith(_AUTHORITY):
        return Answer(is_silent=True)
    try:
        return Answer(market_regulator.current().look_up(credit_code))
    except OSError:
        logger.warning("the register of the market regulator did not answer")
        return Answer(is_silent=True)


def simulate(sql: Sql, credit_code: str, record: MarketRecord | None) -> None:
    """Let the simulator have this about a credit code (None: nothing)."""
    text = ""
    if record is not None:
        state = _CLOSED if record.is_closed else _OPEN
        text = f"{state}|{record.name}|{record.legal_representative}"
    outside.simulate(sql, REGISTER, _key(credit_code), text)


def simulate_silence(sql: Sql, credit_code: str) -> None:
    """Let the simulator not answer about a credit code."""
    outside.simulate(sql, REGISTER, _key(credit_code), outside.GONE)


def _key(credit_code: str) -> Identity:
    return Identity("credit_code", credit_code, "")
