"""Reading employers: one statement, by credit code and by who asks."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from yibao.casework.identities import index_of
from yibao.catalogue.case import Identity
from yibao.employers import sealing
from yibao.employers.details import HeldInsurance, KnownEmployer
from yibao.employers.errors import EmployerDeregistered, EmployerSuspended, NoGrant
from yibao.employers.states import EMPLOYEE_INSURANCE, EmployerKind, InsuranceState
from yibao.kernel import person_name
from yibao.platform.database import Sql

_GRANTED = """
SELECT e.id, e.number, e.credit_code, e.name, e.kind, e.region, e.address,
       e.legal_representative_sealed, e.bank_name, e.bank_account_sealed, e.row_version,
       g.phone_sealed, g.name_sealed, held.types, held.states, held.starts
FROM employer e
JOIN employer_grant g ON g.employer_id = e.id AND g.operator_index = %(operator)s
  AND g.starts_on <= %(today)s AND (g.ends_on IS NULL OR g.ends_on > %(today)s)
LEFT JOIN LATERAL (
  SELECT array_agg(i.insurance_type ORDER BY i.insurance_type) AS types,
         array_agg(i.state ORDER BY i.insurance_type) AS states,
         array_agg(i.starts_on ORDER BY i.insurance_type) AS starts
  FROM employer_insurance i WHERE i.employer_id = e.id) AS held ON true
WHERE e.credit_code = %(credit_code)s AND e.state = 'valid'
LIMIT 1
"""


def granted_employer(sql: Sql, credit_code: str, operator: Identity, today: date) -> KnownEmployer:
    """Return the valid employer for which this person may act on ``today``; one statement.

    Raises:
        NoGrant: the person may not act for it, or there is none; which of the two is not told.
    """
    facts = {"operator": index_of(operator), "today": today, "credit_code": credit_code}
    sql.execute(_GRANTED, facts, prepare=True)
    row = sql.fetchone()
    if row is None:
        raise NoGrant
    name = sealing.unseal(row[12], sealing.OPERATOR_NAME)
    if not person_name.is_same(name, operator.name):
        raise NoGrant
    return _opened(row)


def is_enrolled(sql: Sql, credit_code: str) -> bool:
    """Tell whether there is a valid employer with this credit code."""
    sql.execute(
        "SELECT 1 FROM employer WHERE credit_code = %s AND state = 'valid'",
        (credit_code,),
        prepare=True,
    )
    return sql.fetchone() is not None


def hold(sql: Sql, employer_id: UUID, insurance_type: str = EMPLOYEE_INSURANCE) -> None:
    """Keep the employer as it stands, neither suspended nor deregistered, until the transaction ends.

    Call it before an employee is enrolled or resumed; many may hold at the same time. That nobody
    is enrolled with a deregistered employer a trigger (``employer_takes_employees``) sees to for
    whoever forgets, without a sentence for people.

    Raises:
        EmployerDeregistered, EmployerSuspended: it is.
    """
    sql.execute(
        """SELECT i.state FROM employer e JOIN employer_insurance i ON i.employer_id = e.id
           WHERE e.id = %s AND e.state = 'valid' AND i.insurance_type = %s FOR SHARE""",
        (employer_id, insurance_type),
        prepare=True,
    )
    row = sql.fetchone()
    if row is None:
        raise EmployerDeregistered
    if row[0] != InsuranceState.ACTIVE.value:
        raise EmployerSuspended


def operators_of(sql: Sql, employer_id: UUID) -> list[bytes]:
    """Return the indexes of everybody who acts or acted for the employer."""
    sql.execute(
        "SELECT DISTINCT operator_index FROM employer_grant WHERE employer_id = %s",
        (employer_id,),
        prepare=True,
    )
    return [bytes(row[0]) for row in sql.fetchall()]


def _opened(row: tuple[Any, ...]) -> KnownEmployer:
    held = zip(row[13] or (), row[14] or (), row[15] or (), strict=True)
    return KnownEmployer(
        id=row[0],
        number=row[1],
        credit_code=row[2],
        name=row[3],
        kind=EmployerKind(row[4]),
        region=row[5],
        address=row[6],
        legal_representative=sealing.unseal(row[7], sealing.REPRESENTATIVE),
        bank_name=row[8],
        bank_account=sealing.unseal(row[9], sealing.ACCOUNT),
        row_version=row[10],
        operator_phone=sealing.unseal(row[11], sealing.OPERATOR_PHONE),
        insurances=tuple(HeldInsurance(kind, InsuranceState(s), on) for kind, s, on in held),
    )
