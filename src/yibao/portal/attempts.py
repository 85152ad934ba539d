"""How often the same thing may be asked for, counted in the database for all processes together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from yibao.platform import clock, database
from yibao.platform.keys.access import keyring
from yibao.portal.errors import TooManyAttempts

_COUNT = """
INSERT INTO portal_attempt AS a (key, started_at, count) VALUES (%(key)s, %(now)s, 1)
ON CONFLICT (key) DO UPDATE SET
  count = CASE WHEN a.started_at <= %(since)s THEN 1 ELSE a.count + 1 END,
  started_at = CASE WHEN a.started_at <= %(since)s THEN %(now)s ELSE a.started_at END
RETURNING count
"""


@dataclass(frozen=True)
class Limit:
    """At most ``most`` times within ``minutes``, counted from the first."""

    purpose: str
    most: int
    minutes: int


SIGN_IN_OF_A_PERSON = Limit("sign_in.person", 5, 15)
SIGN_IN_OF_AN_ADDRESS = Limit("sign_in.address", 60, 15)
CODE_OF_AN_ADDRESS = Limit("code.address", 120, 15)
PROGRESS_OF_A_PERSON = Limit("progress.person", 120, 10)
QUERY_OF_A_PERSON = Limit("query.person", 60, 10)
QUERY_OF_AN_ADDRESS = Limit("query.address", 300, 10)
SUBMISSION_OF_A_PERSON = Limit("submission.person", 60, 60)
UPLOAD_OF_A_PERSON = Limit("upload.person", 100, 60)
LAUNCH_OF_AN_ADDRESS = Limit("launch.address", 300, 10)
VERIFICATION_OF_AN_ADDRESS = Limit("verification.address", 60, 10)


def count(limit: Limit, who: str) -> None:
    """Count one more of ``limit`` by ``who``, which is kept as an HMAC only.

    Raises:
        TooManyAttempts: it was one too many.
    """
    now = clock.now()
    key = keyring().blind_index(f"{limit.purpose}:{who}", b"portal.attempt")
    since = now - timedelta(minutes=limit.minutes)
    with database.reading() as sql:
        sql.execute(_COUNT, {"key": key, "now": now, "since": since})
        row = sql.fetchone()
    if row is not None and row[0] > limit.most:
        raise TooManyAttempts(minutes=limit.minutes)


def sweep(before: datetime) -> None:
    """Forget the windows that started before this instant."""
    with database.reading() as sql:
        sql.execute("DELETE FROM portal_attempt WHERE started_at < %s", (before,))
