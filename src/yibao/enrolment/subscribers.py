"""What enrolment does when something happens elsewhere."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from yibao.enrolment.payments import contribution_arrived
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
