"""欧阳秀英 as the operator of a made-up company."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time

import pytest

from yibao.catalogue.situations import Persona, Setting, set_up
from yibao.employers import situations
from yibao.employers.details import KnownEmployer
from yibao.employers.made_up import CHANGING_COMPANY
from yibao.persons.api import Stamp
from yibao.platform import clock as platform_clock
from yibao.platform import database
from yibao.platform.database import Sql
from yibao.platform.testing.persons import OUYANG_XIUYING, ZHANG_SAN

OUYANG, ZHANG = Persona.of(OUYANG_XIUYING), Persona.of(ZHANG_SAN)
TODAY = date(2026, 11, 22)
STAMP = Stamp("C-1", "channel:test", datetime.combine(TODAY, time(10), platform_clock.CHINA))
Given = Callable[[str], KnownEmployer]


@pytest.fixture
def sql(db: None, clock: object) -> Iterator[Sql]:
    """Give a cursor in the test's transaction."""
    with database.transaction() as cursor:
        yield cursor


@pytest.fixture
def given(sql: Sql) -> Given:
    """Return how to make a situation true, and read the company for which 欧阳秀英 acts."""

    def make(name: str) -> KnownEmployer:
        setting = Setting(sql, OUYANG, platform_clock.today())
        set_up(name, setting)
        return situations.known(setting, CHANGING_COMPANY)

    return make
