"""What the database itself refuses, however many write at once: INV-1, INV-2 and INV-3."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connections
from django.db.utils import IntegrityError

from yibao.catalogue import situations
from yibao.catalogue.situations import Setting
from yibao.enrolment.services.resident_suspend import resident_suspend
from yibao.enrolment.tests.conftest import LI, ask
from yibao.kernel.errors import DomainError, Several
from yibao.platform import clock as platform_clock
from yibao.platform import database
from yibao.platform.database import Sql

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 20
_ENROL = """
WITH enrolled AS (
  INSERT INTO enrolment (id, person_id, insurance_type, person_kind, region, unit_name, status,
    is_retired, first_enrolled_on, current_since, months_paid, months_deemed, row_version)
  SELECT %(id)s, id, %(insurance)s, 'employed', '520103', '', 'active', false, '2026-11-22',
    '2026-11-22', 0, 0, 1 FROM person WHERE is_valid LIMIT 1
  RETURNING id)
INSERT INTO enrolment_change (enrolment_id, kind, reason, status_before, status_after,
  region_before, region_after, effective_on, case_number, operator, at)
SELECT id, '11', '', '', 'active', '', '520103', '2026-11-22', '', 'test', now() FROM enrolled
"""
_PAUSE = """
WITH paused AS (
  UPDATE enrolment SET status = 'paused', paused_on = '2026-11-22' WHERE id = %(id)s RETURNING id)
INSERT INTO enrolment_change (enrolment_id, kind, reason, status_before, status_after,
  region_before, region_after, effective_on, case_number, operator, at)
SELECT id, '22', '', 'active', 'paused', '', '520103', '2026-11-22', '', 'test', now() FROM paused
"""


@pytest.fixture(autouse=True)
def resident(clock: object) -> Iterator[None]:
    _given("enrolment.resident")
    yield


def _given(name: str) -> None:
    with database.transaction() as sql:
        situations.set_up(name, Setting(sql, LI, platform_clock.today()))


def _at_once(write: Callable[[int], None]) -> Counter[str]:
    """Let 20 writers write at the same moment; return how it ended for them, by constraint."""
    start, ended = threading.Barrier(WRITERS), Counter[str]()

    def run(number: int) -> None:
        start.wait(10)
        try:
            write(number)
            ended["written"] += 1
        except Several as several:
            ended["+".join(sorted(error.code for error in several.errors))] += 1
        except DomainError as error:
            ended[error.code] += 1
        except (psycopg.Error, IntegrityError) as error:
            ended[_constraint(error)] += 1
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return ended


def _constraint(error: BaseException) -> str:
    cause = error if isinstance(error, psycopg.Error) else error.__cause__
    assert isinstance(cause, psycopg.Error)
    return cause.diag.constraint_name or type(cause).__name__


def _written(statement: str, **values: object) -> None:
    with database.transaction() as sql:
        sql.execute(statement, values)


def _one(query: str) -> object:
    with database.reading() as sql:
        sql.execute(query)
        return (sql.fetchone() or (None,))[0]


def _active_id() -> UUID:
    found = _one("SELECT id FROM enrolment WHERE status = 'active'")
    assert isinstance(found, UUID)
    return found


def _enrol(insurance: str) -> None:
    _written(_ENROL, id=uuid4(), insurance=insurance)


def test_of_twenty_enrolments_of_a_person_one_is_active() -> None:
    _given("enrolment.not_enrolled")
    ended = _at_once(lambda number: _enrol("310" if number % 2 else "390"))
    assert ended == {"written": 1, "one_active_basic_enrolment": WRITERS - 1}
    assert _one("SELECT count(*) FROM enrolment WHERE status = 'active'") == 1


def test_of_twenty_who_pause_one_change_is_written() -> None:
    answers = {"reason": "other", "paused_on": "2026-11-22"}
    ended = _at_once(
        lambda number: (ask(resident_suspend, answers, request_number=f"R-{number}"), None)[1]
    )
    assert ended["written"] == 1
    assert sum(ended.values()) == WRITERS
    assert set(ended) - {"written"} <= {
        "enrolment.changed_meanwhile",
        "enrolment.transition_not_possible",
    }
    assert _one("SELECT count(*) FROM enrolment_change WHERE status_after = 'paused'") == 1


def test_of_twenty_who_write_past_the_service_one_change_is_written() -> None:
    with database.transaction() as sql:  # the chain needs a first link
        _note_enrolling(sql, _active_id())
    enrolment_id = _active_id()
    ended = _at_once(lambda number: _written(_PAUSE, id=enrolment_id))
    assert ended == {"written": 1, "enrolment_change_continues": WRITERS - 1}
    assert _one("SELECT count(*) FROM enrolment_change WHERE status_after = 'paused'") == 1


def test_no_status_changes_without_its_row() -> None:
    enrolment_id = _active_id()
    silent = "UPDATE enrolment SET status = 'paused', paused_on = '2026-11-22' WHERE id = %(id)s"
    ended = _at_once(lambda number: _written(silent, id=enrolment_id))
    assert ended == {"enrolment_status_has_change": WRITERS}
    assert _active_id() == enrolment_id


@pytest.mark.parametrize("dependent", ["510", "320", "330"])
def test_a_dependent_insurance_needs_an_employee_insurance(dependent: str) -> None:
    ended = _at_once(lambda number: _enrol(dependent))
    assert ended == {"dependent_needs_basic": WRITERS}


def test_a_supplement_of_residents_needs_a_resident_insurance() -> None:
    _enrol("392")
    _given("enrolment.employee")
    assert _at_once(lambda number: _enrol("392")) == {"dependent_needs_basic": WRITERS}


def test_while_some_add_a_supplement_and_others_pause_no_supplement_is_left_alone() -> None:
    enrolment_id = _active_id()
    with database.transaction() as sql:
        _note_enrolling(sql, enrolment_id)

    def write(number: int) -> None:
        if number % 2:
            _enrol("392")
        else:
            _written(_PAUSE, id=enrolment_id)

    _at_once(write)
    basic = _one("SELECT count(*) FROM enrolment WHERE status='active' AND insurance_type = '390'")
    alone = _one("SELECT count(*) FROM enrolment WHERE status='active' AND insurance_type = '392'")
    assert basic == 1 or alone == 0


def _note_enrolling(sql: Sql, enrolment_id: UUID) -> None:
    sql.execute(
        """INSERT INTO enrolment_change (enrolment_id, kind, reason, status_before, status_after,
             region_before, region_after, effective_on, case_number, operator, at)
           VALUES (%s, '11', '', '', 'active', '', '520103', '2026-11-22', '', 'test', now())""",
        (enrolment_id,),
    )
