"""What other packages may call (ADR 0006)."""

from __future__ import annotations

from yibao.contributions.actions import (
    Due,
    ResidentDue,
    is_paid,
    premium,
    raise_resident_due,
    record_payment,
)
from yibao.contributions.departure import Leaving, Settled, SettledDue, record_refund, settle_dues
from yibao.contributions.kinds import ContributionKind
from yibao.contributions.monthly import (
    MonthlyDue,
    drop_months_after,
    flexible_month,
    pay_month_before,
    raise_month,
    record_month_payment,
    replace_month,
)
from yibao.contributions.rules import MonthlyAmounts

__all__ = [
    "ContributionKind",
    "Due",
    "Leaving",
    "MonthlyAmounts",
    "MonthlyDue",
    "ResidentDue",
    "Settled",
    "SettledDue",
    "drop_months_after",
    "flexible_month",
    "is_paid",
    "pay_month_before",
    "premium",
    "raise_month",
    "raise_resident_due",
    "record_month_payment",
    "record_payment",
    "record_refund",
    "replace_month",
    "settle_dues",
]
