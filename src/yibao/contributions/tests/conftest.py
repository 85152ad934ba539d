"""李四, who is enrolled for a year, and what she owes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from uuid import UUID

import pytest

from yibao.catalogue.case import Identity
from yibao.contributions.api import Due, ResidentDue, raise_resident_due
from yibao.kernel import identifiers
from yibao.persons import api as persons
from yibao.platform import clock as platform_clock
from yibao.platform import database
from yibao.platform.database import Sql
from yibao.platform.testing.persons import LI_SI

IDENTITY = Identity("01", LI_SI.identity_number, LI_SI.name)
YEAR, DEADLINE, REGION = 2027, date(2027, 2, 28), "520103"
AT = datetime.combine(date(2026, 11, 22), time(10), platform_clock.CHINA)


@pytest.fixture
def sql(db: None, clock: object) -> Iterator[Sql]:
    """Give a cursor in the test's transaction."""
    with database.transaction() as cursor:
        yield cursor


@pytest.fixture
def person_id(sql: Sql) -> UUID:
    """Give 李四, whom the register knows."""
    said = persons.Details(
        identity=IDENTITY,
        birth=persons.birth_of(IDENTITY),
        phone=LI_SI.phone,
        living_region=REGION,
        living_address="测试路2号",
        household_kind="30",
    )
    stamp = persons.Stamp("", "system", AT)
    return persons.register_or_update(sql, said, known=None, stamp=stamp).id


@pytest.fixture
def enrolment_id(sql: Sql, person_id: UUID) -> UUID:
    """Give her enrolment, made by hand: this package does not call that of enrolments."""
    enrolment_id = identifiers.new_id(AT)
    sql.execute(
        """INSERT INTO enrolment (id, person_id, insurance_type, person_kind, region, unit_name,
             status, is_retired, first_enrolled_on, current_since, months_paid, months_deemed,
             row_version)
           VALUES (%s, %s, '390', 'adult', %s, '', 'active', false, %s, %s, 0, 0, 1)""",
        (enrolment_id, person_id, REGION, AT.date(), AT.date()),
    )
    return enrolment_id


@pytest.fixture
def due(sql: Sql, person_id: UUID, enrolment_id: UUID) -> Due:
    """Give what she owes for the year."""
    return raise_due(sql, person_id, enrolment_id)


def raise_due(sql: Sql, person_id: UUID, enrolment_id: UUID, *, year: int = YEAR) -> Due:
    wanted = ResidentDue(person_id, enrolment_id, REGION, year, DEADLINE)
    return raise_resident_due(sql, wanted, case_number="C-1", now=AT)
