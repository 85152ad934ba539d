"""Marking referrals whose last day has passed (到期).

Whether a registration holds is told by its period alone; the state is for whoever reads the
register. The national platform has the last day since the filing, so nothing is uploaded.
"""

from __future__ import annotations

from datetime import datetime

from yibao.platform.clock import CHINA
from yibao.platform.database import Sql

# Locked rows are being changed or cancelled just now; the next run finds what is left.
_EXPIRE = """
WITH due AS (
  SELECT id FROM remote_registration
  WHERE state = 'effective' AND ends_on < %(today)s
  ORDER BY ends_on LIMIT %(limit)s FOR UPDATE SKIP LOCKED
), registration AS (
  UPDATE remote_registration r SET state = 'expired' FROM due WHERE r.id = due.id
  RETURNING r.id, r.ends_on)
INSERT INTO remote_registration_event
  (registration_id, step, reason, effective_on, operator, case_number, at)
SELECT id, 'expire', '', ends_on, 'system', '', %(now)s FROM registration
"""


def expire(sql: Sql, now: datetime, *, limit: int = 1000) -> int:
    """Mark what is over; return how many. One statement, by an index of what has an end."""
    today = now.astimezone(CHINA).date()
    sql.execute(_EXPIRE, {"today": today, "now": now, "limit": limit})
    return sql.rowcount
