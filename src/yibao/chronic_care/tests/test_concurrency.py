"""Twenty writers at the same moment: what may be there once, is there once."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connections

from yibao.catalogue import situations
from yibao.catalogue.service import AnyService
from yibao.catalogue.situations import Setting
from yibao.chronic_care import institutions, queries
from yibao.chronic_care.services.annual_review_apply import annual_review_apply
from yibao.chronic_care.services.chronic_apply import chronic_apply
from yibao.chronic_care.services.chronic_hosp_change import chronic_hosp_change
from yibao.chronic_care.tests.conftest import APPLICATION, TO_FIRST, WANG, ask
from yibao.kernel.errors import DomainError, Several
from yibao.platform import clock as platform_clock
from yibao.platform import database

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 20
DISEASES = ["M03900", "M02500", "M04600", "M05300", "M05400", "M06900", "M02300", "M07200"]


@pytest.fixture
def given(clock: object) -> Callable[[str], None]:
    def make(name: str) -> None:
        with database.transaction() as sql:
            setting = Setting(sql, WANG, platform_clock.today())
            situations.set_up(f"chronic_care.{name}", setting)

    return make


@pytest.fixture
def everything_is_concluded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a hospital have concluded whatever anybody applies for."""
    monkeypatch.setattr(
        institutions,
        "conclusion_about",
        lambda identity, disease_code: institutions.HospitalConclusion(
            disease_code, "H52010000011", True, platform_clock.today()
        ),
    )


def _at_once(service: AnyService, requests: list[dict[str, str]]) -> list[str]:
    """Hand the requests in, each in a thread of its own; return the codes of what was refused."""
    start, refused = threading.Barrier(len(requests)), list[str]()

    def run(position: int) -> None:
        try:
            start.wait(30)
            ask(service, requests[position], request_number=f"request-{position:04}")
        except Several as several:
            refused.extend(error.code for error in several.errors)
        except DomainError as error:
            refused.append(error.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(requests))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(refused)


def _count(question: str) -> int:
    with database.reading() as sql:
        sql.execute(question)
        row = sql.fetchone()
    return int(row[0]) if row else -1


def _effective() -> int:
    return _count("SELECT count(*) FROM chronic_recognition WHERE state = 'effective'")


@pytest.mark.usefixtures("everything_is_concluded")
def test_of_twenty_applications_for_a_disease_one_is_taken(given: Callable[[str], None]) -> None:
    given("employee")
    refused = _at_once(chronic_apply, [APPLICATION] * WRITERS)
    assert refused == ["chronic_care.already_recognised"] * (WRITERS - 1)
    assert _effective() == 1


@pytest.mark.usefixtures("everything_is_concluded")
def test_of_twenty_applications_for_diseases_that_exclude_each_other_one_is_taken(
    given: Callable[[str], None],
) -> None:
    given("employee")
    cancers = ["M00500", "M00503", "M00504"]
    wanted = [
        APPLICATION | {"disease_code": cancers[n % 3], "hospital_code": "H52010000012"}
        for n in range(WRITERS)
    ]
    refused = _at_once(chronic_apply, wanted)
    assert len(refused) == WRITERS - 1
    assert set(refused) <= {"chronic_care.already_recognised", "chronic_care.diseases_exclusive"}
    assert _effective() == 1


@pytest.mark.usefixtures("everything_is_concluded")
def test_of_twenty_applications_for_many_diseases_three_are_taken(
    given: Callable[[str], None],
) -> None:
    given("employee")
    wanted = [
        APPLICATION | {"disease_code": DISEASES[n % len(DISEASES)], "hospital_code": "H52010000012"}
        for n in range(WRITERS)
    ]
    refused = _at_once(chronic_apply, wanted)
    assert len(refused) == WRITERS - 3
    assert _effective() == 3


def test_of_twenty_changes_of_hospital_one_is_taken(given: Callable[[str], None]) -> None:
    given("employee_recognised")
    wanted = [
        TO_FIRST if n % 2 else {"new_hospital_code": "H52010000012", "new_hospital_name": "第二"}
        for n in range(WRITERS)
    ]
    refused = _at_once(chronic_hosp_change, wanted)
    assert len(refused) >= WRITERS - 1
    assert _count("SELECT count(*) FROM chronic_recognition_hospital WHERE is_change") == 1
    assert _count("SELECT count(*) FROM chronic_recognition_event") == 1


@pytest.mark.usefixtures("everything_is_concluded")
def test_of_twenty_reviews_one_is_taken(given: Callable[[str], None]) -> None:
    given("employee_due_for_review")
    request = {"checked_on": "2026-11-10", "phone": "19900000003"}
    refused = _at_once(annual_review_apply, [request] * WRITERS)
    assert refused == ["chronic_care.review_too_early"] * (WRITERS - 1)
    assert _count("SELECT count(*) FROM chronic_recognition_event WHERE step = 'renew'") == 1


@pytest.mark.usefixtures("everything_is_concluded")
def test_without_the_lock_the_database_itself_keeps_the_others_out(
    given: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    given("employee")
    monkeypatch.setattr(queries, "lock_person", lambda sql, person_id: None)
    everybody = threading.Barrier(WRITERS)
    read = queries.held_from

    def read_together(*args: object) -> object:
        found = read(*args)  # type: ignore[arg-type]
        everybody.wait(30)
        return found

    monkeypatch.setattr(queries, "held_from", read_together)
    refused = _at_once(chronic_apply, [APPLICATION] * WRITERS)
    assert refused == ["chronic_care.recognised_meanwhile"] * (WRITERS - 1)
    assert _effective() == 1


def test_without_the_lock_a_hospital_is_still_changed_once(
    given: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    given("employee_recognised")
    monkeypatch.setattr(queries, "lock_person", lambda sql, person_id: None)
    everybody = threading.Barrier(WRITERS)
    read = queries.held_from

    def read_together(*args: object) -> object:
        found = read(*args)  # type: ignore[arg-type]
        everybody.wait(30)
        return found

    monkeypatch.setattr(queries, "held_from", read_together)
    refused = _at_once(chronic_hosp_change, [TO_FIRST] * WRITERS)
    assert refused == ["chronic_care.recognised_meanwhile"] * (WRITERS - 1)
    assert _count("SELECT count(*) FROM chronic_recognition_hospital WHERE is_change") == 1
