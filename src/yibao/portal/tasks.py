"""What the pages do by themselves."""

from __future__ import annotations

from datetime import timedelta

from yibao.platform import clock, database
from yibao.platform.jobs.api import every
from yibao.portal import attempts, drafts

_DAY = timedelta(days=1)


@every(seconds=3600, name="portal.sweep")
def sweep() -> None:
    """Delete expired drafts, used or expired codes, and yesterday's counts."""
    now = clock.now()
    drafts.sweep(now)
    attempts.sweep(now - _DAY)
    with database.reading() as sql:
        sql.execute("DELETE FROM portal_sign_in_code WHERE expires_at < %s", (now - _DAY,))
