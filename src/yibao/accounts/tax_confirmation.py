"""The interface by which the tax office takes a premium that an account has paid (代缴确认)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from yibao.accounts.errors import CollectionSilent
from yibao.catalogue.case import Identity
from yibao.kernel.money import Money
from yibao.persons.outside import Outside, simulated_answer

REGISTER = "tax_collection"
REFUSED = "refused"


@dataclass(frozen=True, slots=True, repr=False)
class PremiumOrder:
    """What the tax office must know to book a payment. Personal data: never into a log.

    ``number`` is the same whenever the payment is the same.
    """

    number: str
    due_id: UUID
    payee: Identity
    year: int
    amount: Money


class CollectionRefused(Exception):
    """The tax office has answered that it does not take this payment."""


class TaxCollection(Protocol):
    """The interface that a province connects."""

    def collect(self, order: PremiumOrder) -> str:
        """Book the payment and return the number of the tax voucher (税票号); again, the same.

        Raises:
            CollectionRefused: it is not taken, and never will be.
            OSError: the office does not answer (TimeoutError, ConnectionError).
        """
        ...


class SimulatedTaxCollection:
    """Takes every payment, unless it was told to refuse, or to be slow or gone."""

    def collect(self, order: PremiumOrder) -> str:
        """Answer as told; the voucher follows from the order."""
        if simulated_answer(REGISTER, order.payee) == REFUSED:
            raise CollectionRefused
        return f"TV{order.number}"


tax_collection: Outside[TaxCollection] = Outside(SimulatedTaxCollection())


def collect(order: PremiumOrder) -> str | None:
    """Return the voucher, or None when the office refuses.

    Raises:
        CollectionSilent: ask again later.
    """
    try:
        return tax_collection.current().collect(order)
    except CollectionRefused:
        return None
    except OSError as silence:
        raise CollectionSilent from silence
