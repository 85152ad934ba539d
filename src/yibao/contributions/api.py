"""What other packages may call (ADR 0006)."""

from __future__ import annotations

from yibao.contributions.actions import (
    Due,
    ResidentDue,
    premium,
    raise_resident_due,
    record_payment,
)

__all__ = ["Due", "ResidentDue", "premium", "raise_resident_due", "record_payment"]
