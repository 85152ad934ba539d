"""Two applications of one person at the same moment: one is taken, one is told."""

from __future__ import annotations

import threading
from collections.abc import Callable

import psycopg
import pytest
from django.db import connections

from yibao.casework import sharing
from yibao.casework.sharing import SharedDocument
from yibao.catalogue import situations
from yibao.catalogue.service import AnyService
from yibao.catalogue.situations import Setting
from yibao.kernel.errors import DomainError, Several
from yibao.platform import clock as platform_clock
from yibao.platform import database
from yibao.remote_care import queries
from yibao.remote_care import situations as remote_care
from yibao.remote_care.kinds import FILED_KINDS, FilingKind
from yibao.remote_care.services.remote_long_cancel import remote_long_cancel
from yibao.remote_care.services.remote_long_change import remote_long_change
from yibao.remote_care.services.remote_long_file import remote_long_file
from yibao.remote_care.services.remote_refer_change import remote_refer_change
from yibao.remote_care.services.remote_refer_file import remote_refer_file
from yibao.remote_care.services.remote_retire_file import remote_retire_file
from yibao.remote_care.services.remote_work_file import remote_work_file
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
OPINION = {
    "referring_hospital_code": "H52010300101",
    "referred_on": "2026-11-20",
    "referral_reason": "no_means",
    "diagnosis_code": "I25.103",
    "diagnosis_name": "冠状动脉粥样硬化性心脏病",
    "doctor_name": "钱医师",
}
OF_A_KIND: list[tuple[AnyService, dict[str, str], dict[str, str]]] = [
    (remote_long_file, FILING, PLEDGE),
    (
        remote_retire_file,
        FILING | {"household_place": "elsewhere", "household_region": "520400"},
        PLEDGE,
    ),
    (remote_work_file, FILING | {"employer_name": "测试有限公司"}, {"work_proof": "pledge"}),
    (remote_refer_file, FILING | OPINION, {}),
]
WRITERS = 20
Attempt = Callable[[], None]


@pytest.fixture
def given(clock: object) -> Callable[[str], None]:
    def make(name: str) -> None:
        with database.transaction() as sql:
            situations.set_up(name, Setting(sql, ZHAO, platform_clock.today()))

    return make


@pytest.fixture
def hospitals_have_uploaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the register of opinions answer, as if a hospital had handed one in."""
    answer = SharedDocument("referral_opinions", "ZZ-1", "0" * 64)
    monkeypatch.setattr(sharing, "_providers", {})
    sharing.provide("referral_opinions", lambda person: answer, environment="default")


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


def _distinct(number: int) -> dict[str, str]:
    """Return a phone of its own, so that no two applications are one request repeated."""
    return {"phone": f"199000001{number:02}"}


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


def test_of_twenty_filings_of_all_long_kinds_at_once_one_is_taken(
    given: Callable[[str], None],
) -> None:
    given("remote_care.enrolled")
    places = [f"{province}0100" for province in (13, 14, 15, 21, 22, 23, 32, 33, 34, 35)]
    refused = _at_once(
        [
            _attempt(service, answers | {"care_region": places[number % 10]}, materials)
            for number in range(WRITERS)
            for service, answers, materials in [OF_A_KIND[number % 3]]
        ]
    )
    assert refused == ["remote_care.already_registered"] * (WRITERS - 1)
    assert _effective() == 1


def test_of_twenty_filings_of_all_kinds_for_one_place_one_is_taken(
    given: Callable[[str], None], hospitals_have_uploaded: None
) -> None:
    given("remote_care.enrolled")
    refused = _at_once(
        [
            _attempt(service, answers | {"care_region": "310100"} | _distinct(number), materials)
            for number in range(WRITERS)
            for service, answers, materials in [OF_A_KIND[number % 4]]
        ]
    )
    assert refused == ["remote_care.already_registered"] * (WRITERS - 1)
    assert _effective() == 1


def test_beside_one_long_registration_every_referral_to_another_place_is_taken(
    given: Callable[[str], None], hospitals_have_uploaded: None
) -> None:
    given("remote_care.enrolled")
    long_ones = [
        _attempt(service, answers | {"care_region": "310100"} | _distinct(number), materials)
        for number in range(WRITERS - 3)
        for service, answers, materials in [OF_A_KIND[number % 3]]
    ]
    referrals = [
        _attempt(remote_refer_file, FILING | OPINION | {"care_region": place}, {})
        for place in PLACES[1:]
    ]
    refused = _at_once(long_ones + referrals)
    assert refused == ["remote_care.already_registered"] * (WRITERS - 4)
    assert _effective() == 4


def test_of_twenty_new_opinions_at_once_each_follows_the_one_before(
    given: Callable[[str], None], hospitals_have_uploaded: None
) -> None:
    given("remote_care.referred")
    change = OPINION | {"changed_part": "opinion", "starts_on": "2026-12-01"}
    refused = _at_once(
        [_attempt(remote_refer_change, change | _distinct(n), {}) for n in range(WRITERS)]
    )
    assert refused == []
    assert _effective() == 1
    with database.reading() as sql:
        sql.execute(
            "SELECT count(*), count(DISTINCT replaces_id) FROM remote_registration "
            "WHERE kind = 'referral' AND replaces_id IS NOT NULL"
        )
        assert sql.fetchone() == (WRITERS, WRITERS)


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
    read = queries.registrations_from

    def read_together(*args: object) -> object:
        found = read(*args)  # type: ignore[arg-type]
        both.wait(10)
        return found

    monkeypatch.setattr(queries, "registrations_from", read_together)
    refused = _at_once(
        [_attempt(remote_long_file, FILING | {"care_region": p}, PLEDGE) for p in PLACES[:2]]
    )
    assert refused == ["remote_care.registered_meanwhile"]
    assert _effective() == 1


def test_twenty_writers_without_any_lock_leave_one_registration_of_a_place(
    given: Callable[[str], None],
) -> None:
    given("remote_care.enrolled")
    start, kinds, taken = threading.Barrier(WRITERS), sorted(FILED_KINDS), list[FilingKind]()

    def write(kind: FilingKind) -> None:
        try:
            start.wait(10)
            with database.transaction() as sql:
                setting = Setting(sql, ZHAO, platform_clock.today())
                remote_care.register(setting, "310100", days_ago=10, kind=kind)
            taken.append(kind)
        except (psycopg.errors.IntegrityError, psycopg.errors.DeadlockDetected):
            pass  # kept out; of two that wait for each other the database lets one go on
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=(kinds[n % 4],)) for n in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(taken) == 1
    assert _effective() == 1
