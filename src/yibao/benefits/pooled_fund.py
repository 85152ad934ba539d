"""What the pooled fund pays of a cost in scope: deductible, rate, yearly ceiling.

Outpatient, inpatient and chronic care differ in their numbers only; the arithmetic is here.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from yibao.benefits.ledger import NOTHING_USED, Ledger
from yibao.kernel.money import Money


@dataclass(frozen=True, slots=True)
class PooledShare:
    """The part of the pooled fund.

    ``beyond_ceiling_fen`` is the cost, exact and in fen, whose share the ceiling cut off, where the
    large-sum insurance looks at it. ``left`` is what remains below the ceiling afterwards.
    """

    paid: Money
    deductible: Money
    left: Money
    beyond_ceiling_fen: Fraction = Fraction(0)
    change: Ledger = NOTHING_USED


def pooled_share(scope: Money, *, deductible: Money, rate: Decimal, left: Money) -> PooledShare:
    """Return ``min(round((scope - deductible) * rate), left)`` with what follows from it.

    ``deductible`` is what is still to be paid of it; a cost below it uses up only its own size.
    """
    applied = min(scope, deductible)
    base = scope - applied
    paid = min(base * rate, left)
    return PooledShare(paid, applied, left - paid)


def beyond_ceiling(base: Money, rate: Decimal, left: Money) -> Fraction:
    """Return the cost, exact and in fen, above what the fund could pay for out of ``left``."""
    if not rate:
        return Fraction(0)
    return max(Fraction(0), base.fen - left.fen / Fraction(rate))
