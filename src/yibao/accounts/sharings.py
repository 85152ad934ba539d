"""Reading sharings (家庭共济): one statement for everything that is told or decided of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from yibao.accounts.kinds import SEEN_BY_USER, Kinship, ShareRole, ShareState
from yibao.accounts.ledger import year_begins
from yibao.kernel.masking import mask_other_person
from yibao.kernel.money import Money
from yibao.persons.sealing import NAME, unseal
from yibao.platform.database import Sql

# The account of the grantor comes along: how much it has is told in bands, never exactly.
_OPEN = """
SELECT s.id, s.number, s.kinship, s.state, s.position, s.starts_on, s.ends_on,
       s.single_limit_fen, s.yearly_limit_fen, s.grantor_id, s.user_id, s.registered_at,
       other.name_sealed, coalesce(used.fen, 0), coalesce(a.balance_fen, 0),
       coalesce(a.state, 'closed')
FROM account_share s
JOIN person other ON other.id = {other}
LEFT JOIN personal_account a ON a.person_id = s.grantor_id AND a.state <> 'closed'
LEFT JOIN LATERAL (
  SELECT sum(CASE e.direction WHEN 'debit' THEN e.amount_fen ELSE -e.amount_fen END)::bigint
    AS fen
  FROM account_entry e
  LEFT JOIN account_entry undone ON undone.id = e.reverses_id
  WHERE e.share_id = s.id AND e.at >= %(year)s AND coalesce(undone.at, e.at) >= %(year)s
) AS used ON true
WHERE {own} = %(person)s AND s.state <> 'ended'
"""
_AS_GRANTOR = _OPEN.format(other="s.user_id", own="s.grantor_id")
_AS_USER = _OPEN.format(other="s.grantor_id", own="s.user_id")
_ORDER = " ORDER BY position NULLS LAST, number"
_OF = {
    ShareRole.GRANTOR: _AS_GRANTOR + _ORDER,
    ShareRole.USER: _AS_USER + _ORDER,
    None: f"{_AS_GRANTOR} UNION ALL {_AS_USER} {_ORDER}",
}


@dataclass(frozen=True, slots=True, repr=False)
class Sharing:
    """An open sharing as one of its sides sees it. ``other_name`` is personal data."""

    id: UUID
    number: str
    kinship: Kinship
    state: ShareState
    position: int | None
    starts_on: date
    ends_on: date | None
    single_limit: Money | None
    yearly_limit: Money | None
    grantor_id: UUID
    user_id: UUID
    registered_at: datetime
    other_name: str
    used: Money
    grantor_balance: Money
    is_grantor_normal: bool
    role: ShareRole

    @property
    def other(self) -> str:
        """Return the other side as it may be shown: 李* (子女)."""
        is_grantor = self.role is ShareRole.GRANTOR
        relation = self.kinship if is_grantor else SEEN_BY_USER[self.kinship]
        return mask_other_person(self.other_name, relation.label)


def open_sharings(
    sql: Sql, person_id: UUID, now: datetime, role: ShareRole | None = None
) -> list[Sharing]:
    """Return the sharings of a person that are not ended, in the order of payment.

    ``role`` is the side on which the person stands (None: both). ``used`` is what went through a
    sharing in the calendar year of ``now``. There are few: parameters limit them.
    """
    sql.execute(_OF[role], {"person": person_id, "year": year_begins(now)}, prepare=True)
    return [_sharing(row, person_id) for row in sql.fetchall()]


def lock_people(sql: Sql, *person_ids: UUID) -> None:
    """Let nobody else change the sharings of these people until the transaction ends.

    A statement of its own, before the reading one: rows read while waiting are those of before.
    The order is that of the identifiers, so that two applications never wait for each other.
    """
    sql.execute(
        """SELECT pg_advisory_xact_lock(hashtextextended('accounts:' || person, 0))
           FROM (SELECT person FROM unnest(%s::text[]) AS person ORDER BY person) AS ordered""",
        ([str(person_id) for person_id in person_ids],),
        prepare=True,
    )


def _sharing(row: Sequence[Any], person_id: UUID) -> Sharing:
    return Sharing(
        id=row[0],
        number=row[1],
        kinship=Kinship(row[2]),
        state=ShareState(row[3]),
        position=row[4],
        starts_on=row[5],
        ends_on=row[6],
        single_limit=None if row[7] is None else Money(row[7]),
        yearly_limit=None if row[8] is None else Money(row[8]),
        grantor_id=row[9],
        user_id=row[10],
        registered_at=row[11],
        other_name=unseal(row[12], NAME),
        used=Money(row[13]),
        grantor_balance=Money(row[14]),
        is_grantor_normal=row[15] == "normal",
        role=ShareRole.GRANTOR if row[9] == person_id else ShareRole.USER,
    )
