"""What is beneath an employer: people insured through it, and cases of it that are open."""

from __future__ import annotations

from uuid import UUID

from yibao.casework import sealing
from yibao.employers import api as employers
from yibao.platform.database import Sql


def active_employees(sql: Sql, employer_id: UUID) -> int:
    """Return how many people are actively insured through the employer, the retired left out.

    A retired employee pays nothing and stays insured whatever becomes of the employer.
    """
    sql.execute(
        """SELECT count(DISTINCT person_id) FROM enrolment
           WHERE employer_id = %s AND status = 'active' AND NOT is_retired""",
        (employer_id,),
        prepare=True,
    )
    row = sql.fetchone()
    return int(row[0]) if row else 0


def open_cases(sql: Sql, employer_id: UUID, credit_code: str, *, except_number: str) -> int:
    """Return how many applications about the employer are not decided yet, but for one.

    Which employer a case is about stands in its sealed answers: the open cases of everybody who
    acts or acted for it are opened, a handful.
    """
    operators = employers.operators_of(sql, employer_id)
    sql.execute(
        """SELECT answers_sealed FROM service_case
           WHERE subject_index = ANY(%s) AND closed_at IS NULL AND number <> %s""",
        (operators, except_number),
        prepare=True,
    )
    answers = [sealing.open_answers(bytes(row[0])) for row in sql.fetchall()]
    return sum(each.get("credit_code") == credit_code for each in answers)
