"""One-time tickets with which a channel launches an H5 page for a person it has identified."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from yibao.catalogue.case import Identity, IdentityLevel
from yibao.channels.errors import ReturnUrlNotListed, TicketUnusable
from yibao.platform import clock, database
from yibao.platform.crypto import sm3
from yibao.platform.database import Sql
from yibao.platform.keys.access import keyring

# docs/explanation/domain.md 7.5: a ticket serves once, for at most five minutes.
LIFETIME = timedelta(minutes=5)


@dataclass(frozen=True)
class Launch:
    """What a ticket opens: which page, for whom, how surely identified, and the way back."""

    channel: str
    operation: str
    subject: Identity
    identity_level: IdentityLevel
    return_url: str


def issue(
    sql: Sql, launch: Launch, *, allowed_return_urls: tuple[str, ...]
) -> tuple[str, datetime]:
    """Return a ticket and when it expires; only its digest is kept.

    Raises:
        ReturnUrlNotListed: the way back was not registered.
    """
    if launch.return_url and not _is_listed(launch.return_url, allowed_return_urls):
        raise ReturnUrlNotListed
    ticket = secrets.token_urlsafe(32)
    expires_at = clock.now() + LIFETIME
    sealed = keyring().encrypt_text(msgspec.json.encode(launch.subject).decode(), b"ticket.subject")
    sql.execute(
        """INSERT INTO launch_ticket (digest, channel_id, operation, subject_sealed,
             identity_level, return_url, expires_at) VALUES (%s, %s, %s, %s, %s, %s, %s)""",
        (
            sm3.digest(ticket.encode()), launch.channel, launch.operation, sealed,
            launch.identity_level.value, launch.return_url, expires_at,
        ),
    )  # fmt: skip
    return ticket, expires_at


def redeem(sql: Sql, ticket: str) -> Launch:
    """Use the ticket up and return what it opens.

    Raises:
        TicketUnusable: used before, expired, or unknown; the three look alike to a stranger.
    """
    sql.execute(
        """UPDATE launch_ticket SET used_at = %s
           WHERE digest = %s AND used_at IS NULL AND expires_at > %s
           RETURNING channel_id, operation, subject_sealed, identity_level, return_url""",
        (clock.now(), sm3.digest(ticket.encode()), clock.now()),
    )
    row = sql.fetchone()
    if row is None:
        raise TicketUnusable
    subject = msgspec.json.decode(
        keyring().decrypt_text(bytes(row[2]), b"ticket.subject"), type=Identity
    )
    return Launch(row[0], row[1], subject, IdentityLevel(row[3]), row[4])


def sweep(now: datetime) -> None:
    """Delete the tickets that have expired, and with them whom they were for."""
    with database.reading() as sql:
        sql.execute("DELETE FROM launch_ticket WHERE expires_at < %s", (now,))


def _is_listed(url: str, prefixes: tuple[str, ...]) -> bool:
    """Tell whether the address begins with a registered one, up to a slash at the least."""
    return any(url == p or url.startswith(p.rstrip("/") + "/") for p in prefixes)
