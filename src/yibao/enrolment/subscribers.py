"""What enrolment does when something happens elsewhere."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from yibao.enrolment.payments import contribution_arrived, month_arrived
from yibao.kernel.months import YearMonth
from yibao.platform import database
from yibao.platform.outbox.api import Message, subscriber


@subscriber("contributions.due_paid", name="enrolment.contribution_arrived")
def on_due_paid(message: Message) -> None:
    """Let benefits run for the year that was paid. The same message twice changes nothing."""
    with database.transaction() as sql:
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
