"""What accounts do by themselves."""

from __future__ import annotations

from yibao.accounts.expiry import end_expired, users_with_expired
from yibao.accounts.premium_confirming import confirm, waiting_payments
from yibao.accounts.sharings import lock_people
from yibao.platform import clock, database
from yibao.platform.jobs.api import every


@every(seconds=300, name="accounts.confirm_premiums")
def confirm_premiums() -> None:
    """Ask the tax office again, and give back what it did not confirm; each by itself."""
    with database.reading() as sql:
        waiting = waiting_payments(sql, clock.now())
    for payment_id in waiting:
        with database.transaction() as sql:
            confirm(sql, payment_id, clock.now())


@every(seconds=3600, name="accounts.end_sharings")
def end_sharings() -> None:
    """End the sharings whose last day is over; each user by himself."""
    with database.reading() as sql:
        users = users_with_expired(sql, clock.today())
    for user_id in users:
        with database.transaction() as sql:
            lock_people(sql, user_id)
            end_expired(sql, clock.now(), clock.today(), user_id=user_id)
