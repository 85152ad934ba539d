"""Two applications for one person at the same moment: one is taken, one is told."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connections

from yibao.catalogue import situations
from yibao.catalogue.situations import Setting
from yibao.enrolment.services.resident_enrol import resident_enrol
from yibao.enrolment.tests.conftest import ADULT, LI, ask
from yibao.kernel.errors import DomainError, Several
from yibao.platform import clock as platform_clock
from yibao.platform import database

pytestmark = pytest.mark.django_db(transaction=True)
APPLICANTS = 4


@pytest.fixture
def given(clock: object) -> Callable[[str], None]:
    def make(name: str) -> None:
        with database.transaction() as sql:
            situations.set_up(name, Setting(sql, LI, platform_clock.today()))

    return make


def _enrol_at_once() -> list[str]:
    """Let several channels enrol 李四 at the same moment; return the codes of the refusals."""
    start, refused = threading.Barrier(APPLICANTS), list[str]()

    def apply(number: int) -> None:
        try:
            start.wait(10)
            ask(resident_enrol, ADULT, request_number=f"R-{number}")
        except Several as several:
            refused.extend(error.code for error in several.errors)
        except DomainError as error:
            refused.append(error.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=apply, args=(n,)) for n in range(APPLICANTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(refused)


def _counts() -> tuple[int, ...]:
    with database.reading() as sql:
        sql.execute(
            """SELECT (SELECT count(*) FROM person WHERE is_valid),
                      (SELECT count(*) FROM enrolment WHERE status = 'active'),
                      (SELECT count(*) FROM enrolment_year WHERE year = 2027),
                      (SELECT count(*) FROM enrolment_change),
                      (SELECT count(*) FROM contribution_due)"""
        )
        return tuple(sql.fetchone() or ())


@pytest.mark.parametrize("repetition", range(3))
def test_of_several_who_enrol_an_unknown_person_one_wins(clock: object, repetition: int) -> None:
    refused = _enrol_at_once()
    assert refused == ["enrolment.already_enrolled"] * (APPLICANTS - 1), repetition
    assert _counts() == (1, 1, 1, 1, 1)


def test_of_several_who_go_on_for_one_more_year_one_wins(
    given: Callable[[str], None],
) -> None:
    given("enrolment.resident")
    refused = _enrol_at_once()
    assert len(refused) == APPLICANTS - 1
    assert set(refused) <= {"enrolment.changed_meanwhile", "enrolment.already_enrolled"}
    assert _counts() == (1, 1, 1, 1, 1)


def test_of_several_who_resume_one_wins(given: Callable[[str], None]) -> None:
    given("enrolment.resident_paused")
    refused = _enrol_at_once()
    assert len(refused) == APPLICANTS - 1
    assert set(refused) <= {"enrolment.changed_meanwhile", "enrolment.already_enrolled"}
    assert _counts() == (1, 1, 1, 1, 1)
