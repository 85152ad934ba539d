"""What a resident owes for a year, read and held until the transaction ends.

The table is that of contributions, whose interface can raise a due and note its payment but not
read one; this is the only place where it is read from here, by one statement on its unique index.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from yibao.kernel.money import Money
from yibao.platform.database import Sql

_PAYABLE = ("due", "pushed")
_HOLD = """
SELECT id, amount_fen, deadline, state FROM contribution_due
WHERE person_id = %s AND year = %s AND state NOT IN ('cancelled', 'refunding', 'refunded')
FOR UPDATE
"""
_IS_PAYABLE = "SELECT state FROM contribution_due WHERE id = %s FOR UPDATE"


@dataclass(frozen=True, slots=True)
class HeldDue:
    """A due that is open or paid; ``deadline`` is the last day of paying."""

    id: UUID
    amount: Money
    deadline: date
    is_payable: bool


def hold_due(sql: Sql, person_id: UUID, year: int) -> HeldDue | None:
    """Return what is due of a person for a year, locked; None when nothing was raised."""
    sql.execute(_HOLD, (person_id, year), prepare=True)
    row = sql.fetchone()
    if row is None:
        return None
    return HeldDue(row[0], Money(row[1]), row[2], row[3] in _PAYABLE)


def is_payable(sql: Sql, due_id: UUID) -> bool:
    """Tell whether a due still waits for its payment, and hold it."""
    sql.execute(_IS_PAYABLE, (due_id,), prepare=True)
    row = sql.fetchone()
    return row is not None and row[0] in _PAYABLE
