"""Two applications of one person at the same moment: one is taken, one is told."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connections

from yibao.catalogue import situations
from yibao.catalogue.service import AnyService
from yibao.catalogue.situations import Setting
from yibao.kernel.errors import DomainError, Several
from yibao.platform import clock as platform_clock
from yibao.platform import database
from yibao.remote_care import queries
from yibao.remote_care.services.remote_long_cancel import remote_long_cancel
from yibao.remote_care.services.remote_long_change import remote_long_change
from yibao.remote_care.services.remote_long_file import remote_long_file
from yibao.remote_care.tests.conftest import ZHAO, ask

pytestmark = pytest.mark.django_db(transaction=True)
FILING = {
    "residence_address": "测试市测试路8号",
    "phone": "19900000004",
    "starts_on": "2026-12-01",
}
CHANGE = {
    "changed_part": "place",
    "residence_address": "测试市测试路10号",
    "starts_on": "2026-12-01",
}
PLEDGE = {"residence_proof": "pledge"}
PLACES = ["310100", "440100", "110100", "500100"]
Attempt = Callable[[], None]


@pytest.fixture
def given(clock: object) -> Callable[[str], None]:
    def make(name: str) -> None:
        with database.transaction() as sql:
            situations.set_up(name, Setting(sql, ZHAO, platform_clock.today()))

    return make


def _at_once(attempts: list[Attempt]) -> list[str]:
    """Run the attempts in as many threads; return the codes of what was refused."""
    start, refused = threading.Barrier(len(attempts)), list[str]()

    def run(attempt: Attempt) -> None:
        try:
            start.wait(10)
            attempt()
        except Several as several:
            refused.extend(error.code for error in several.errors)
        except DomainError as error:
            refused.append(error.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(attempt,)) for attempt in attempts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(refused)


def _attempt(service: AnyService, answers: dict[str, str], materials: dict[str, str]) -> Attempt:
    return lambda: _drop(ask(service, answers, materials=materials))


def _drop(_: object) -> None:
    """Drop a value."""


def _effective() -> int:
    with database.reading() as sql:
        sql.execute("SELECT count(*) FROM remote_registration WHERE state = 'effective'")
        row = sql.fetchone()
        return int(row[0]) if row else -1


@pytest.mark.parametrize("repetition", range(3))
def test_of_several_filings_at_once_one_is_taken(
    given: Callable[[str], None], repetition: int
) -> None:
    given("remote_care.enrolled")
    refused = _at_once(
        [_attempt(remote_long_file, FILING | {"care_region": p}, PLEDGE) for p in PLACES]
    )
    assert len(refused) == len(PLACES) - 1, repetition
    assert set(refused) == {"remote_care.already_registered"}
    assert _effective() == 1


def test_of_a_change_and_a_cancellation_at_once_one_is_taken(
    given: Callable[[str], None],
) -> None:
    given("remote_care.registered")
    cancellation = {"last_day": "2026-12-01", "reason": "returned"}
    refused = _at_once(
        [
            _attempt(remote_long_change, CHANGE | {"care_region": "440100"}, PLEDGE),
            _attempt(remote_long_cancel, cancellation, {}),
        ]
    )
    # A change that came first may be cancelled: then it was on a pledge, which locks it.
    assert refused in (["remote_care.no_registration"], ["remote_care.locked_by_pledge"])
    assert _effective() in {0, 1}


def test_of_two_changes_at_once_the_second_sees_the_first(given: Callable[[str], None]) -> None:
    given("remote_care.registered")
    refused = _at_once(
        [
            _attempt(remote_long_change, CHANGE | {"care_region": place}, PLEDGE)
            for place in PLACES[1:3]
        ]
    )
    assert refused == ["remote_care.locked_by_pledge"]
    assert _effective() == 1


def test_without_the_lock_the_database_itself_keeps_the_second_out(
    given: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    given("remote_care.enrolled")
    monkeypatch.setattr(queries, "lock_person", lambda sql, person_id: None)
    both = threading.Barrier(2)
    read = queries.long_registrations_from

    def read_together(*args: object) -> object:
        found = read(*args)  # type: ignore[arg-type]
        both.wait(10)
        return found

    monkeypatch.setattr(queries, "long_registrations_from", read_together)
    refused = _at_once(
        [_attempt(remote_long_file, FILING | {"care_region": p}, PLEDGE) for p in PLACES[:2]]
    )
    assert refused == ["remote_care.registered_meanwhile"]
    assert _effective() == 1
