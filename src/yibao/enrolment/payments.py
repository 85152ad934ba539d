"""What the arrival of a contribution means for a resident's benefits (R-G12)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from yibao.platform.database import Sql

# A person whose benefits run without a gap keeps the day on which they began.
_ARRIVED = """
WITH paid AS (
  UPDATE enrolment_year SET paid_on = %(paid_on)s
  WHERE person_id = %(person)s AND year = %(year)s AND paid_on IS NULL
  RETURNING enrolment_id, year, benefit_from)
UPDATE enrolment SET
  benefit_from = CASE WHEN enrolment.benefit_until >= paid.benefit_from
    THEN enrolment.benefit_from ELSE paid.benefit_from END,
  benefit_until = greatest(enrolment.benefit_until, make_date(paid.year + 1, 1, 1)),
  months_paid = months_paid + %(months)s,
  row_version = row_version + 1
FROM paid WHERE enrolment.id = paid.enrolment_id
"""


MONTHS_OF_A_YEAR = 12


def contribution_arrived(
    sql: Sql, *, person_id: UUID, year: int, paid_on: date, months: int = MONTHS_OF_A_YEAR
) -> bool:
    """Note that the contribution for ``year`` arrived, and extend the benefits; one statement.

    ``months`` is how many months of contribution that adds: none when they were counted before.

    Return False when it was noted before, or nobody enrolled the person for that year.
    """
    facts = {"person": person_id, "year": year, "paid_on": paid_on, "months": months}
    sql.execute(_ARRIVED, facts, prepare=True)
    return sql.rowcount == 1
