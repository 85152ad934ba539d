"""Twenty writers at the same moment: what an employer may be once, it is once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import date
from uuid import UUID

import psycopg
import pytest
from django.db import connections

from yibao.casework import sharing
from yibao.catalogue.situations import Setting
from yibao.demonstration import registers
from yibao.employers import api as employers
from yibao.employers.api import KnownEmployer
from yibao.employers.errors import EmployeesRemain
from yibao.employers.made_up import CLOSED_COMPANY, NEW_COMPANY, SUSPENDING_COMPANY
from yibao.enrolment.employer_situations import employ
from yibao.enrolment.services.employer_deregister import employer_deregister
from yibao.enrolment.services.employer_enrol import employer_enrol
from yibao.enrolment.services.employer_suspend import employer_suspend
from yibao.enrolment.tests.conftest import rows
from yibao.enrolment.tests.employer_stage import (
    OUYANG,
    ZHANG,
    asked,
    deregistration_of,
    enrolment_of,
    prepare,
    suspension_of,
)
from yibao.kernel.errors import DomainError, Several
from yibao.persons.api import Stamp
from yibao.platform import clock as platform_clock
from yibao.platform import database

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 20
Attempt = Callable[[], object]
_INSURE = """
INSERT INTO employer_insurance (employer_id, insurance_type, state, starts_on)
VALUES (%s, '320', 'active', '2026-11-01')
"""
_GRANT = """
INSERT INTO employer_grant (employer_id, operator_index, name_sealed, phone_sealed, starts_on,
  case_number)
