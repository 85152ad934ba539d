"""Sharings end by themselves on their last day; their users' order closes ranks."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from yibao.platform.database import Sql

_END = """
WITH ended AS (
  UPDATE account_share SET state = 'ended', position = NULL, ended_at = %(now)s
  WHERE ends_on < %(today)s AND state <> 'ended' AND user_id = %(user)s
  RETURNING id)
INSERT INTO account_share_event (share_id, step, state, operator, case_number, at)
SELECT id, 'expire', 'ended', 'system', '', %(now)s FROM ended
"""
_EXPIRED = """
SELECT DISTINCT user_id FROM account_share
WHERE ends_on < %(today)s AND state <> 'ended'
  AND (%(after)s::uuid IS NULL OR user_id > %(after)s::uuid)
ORDER BY user_id LIMIT 500
"""
# The constraint on positions is checked when the statement is over, so all may move at once.
_CLOSE_RANKS = """
UPDATE account_share s SET position = ranked.place FROM (
  SELECT id, row_number() OVER (ORDER BY position) AS place
  FROM account_share WHERE user_id = %(user)s AND position IS NOT NULL) AS ranked
WHERE s.id = ranked.id AND s.position <> ranked.place
"""


def end_expired(sql: Sql, now: datetime, today: date, *, user_id: UUID) -> None:
    """End what ran out before ``today`` for one user, whose sharings the caller has locked."""
    sql.execute(_END, {"now": now, "today": today, "user": user_id}, prepare=True)
    if sql.rowcount:
        close_ranks(sql, user_id)


def users_with_expired(sql: Sql, today: date, after: UUID | None = None) -> list[UUID]:
    """Return for whom a sharing has run out before ``today``, some hundreds at a time.

    ``after`` is the last one of the page before; the last page is empty.
    """
    sql.execute(_EXPIRED, {"today": today, "after": after})
    return [row[0] for row in sql.fetchall()]


def close_ranks(sql: Sql, user_id: UUID) -> None:
    """Let the positions of a user's sharings run from 1 to n again (R-A5)."""
    sql.execute(_CLOSE_RANKS, {"user": user_id}, prepare=True)
