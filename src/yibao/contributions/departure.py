"""What becomes of the dues of somebody who leaves: cancelled when open, given back when too early.

A contribution is given back only if the year that it was paid for has not begun (R-E8).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from yibao.contributions.errors import DueNotPayable, DueUnknown
from yibao.contributions.states import DueState, states_before
from yibao.kernel.money import Money
from yibao.platform import clock
from yibao.platform.audit_log import api as audit_log
from yibao.platform.outbox import api as outbox

if TYPE_CHECKING:
    from yibao.platform.database import Sql

DUE_CANCELLED = "contributions.due_cancelled"
REFUND_REQUESTED = "contributions.refund_requested"
DUE_REFUNDED = "contributions.due_refunded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """Who leaves, from when, why, and which case says so.

    Years that begin after ``left_on`` are given back; open dues are cancelled whatever their year.
    """

    person_id: UUID
    left_on: date
    reason: str
    case_number: str
    operator: str
    now: datetime


@dataclass(frozen=True, slots=True)
class SettledDue:
    """One year's contribution that is given back, or asked for no more."""

    due_id: UUID
    year: int
    amount: Money


@dataclass(frozen=True, slots=True)
class Settled:
    """What was done about the dues."""

    cancelled: tuple[SettledDue, ...] = ()
    refunds: tuple[SettledDue, ...] = ()

    @property
    def refunded(self) -> Money:
        """Return the sum that is given back."""
        return Money.total(refund.amount for refund in self.refunds)

    @property
    def years(self) -> list[int]:
        """Return the years for which nothing is due or paid any more."""
        return sorted({due.year for due in (*self.cancelled, *self.refunds)})


# A payment that commits while a statement waits is not in that statement's snapshot: the locks
# are a statement of their own, and the next one sees what became of the dues meanwhile.
_LOCK = """
SELECT id FROM contribution_due WHERE person_id = %s AND state = ANY(%s) ORDER BY id FOR UPDATE
"""
_SETTLE = """
WITH cancelled AS (
  UPDATE contribution_due SET state = 'cancelled'
  WHERE person_id = %(person)s AND state = ANY(%(cancellable)s)
  RETURNING id, year, amount_fen),
refunding AS (
  UPDATE contribution_due SET state = 'refunding'
  WHERE person_id = %(person)s AND state = ANY(%(refundable)s) AND year > %(year)s
    AND amount_fen > 0
  RETURNING id, year, amount_fen),
refund AS (
  INSERT INTO contribution_refund (due_id, amount_fen, reason, state, requested_at, case_number)
  SELECT id, amount_fen, %(reason)s, 'requested', %(now)s, %(case)s FROM refunding)
SELECT 'cancelled', id, year, amount_fen FROM cancelled
UNION ALL SELECT 'refunding', id, year, amount_fen FROM refunding
ORDER BY 3
"""
# Not in the table of states: nobody asks for this step, and what is open for cancelling or for
# giving back to somebody who leaves must not contain it.
_COLLECTED_LATE = """
WITH due AS (
  UPDATE contribution_due SET state = 'refunding', paid_on = %(paid_on)s
  WHERE id = %(due)s AND state = 'cancelled' AND amount_fen > 0
  RETURNING id, person_id, year, amount_fen, case_number),
refund AS (
  INSERT INTO contribution_refund (due_id, amount_fen, reason, state, requested_at, case_number)
  SELECT id, amount_fen, %(reason)s, 'requested', %(now)s, case_number FROM due)
SELECT person_id, year, amount_fen, case_number FROM due
"""
_LATE = "应缴单作废后到账"
_REFUNDED = """
WITH refunded AS (
  UPDATE contribution_due SET state = 'refunded' WHERE id = %(due)s AND state = ANY(%(before)s)
  RETURNING id, person_id, year, case_number)
UPDATE contribution_refund refund SET state = 'refunded', refunded_on = %(refunded_on)s
FROM refunded WHERE refund.due_id = refunded.id
RETURNING refunded.person_id, refunded.year, refunded.case_number
"""


