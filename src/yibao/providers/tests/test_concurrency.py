"""Twenty at the same moment: the database lets one through."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.db import connections

from yibao.kernel.errors import DomainError
from yibao.platform import database
from yibao.platform.database import Sql
from yibao.providers import api, demonstration
from yibao.providers.demonstration import HOSPITAL
from yibao.providers.kinds import AgencyLevel, Capability
from yibao.providers.states import AgreementState
from yibao.providers.tests.conftest import TODAY, stamp

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 20
Write = Callable[[Sql, int], None]


@pytest.fixture(autouse=True)
def seeded(clock: object) -> None:
    with database.transaction() as sql:
        demonstration.seed(sql, TODAY)


def _at_once(write: Write) -> list[str]:
    """Let twenty threads write, each in a transaction; return the codes of the refusals."""
    start, refused = threading.Barrier(WRITERS), list[str]()

    def run(number: int) -> None:
        try:
            start.wait(20)
            with database.transaction() as sql:
                write(sql, number)
        except DomainError as error:
            refused.append(error.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return refused


def _count(statement: str) -> int:
    with database.reading() as sql:
        sql.execute(statement)
        row = sql.fetchone()
        return int(row[0]) if row else -1


def _openings(code: str) -> set[str]:
    with database.reading() as sql:
        sql.execute("SELECT openings FROM provider WHERE code = %s", (code,))
        row = sql.fetchone()
        return set(row[0]) if row else set()


def test_one_agreement_of_a_kind_stands_on_a_day() -> None:
    def sign(sql: Sql, number: int) -> None:
        agreement = api.Agreement(
            number=f"{number}", starts_on=date(2027, 1, 1 + number), ends_on=date(2027, 12, 31)
        )
        api.sign_agreement(sql, HOSPITAL, agreement, stamp=stamp())

    assert _at_once(sign) == ["providers.agreement_overlaps"] * (WRITERS - 1)
    assert _count("SELECT count(*) FROM provider_agreement WHERE starts_on >= '2027-01-01'") == 1


def test_an_agreement_is_suspended_once() -> None:
    def suspend(sql: Sql, number: int) -> None:
        api.turn_agreement(sql, HOSPITAL, AgreementState.SUSPENDED, day=TODAY, stamp=stamp())

    assert _at_once(suspend) == ["providers.agreement_not_turned"] * (WRITERS - 1)
    rows = f"FROM provider_agreement WHERE number = '{HOSPITAL}-2026'"
    assert _count(f"SELECT count(*) {rows}") == 2
    assert _count(f"SELECT sum(ends_on - starts_on + 1) {rows}") == 365


def test_a_capability_is_opened_once() -> None:
    def begin(sql: Sql, number: int) -> None:
        opening = api.Opening(capability=Capability.ROUND_THE_CLOCK, starts_on=TODAY)
        api.open_capability(sql, HOSPITAL, opening, stamp=stamp())

    assert _at_once(begin) == ["providers.capability_open"] * (WRITERS - 1)
    assert "round_the_clock" in _openings(HOSPITAL)


def test_capabilities_that_are_opened_at_once_are_all_noted() -> None:
    clinic = "H52010000002"
    closed = [each for each in Capability if each.value not in _openings(clinic)]
    assert len(closed) == 7

    def begin(sql: Sql, number: int) -> None:
        if number < len(closed):
            opening = api.Opening(capability=closed[number], starts_on=TODAY)
            api.open_capability(sql, clinic, opening, stamp=stamp())

    assert _at_once(begin) == []
    assert _openings(clinic) == {each.value for each in Capability}


def test_a_region_gets_one_principal_agency() -> None:
    def save(sql: Sql, number: int) -> None:
        row = api.AgencyRow(
            code=f"JB{number}",
            name="测试",
            level=AgencyLevel.COUNTY,
            region="520111",
            address="测试路9号",
        )
        api.save_agency(sql, row, stamp=stamp())

    assert _at_once(save) == ["providers.agency_exists"] * (WRITERS - 1)
    assert _count("SELECT count(*) FROM agency WHERE region = '520111'") == 1


def test_imports_of_the_same_rows_do_not_lock_each_other() -> None:
    rows = list(demonstration.institutions(TODAY))

    def load(sql: Sql, number: int) -> None:
        shown = rows if number % 2 else rows[::-1]
        api.import_institutions(
            sql, [replace(row, opening_hours=f"{number}") for row in shown], stamp=stamp()
        )

    assert _at_once(load) == []
    hours = "SELECT count(DISTINCT opening_hours) FROM provider"
    assert _count(hours) == 1
