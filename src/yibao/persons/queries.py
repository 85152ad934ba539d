"""Reading persons: one statement each, opened only as far as needed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from yibao.casework.identities import index_of
from yibao.catalogue.case import Identity
from yibao.persons import sealing
from yibao.persons.checks import name_agrees
from yibao.persons.details import KnownPerson
from yibao.persons.errors import PersonUnknown
from yibao.persons.states import Survival
from yibao.platform.database import Sql

# In the order in which ``opened`` reads them; for statements that join persons to other tables.
COLUMNS = """p.id, p.number, p.name_sealed, p.certificate_type, p.certificate_sealed,
       p.phone_sealed, p.living_region, p.living_address_sealed, p.household_kind,
       p.household_address_sealed, p.birth_date, p.sex, p.ethnic_group, p.survival, p.row_version"""
COLUMN_COUNT = 15

_BY_INDEX = f"SELECT {COLUMNS} FROM person p WHERE certificate_index = %s AND is_valid"  # noqa: S608
_BY_ID = f"SELECT {COLUMNS} FROM person p WHERE id = %s"  # noqa: S608


def find_by_identity(sql: Sql, identity: Identity) -> KnownPerson | None:
    """Return the valid person with this certificate, or None.

    Raises:
        PersonNameDiffers: the register has another name for the certificate.
    """
    sql.execute(_BY_INDEX, (index_of(identity),), prepare=True)
    row = sql.fetchone()
    if row is None:
        return None
    person = opened(row)
    name_agrees(person.name, identity)
    return person


def by_id(sql: Sql, person_id: UUID) -> KnownPerson:
    """Return the person, valid or merged into another.

    Raises:
        PersonUnknown: there is none.
    """
    sql.execute(_BY_ID, (person_id,), prepare=True)
    row = sql.fetchone()
    if row is None:
        raise PersonUnknown
    return opened(row)


def opened(row: Sequence[Any]) -> KnownPerson:
    """Return the person of a row that begins with ``COLUMNS``; five decryptions, some 40 us."""
    return KnownPerson(
        id=row[0],
        number=row[1],
        name=sealing.unseal(row[2], sealing.NAME),
        certificate_type=row[3],
        certificate_number=sealing.unseal(row[4], sealing.CERTIFICATE),
        phone=sealing.unseal(row[5], sealing.PHONE),
        living_region=row[6],
        living_address=sealing.unseal(row[7], sealing.ADDRESS),
        household_kind=row[8],
        household_address=sealing.unseal(row[9], sealing.ADDRESS),
        birth_date=row[10],
        sex=row[11],
        ethnic_group=row[12],
        survival=Survival(row[13]),
        row_version=row[14],
    )
