"""What this package does by itself."""

from __future__ import annotations

from yibao.platform import clock, database
from yibao.platform.jobs.api import every
from yibao.remote_care.expiring import expire
from yibao.remote_care.uploading import upload_due


@every(seconds=60, name="remote_care.upload")
def upload() -> None:
    """Try again what the national platform does not have yet; each row commits by itself."""
    with database.reading() as sql:
        upload_due(sql, clock.now())


@every(seconds=3600, name="remote_care.expire")
def mark_expired() -> None:
    """Write into the register that referrals are over; what holds is told by the period anyway."""
    with database.transaction() as sql:
        expire(sql, clock.now())