def settle_dues(sql: Sql, leaving: Leaving) -> Settled:
    """Cancel what is open and begin to give back what was paid too early; two statements."""
    cancellable = states_before(DueState.CANCELLED)
    refundable = states_before(DueState.REFUNDING)
    sql.execute(_LOCK, (leaving.person_id, cancellable + refundable), prepare=True)
    sql.execute(
        _SETTLE,
        {
            "person": leaving.person_id,
            "cancellable": cancellable,
            "refundable": refundable,
            "year": leaving.left_on.year,
            "reason": leaving.reason,
            "now": leaving.now,
            "case": leaving.case_number,
        },
        prepare=True,
    )
    dues = [(row[0], SettledDue(row[1], row[2], Money(row[3]))) for row in sql.fetchall()]
    settled = Settled(
        cancelled=tuple(due for what, due in dues if what == "cancelled"),
        refunds=tuple(due for what, due in dues if what == "refunding"),
    )
    _tell(sql, leaving, settled)
    return settled


def give_back_late_money(sql: Sql, due_id: UUID, *, paid_on: date, operator: str) -> bool:
    """Begin to give back what was collected for a due that had been cancelled by then.

    False when the due is not a cancelled one.
    """
    values = {"due": due_id, "paid_on": paid_on, "reason": _LATE, "now": clock.now()}
    sql.execute(_COLLECTED_LATE, values)
    row = sql.fetchone()
    if row is None:
        return False
    person_id, year, fen, case_number = row
    outbox.publish(sql, topic=REFUND_REQUESTED, key=str(person_id), payload={"due_id": str(due_id)})
    audit_log.record(
        sql,
        action=REFUND_REQUESTED,
        object_id=str(due_id),
        operator=operator,
        case_number=case_number,
        facts={"year": year, "fen": fen, "reason": _LATE},
    )
    return True


def record_refund(sql: Sql, due_id: UUID, *, refunded_on: date, operator: str) -> None:
    """Note that the tax office gave a contribution back; a second time changes nothing.

    Raises:
        DueUnknown, DueNotPayable: there is nothing to give back.
    """
    values = {
        "due": due_id,
        "before": states_before(DueState.REFUNDED),
        "refunded_on": refunded_on,
    }
    sql.execute(_REFUNDED, values)
    row = sql.fetchone()
    if row is None:
        _require_refunded(sql, due_id)
        return
    person_id, year, case_number = row
    audit_log.record(
        sql,
        action=DUE_REFUNDED,
        object_id=str(due_id),
        operator=operator,
        case_number=case_number,
        facts={"year": year, "refunded_on": refunded_on.isoformat()},
    )
    payload = {"person_id": str(person_id), "year": year, "due_id": str(due_id)}
    outbox.publish(sql, topic=DUE_REFUNDED, key=str(person_id), payload=payload)


def _tell(sql: Sql, leaving: Leaving, settled: Settled) -> None:
    """Tell the tax office, through the outbox, what to collect no more and what to give back."""
    key = str(leaving.person_id)
    for due in settled.cancelled:
        outbox.publish(sql, topic=DUE_CANCELLED, key=key, payload={"due_id": str(due.due_id)})
    for refund in settled.refunds:
        outbox.publish(sql, topic=REFUND_REQUESTED, key=key, payload={"due_id": str(refund.due_id)})
        audit_log.record(
            sql,
            action=REFUND_REQUESTED,
            object_id=str(refund.due_id),
            operator=leaving.operator,
            case_number=leaving.case_number,
            facts={"year": refund.year, "fen": refund.amount.fen, "reason": leaving.reason},
        )


def _require_refunded(sql: Sql, due_id: UUID) -> None:
    sql.execute("SELECT state FROM contribution_due WHERE id = %s", (due_id,))
    row = sql.fetchone()
    if row is None:
        raise DueUnknown
    state = DueState(row[0])
    if state is not DueState.REFUNDED:
        raise DueNotPayable(state=state.label)
