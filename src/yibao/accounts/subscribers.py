"""What accounts do when something was published."""

from __future__ import annotations

from uuid import UUID

from yibao.accounts.premium_confirming import confirm
from yibao.accounts.premium_refunding import DUE_REFUNDED, refund
from yibao.accounts.premiums import PREMIUM_DEBITED
from yibao.platform import clock, database
from yibao.platform.outbox.api import Message, subscriber


@subscriber(PREMIUM_DEBITED, name="accounts.confirm_premium")
def on_premium_debited(message: Message) -> None:
    """Ask the tax office at once; when it is silent, the periodic task asks again."""
    with database.transaction() as sql:
        confirm(sql, UUID(message.payload["payment_id"]), clock.now())


@subscriber(DUE_REFUNDED, name="accounts.refund_premium")
def on_due_refunded(message: Message) -> None:
    """Give back to the account what it had paid for the due."""
    with database.transaction() as sql:
        refund(sql, UUID(message.payload["due_id"]), clock.now())
