"""What a month of employee insurance costs. Pure: wages and rates in, fen out."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from yibao.kernel.money import Money


@dataclass(frozen=True, slots=True)
class FlexibleRates:
    """What policy sets for flexible workers: base in yuan a month, rates in per cent."""

    base: Money
    rate: Decimal
    account_rate: Decimal


@dataclass(frozen=True, slots=True)
class MonthlyAmounts:
    """What one month is counted from and costs; ``account`` is the part for the own account."""

    base: Money
    unit: Money
    personal: Money
    account: Money

    @property
    def total(self) -> Money:
        """Return what is paid for the month, by both."""
        return self.unit + self.personal


def flexible_amounts(rates: FlexibleRates, grade: int) -> MonthlyAmounts:
    """Return a month of a flexible worker, who chose ``grade`` per cent of the base.

    Each amount is rounded to the fen once, half up.
    """
    base = rates.base * Fraction(grade, 100)
    return MonthlyAmounts(
        base=base,
        unit=Money(0),
        personal=base * (Fraction(rates.rate) / 100),
        account=base * (Fraction(rates.account_rate) / 100),
    )
