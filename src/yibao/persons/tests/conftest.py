"""李四 as the register of persons knows her."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time

import pytest

from yibao.catalogue.case import Identity
from yibao.persons.actions import SavedPerson, register_or_update
from yibao.persons.details import Details, KnownPerson, Stamp, birth_of
from yibao.persons.queries import find_by_identity
from yibao.platform import clock as platform_clock
from yibao.platform import database
from yibao.platform.database import Sql
from yibao.platform.testing.persons import LI_SI

LI = Identity("01", LI_SI.identity_number, LI_SI.name)
STAMP = Stamp(
    "C-1", "channel:test", datetime.combine(date(2026, 11, 22), time(10), platform_clock.CHINA)
)
SAID = Details(
    identity=LI,
    birth=birth_of(LI),
    phone=LI_SI.phone,
    living_region="520103",
    living_address="测试路2号",
    household_kind="30",
)


@pytest.fixture
def sql(db: None, clock: object) -> Iterator[Sql]:
    """Give a cursor in the test's transaction."""
    with database.transaction() as cursor:
        yield cursor


@pytest.fixture
def saved(sql: Sql) -> SavedPerson:
    """Register 李四."""
    return register_or_update(sql, SAID, known=None, stamp=STAMP)


@pytest.fixture
def li(sql: Sql, saved: SavedPerson) -> KnownPerson:
    """Give 李四 as read from the register."""
    person = find_by_identity(sql, LI)
    assert person is not None
    return person


def versions(sql: Sql) -> list[tuple[str, ...]]:
    sql.execute("SELECT item FROM person_version ORDER BY id")
    return sql.fetchall()


def named(name: str) -> Identity:
    return replace(LI, name=name)
