"""The interface to the tax office, which collects contributions (税务征收)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from yibao.catalogue.case import Identity
from yibao.kernel.money import Money
from yibao.persons.outside import Outside, simulated_answer

REGISTER = "tax_office"
DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True, repr=False)
class DueNotice:
    """What the tax office must know to collect. Personal data: never into a log."""

    due_id: UUID
    identity: Identity
    region: str
    year: int
    amount: Money
    deadline: date


class DueAlreadyThere(Exception):
    """The tax office has this due from an earlier push whose answer was lost."""

    def __init__(self, reference: str) -> None:
        super().__init__(reference)
        self.reference = reference


class TaxOffice(Protocol):
    """The interface that a province connects."""

    def push(self, notice: DueNotice) -> str:
        """Hand over a due and return the office's reference (税务受理号).

        Raises:
            DueAlreadyThere: it was handed over before; with the reference of then.
            OSError: the office does not answer (TimeoutError, ConnectionError). It may
                nevertheless have taken the due: push the same due again later.
        """
        ...


class SimulatedTaxOffice:
    """Takes every due, unless it was told to be slow, gone, or to know the due already."""

    def push(self, notice: DueNotice) -> str:
        """Answer as told; the reference follows from the due, as the same due is one due."""
        reference = f"TAX{notice.due_id.hex[:20].upper()}"
        if simulated_answer(REGISTER, notice.identity) == DUPLICATE:
            raise DueAlreadyThere(reference)
        return reference


tax_office: Outside[TaxOffice] = Outside(SimulatedTaxOffice())