VALUES (%s, %s, '', '', '2026-11-22', '')
"""
# Someone who forgets to ask whether the employer still takes employees.
_WORK = """
UPDATE enrolment SET employer_id = %s WHERE id = %s
"""


@pytest.fixture(autouse=True)
def registers_answer(monkeypatch: pytest.MonkeyPatch, clock: object) -> Iterator[None]:
    """Let the simulators of other agencies answer."""
    monkeypatch.setattr(sharing, "_providers", {})
    registers.provide_all(("default",))
    yield


def _given(name: str) -> None:
    with database.transaction() as sql:
        prepare(sql, name)


def _at_once(attempts: list[Attempt]) -> list[str]:
    """Run the attempts in as many threads; return what was refused, and by what."""
    start, refused = threading.Barrier(len(attempts)), list[str]()

    def run(attempt: Attempt) -> None:
        try:
            start.wait(20)
            attempt()
        except Several as several:
            refused.extend(error.code for error in several.errors)
        except DomainError as error:
            refused.append(error.code)
        except psycopg.IntegrityError as violation:
            refused.append(violation.diag.constraint_name or "")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(attempt,)) for attempt in attempts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(refused)


def _execute(statement: str, *values: object) -> Attempt:
    def attempt() -> None:
        with database.transaction() as sql:
            sql.execute(statement, values)

    return attempt


def _count(query: str, *values: object) -> int:
    with database.transaction() as sql:
        return int(rows(sql, query, *values)[0][0])


def _employer_id(credit_code: str) -> UUID:
    with database.transaction() as sql:
        found = rows(sql, "SELECT id FROM employer WHERE credit_code = %s", credit_code)
        return UUID(str(found[0][0]))


def _known(credit_code: str) -> KnownEmployer:
    with database.transaction() as sql:
        return employers.granted_employer(sql, credit_code, OUYANG.identity, _today())


def _today() -> date:
    return platform_clock.today()


def _stamp() -> Stamp:
    return Stamp("C-1", "system", platform_clock.now())


def test_of_twenty_enrolments_of_a_credit_code_one_is_taken() -> None:
    _given("employers.open_for_business")

    def attempt(number: int) -> Attempt:
        who = (OUYANG, ZHANG)[number % 2]
        return lambda: asked(
            employer_enrol, enrolment_of(), who=who, request_number=f"request-{number}"
        )

    refused = _at_once([attempt(number) for number in range(WRITERS)])
    assert refused == ["employers.already_enrolled"] * (WRITERS - 1)
    code = NEW_COMPANY.credit_code
    assert _count("SELECT count(*) FROM employer WHERE credit_code = %s", code) == 1
    assert _count("SELECT count(*) FROM employer_insurance") == 2
    assert _count("SELECT count(*) FROM employer_grant") == 1


def test_of_twenty_rows_of_an_insurance_one_is_kept() -> None:
    _given("employers.enrolled")
    employer = _employer_id(NEW_COMPANY.credit_code)
    refused = _at_once([_execute(_INSURE, employer)] * WRITERS)
    assert refused == ["one_insurance_of_an_employer"] * (WRITERS - 1)


def test_of_twenty_open_grants_of_a_person_one_is_kept() -> None:
    _given("employers.enrolled")
    employer = _employer_id(NEW_COMPANY.credit_code)
    refused = _at_once([_execute(_GRANT, employer, b"somebody" * 4)] * WRITERS)
    assert refused == ["one_open_grant_of_an_operator"] * (WRITERS - 1)


def test_of_twenty_suspensions_one_is_done_and_pauses_each_employee_once() -> None:
    _given("enrolment.employer_with_employees")

    def attempt(number: int) -> Attempt:
        return lambda: asked(
            employer_suspend,
            suspension_of(SUSPENDING_COMPANY),
            request_number=f"request-{number}",
        )

    refused = _at_once([attempt(number) for number in range(WRITERS)])
    assert len(refused) == WRITERS - 1
    assert set(refused) <= {"employers.changed_meanwhile", "employers.step_not_possible"}
    assert _count("SELECT count(*) FROM enrolment_change WHERE kind = '22'") == 3
    assert _count("SELECT count(*) FROM employer_change WHERE kind = '02'") == 2


def test_an_employer_is_not_suspended_without_employees_while_one_comes() -> None:
    _given("employers.enrolled")
    known = _known(SUSPENDING_COMPANY.credit_code)
    answers = suspension_of(SUSPENDING_COMPANY, employees="none", reason="no_employees")
    refused = list[str]()
    suspending = threading.Thread(
        target=lambda: refused.extend(_at_once([lambda: asked(employer_suspend, answers)]))
    )
    with database.transaction() as sql:
        employers.hold(sql, known.id)
        employ(Setting(sql, OUYANG, _today()), SUSPENDING_COMPANY, 1)
        suspending.start()
        _somebody_waits()
    suspending.join(60)
    assert refused == ["employers.employees_active"]
    assert _count("SELECT count(*) FROM employer_insurance WHERE state = 'suspended'") == 0


def _somebody_waits() -> None:
    """Return when a statement waits for a lock; fail after 20 seconds."""
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    found = threading.Event()

    def look() -> None:
        for _ in range(200):
            if _count(waiting):
                found.set()
                break
            threading.Event().wait(0.1)
        connections.close_all()

    looking = threading.Thread(target=look)
    looking.start()
    looking.join(30)
    assert found.is_set()


@pytest.mark.parametrize("repetition", range(3))
def test_a_deregistration_and_employees_who_come_never_both_happen(repetition: int) -> None:
    half = WRITERS // 2
    with database.transaction() as sql:
        setting = prepare(sql, "employers.enrolled")
        people = employ(setting, SUSPENDING_COMPANY, half)[:-1]
        prepare(sql, "employers.suspended_and_closed")
    known = _known(CLOSED_COMPANY.credit_code)

    def deregister() -> None:
        with database.transaction() as sql:
            employers.deregister(sql, known, on=_today(), reason="closed", stamp=_stamp())

    coming = [_execute(_WORK, known.id, person) for person in people]
    pairs = zip([deregister] * half, coming, strict=True)
    refused = _at_once([attempt for pair in pairs for attempt in pair])
    is_deregistered = _count(
        "SELECT count(*) FROM employer WHERE id = %s AND state = 'deregistered'", known.id
    )
    active = _count(
        "SELECT count(*) FROM enrolment WHERE employer_id = %s AND status = 'active'", known.id
    )
    assert not (is_deregistered and active), repetition
    late = refused.count("employer_takes_employees")
    assert late == (half if is_deregistered else 0)
    assert active == half - late
    assert len(refused) == late + half - is_deregistered


def test_the_database_itself_keeps_employees_from_a_deregistered_employer() -> None:
    with database.transaction() as sql:
        setting = prepare(sql, "employers.enrolled")
        person = employ(setting, SUSPENDING_COMPANY, 1)[0]
        prepare(sql, "employers.suspended_and_closed")
    employer = _employer_id(CLOSED_COMPANY.credit_code)
    asked(employer_deregister, deregistration_of(CLOSED_COMPANY))
    refused = _at_once([_execute(_WORK, employer, person)] * WRITERS)
    assert refused == ["employer_takes_employees"] * WRITERS


def test_whoever_forgets_to_look_for_employees_can_not_deregister() -> None:
    with database.transaction() as sql:
        setting = prepare(sql, "employers.suspended")
        employ(setting, CLOSED_COMPANY, 1)
    known = _known(CLOSED_COMPANY.credit_code)
    with pytest.raises(EmployeesRemain), database.transaction() as sql:
        employers.deregister(sql, known, on=_today(), reason="closed", stamp=_stamp())
