"""What other packages may ask about enrolments: few, typed, one statement each (ADR 0006)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from yibao.casework.identities import index_of
from yibao.catalogue.case import Identity
from yibao.kernel import person_name
from yibao.kernel.masking import mask_name
from yibao.persons.sealing import NAME
from yibao.persons.states import Survival
from yibao.platform.database import Sql
from yibao.platform.keys.access import keyring

__all__ = [
    "ActiveEnrolment",
    "BenefitStanding",
    "CertificateFacts",
    "active_enrolment",
    "benefit_standing",
    "certificate_by_code",
]


@dataclass(frozen=True, slots=True)
class ActiveEnrolment:
    """The basic insurance that holds for a person now; ``region`` is the place of enrolment."""

    enrolment_id: UUID
    insurance_type: str
    region: str
    is_retired: bool


@dataclass(frozen=True, slots=True)
class BenefitStanding:
    """Whether a person may claim benefits on a day, and from whom.

    ``is_benefit_normal``: the enrolment is active, or is paused from a later day on; contributions
    have arrived, no waiting period runs, and the person lives and is not imprisoned.
    ``name_matches`` says whether the register has the name that was given; the caller decides what
    to say when it has not.
    """

    person_id: UUID
    enrolment_id: UUID
    insurance_type: str
    region: str
    is_benefit_normal: bool
    is_retired: bool
    name_matches: bool


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """What a stranger learns who verifies an insurance certificate; the name is masked."""

    number: str
    masked_name: str
    insurance_type: str
    region: str
    issued_on: date
    months_paid: int
    months_deemed: int


_CERTIFICATE = """
SELECT c.number, p.name_sealed, e.insurance_type, e.region, c.issued_on, c.months_paid,
       c.months_deemed
FROM insurance_certificate c JOIN person p ON p.id = c.person_id
JOIN enrolment e ON e.id = c.enrolment_id WHERE c.code = %s
"""
_ACTIVE = """
SELECT id, insurance_type, region, is_retired FROM enrolment
WHERE person_id = %s AND status = 'active' AND insurance_type IN ('310', '390')
"""

# What gives benefits on the day comes first (who has just stopped and enrolled anew keeps those that
# are paid), then the active one, then the youngest of those that were.
_STANDING = """
SELECT p.id, e.id, e.insurance_type, e.region,
       (e.status = 'active' OR e.status = 'paused' AND %(today)s < e.paused_on)
         AND p.survival = %(alive)s AND e.benefit_from <= %(today)s
         AND (e.is_retired OR coalesce(%(today)s < e.benefit_until, false)),
       e.is_retired, p.name_sealed
FROM person p JOIN enrolment e ON e.person_id = p.id
WHERE p.certificate_index = %(index)s AND p.is_valid AND e.insurance_type IN ('310', '390')
  AND e.status <> 'void'
ORDER BY 5 DESC NULLS LAST, (e.status = 'active') DESC, e.current_since DESC LIMIT 1
"""


def active_enrolment(sql: Sql, person_id: UUID) -> ActiveEnrolment | None:
    """Return the person's active basic insurance (310 or 390), or None. At most one is (INV-1)."""
    sql.execute(_ACTIVE, (person_id,), prepare=True)
    row = sql.fetchone()
    return None if row is None else ActiveEnrolment(*row)


def certificate_by_code(sql: Sql, code: str) -> CertificateFacts | None:
    """Return the certificate with this verification code, or None. One statement."""
    sql.execute(_CERTIFICATE, (code,), prepare=True)
    row = sql.fetchone()
    if row is None:
        return None
    name = keyring().decrypt_text(bytes(row[1]), NAME)
    return CertificateFacts(row[0], mask_name(name), *row[2:])


def benefit_standing(sql: Sql, identity: Identity, today: date) -> BenefitStanding | None:
    """Return how the person with this certificate stands on ``today``.

    None when the register has no such person, or none who ever had a basic insurance here. One
    statement and one decryption.
    """
    facts = {"index": index_of(identity), "today": today, "alive": Survival.ALIVE.value}
    sql.execute(_STANDING, facts, prepare=True)
    row = sql.fetchone()
    if row is None:
        return None
    name = keyring().decrypt_text(bytes(row[6]), NAME)
    return BenefitStanding(
        person_id=row[0],
        enrolment_id=row[1],
        insurance_type=row[2],
        region=row[3],
        is_benefit_normal=bool(row[4]),
        is_retired=row[5],
        name_matches=person_name.is_same(name, identity.name),
    )
