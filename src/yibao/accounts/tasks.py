"""What accounts do by themselves."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from uuid import UUID

from yibao.accounts.expiry import end_expired, users_with_expired
from yibao.accounts.premium_confirming import confirm, waiting_payments
from yibao.accounts.sharings import lock_people
from yibao.platform import clock, database
from yibao.platform.database import Sql
from yibao.platform.jobs.api import every

logger = logging.getLogger(__name__)


@every(seconds=300, name="accounts.confirm_premiums")
def confirm_premiums() -> None:
    """Ask the tax office again, and give back what it did not confirm; each by itself."""
    now = clock.now()
    _each(
        lambda sql, after: waiting_payments(sql, now, after),
        lambda sql, payment_id: confirm(sql, payment_id, clock.now()),
    )


@every(seconds=3600, name="accounts.end_sharings")
def end_sharings() -> None:
    """End the sharings whose last day is over; each user by himself."""
    today = clock.today()
    _each(lambda sql, after: users_with_expired(sql, today, after), _end_sharings_of)


def _end_sharings_of(sql: Sql, user_id: UUID) -> None:
    lock_people(sql, user_id)
    end_expired(sql, clock.now(), clock.today(), user_id=user_id)


def _each(
    page: Callable[[Sql, UUID | None], list[UUID]], act: Callable[[Sql, UUID], object]
) -> None:
    """Act on everything in a transaction of its own; what fails waits for the next turn."""
    for identifier in _all(page):
        try:
            with database.transaction() as sql:
                act(sql, identifier)
        except Exception as error:  # noqa: BLE001 - one must not stop the others
            # Only the name: what an error says may be personal.
            name = type(error).__name__
            logger.error("%s was not dealt with: %s", identifier, name)  # noqa: TRY400


def _all(page: Callable[[Sql, UUID | None], list[UUID]]) -> Iterator[UUID]:
    after: UUID | None = None
    while True:
        with database.reading() as sql:
            found = page(sql, after)
        if not found:
            return
        yield from found
        after = found[-1]
