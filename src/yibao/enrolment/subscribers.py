"""What enrolment does when something happens elsewhere."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from yibao.contributions import api as contributions
from yibao.enrolment.payments import contribution_arrived, month_arrived
from yibao.kernel.months import YearMonth
from yibao.platform import database
from yibao.platform.outbox.api import Message, subscriber


@subscriber("contributions.due_paid", name="enrolment.contribution_arrived")
def on_due_paid(message: Message) -> None:
    """Let benefits run for the year that was paid. The same message twice changes nothing.

    Nor does a message about a due that is given back meanwhile: a new one may stand for the year.
    """
    due_id = message.payload.get("due_id")
    with database.transaction() as sql:
        if due_id and not contributions.is_paid(sql, UUID(due_id)):
            return
        contribution_arrived(
            sql,
            person_id=UUID(message.payload["person_id"]),
            year=int(message.payload["year"]),
            paid_on=date.fromisoformat(message.payload["paid_on"]),
        )


@subscriber("contributions.month_paid", name="enrolment.month_arrived")
def on_month_paid(message: Message) -> None:
    """Let a month count and benefits run for it. The same message twice changes nothing."""
    if not message.payload["counts"]:
        return
    with database.transaction() as sql:
        month_arrived(
            sql,
            enrolment_id=UUID(message.payload["enrolment_id"]),
            month=YearMonth.of(date.fromisoformat(message.payload["month"])),
            paid_on=date.fromisoformat(message.payload["paid_on"]),
        )
