"""What the arrival of a contribution means for benefits (R-G12): a resident's year, a month."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from yibao.kernel.months import YearMonth
from yibao.platform.database import Sql

# A person whose benefits run without a gap keeps the day on which they began.
_ARRIVED = """
WITH paid AS (
  UPDATE enrolment_year SET paid_on = %(paid_on)s
  WHERE person_id = %(person)s AND year = %(year)s AND paid_on IS NULL
    AND withdrawn_on IS NULL
  RETURNING enrolment_id, year, benefit_from)
UPDATE enrolment SET
  benefit_from = CASE WHEN enrolment.benefit_until >= paid.benefit_from
    THEN enrolment.benefit_from ELSE paid.benefit_from END,
  benefit_until = greatest(enrolment.benefit_until, make_date(paid.year + 1, 1, 1)),
  months_paid = months_paid + %(months)s,
  row_version = row_version + 1
FROM paid WHERE enrolment.id = paid.enrolment_id
"""


# A month counts once whoever paid it; benefits run until the end of the month that is paid.
_MONTH_ARRIVED = """
WITH counted AS (
  INSERT INTO enrolment_month (enrolment_id, person_id, insurance_type, month, paid_on)
  SELECT id, person_id, insurance_type, %(month)s, %(paid_on)s FROM enrolment WHERE id = %(id)s
  ON CONFLICT DO NOTHING RETURNING enrolment_id)
UPDATE enrolment SET months_paid = months_paid + 1, row_version = row_version + 1,
  benefit_until = greatest(benefit_until, %(until)s)
FROM counted WHERE enrolment.id = counted.enrolment_id
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


def month_arrived(sql: Sql, *, enrolment_id: UUID, month: YearMonth, paid_on: date) -> bool:
    """Count a month of employee insurance and extend the benefits; one statement.

    Return False when it was counted before.
    """
    facts = {
        "id": enrolment_id,
        "month": month.first_day,
        "until": month.plus(1).first_day,
        "paid_on": paid_on,
    }
    sql.execute(_MONTH_ARRIVED, facts, prepare=True)
    return sql.rowcount == 1
