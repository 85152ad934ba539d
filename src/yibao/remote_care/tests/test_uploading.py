"""Upload to the national platform: whatever it does, in the end it has what we have."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from yibao.catalogue.service import AnyService
from yibao.catalogue.situations import Setting
from yibao.platform import clock as platform_clock
from yibao.platform.database import Sql
from yibao.platform.outbox import delivery
from yibao.reference import code_tables
from yibao.remote_care import api, national_platform, tasks, uploading
from yibao.remote_care.kinds import FILED_KINDS, FilingKind
from yibao.remote_care.services.remote_long_change import remote_long_change
from yibao.remote_care.services.remote_long_file import remote_long_file
from yibao.remote_care.services.remote_refer_change import remote_refer_change
from yibao.remote_care.services.remote_retire_change import remote_retire_change
from yibao.remote_care.services.remote_work_change import remote_work_change
from yibao.remote_care.tests.conftest import ZHAO, ask

Given = Callable[[str], Setting]
FILING = {
    "care_region": "310100",
    "residence_address": "上海市黄浦区测试路8号",
    "phone": "19900000004",
    "starts_on": "2026-12-01",
}
TO_GUANGZHOU = {
    "changed_part": "place",
    "care_region": "440100",
    "residence_address": "广州市越秀区测试路10号",
    "starts_on": "2026-12-01",
}
PLEDGE = {"residence_proof": "pledge"}


def _uploads(sql: Sql) -> list[tuple[Any, ...]]:
    sql.execute(
        """SELECT care_region, upload_state, upload_tries, left(upload_reference, 2)
           FROM remote_registration ORDER BY starts_on"""
    )
    return sql.fetchall()


def _steps(sql: Sql) -> list[tuple[Any, ...]]:
    sql.execute("SELECT step, reason FROM remote_registration_event ORDER BY id")
    return sql.fetchall()


def test_the_outbox_uploads_a_filing(sql: Sql, given: Given) -> None:
    given("remote_care.enrolled")
    ask(remote_long_file, FILING, materials=PLEDGE)
    assert delivery.deliver() == 1
    assert _uploads(sql) == [("310100", "uploaded", 1, "R-")]
    assert _steps(sql) == [("file", ""), ("upload", "")]


def test_the_same_message_twice_uploads_once(sql: Sql, given: Given) -> None:
    given("remote_care.enrolled")
    ask(remote_long_file, FILING, materials=PLEDGE)
    delivery.deliver()
    sql.execute("UPDATE outbox_delivery SET state = 'waiting'")
    assert delivery.deliver() == 1
    assert _uploads(sql) == [("310100", "uploaded", 1, "R-")]
    assert _steps(sql) == [("file", ""), ("upload", "")]


def test_a_platform_that_had_it_already_is_as_good(sql: Sql, given: Given) -> None:
    setting = given("remote_care.enrolled")
    national_platform.simulate(setting.sql, ZHAO.identity, national_platform.DUPLICATE)
    ask(remote_long_file, FILING, materials=PLEDGE)
    delivery.deliver()
    assert _uploads(sql) == [("310100", "uploaded", 1, "D-")]


@pytest.mark.parametrize(
    ("manner", "reason"),
    [
        ("slow", "platform_away"),
        ("gone", "platform_away"),
        (national_platform.CONTRADICTORY, "platform_contradicts"),
    ],
)
def test_a_platform_that_fails_is_asked_again_until_it_has_it(
    sql: Sql, given: Given, clock: Any, manner: str, reason: str
) -> None:
    setting = given("remote_care.enrolled")
    national_platform.simulate(setting.sql, ZHAO.identity, manner)
    ask(remote_long_file, FILING, materials=PLEDGE)
    delivery.deliver()
    assert _uploads(sql) == [("310100", "failed", 1, "")]
    tasks.upload()  # too early: the pause is not over
    assert _uploads(sql)[0][2] == 1
    for tries in range(2, 15):  # far more often than the outbox would
        clock.advance(hours=1)
        tasks.upload()
        assert _uploads(sql)[0][1:3] == ("failed", tries)
    assert _steps(sql) == [("file", ""), ("fail_upload", reason)]
    national_platform.simulate(setting.sql, ZHAO.identity, "")
    clock.advance(hours=1)
    tasks.upload()
    assert _uploads(sql) == [("310100", "uploaded", 15, "R-")]
    assert _steps(sql)[-1] == ("upload", "")


def test_the_pause_grows_to_an_hour_and_not_beyond(sql: Sql, given: Given, clock: Any) -> None:
    setting = given("remote_care.enrolled")
    national_platform.simulate(setting.sql, ZHAO.identity, "gone")
    ask(remote_long_file, FILING, materials=PLEDGE)
    delivery.deliver()
    pauses = []
    for _ in range(9):
        sql.execute("SELECT next_upload_at FROM remote_registration")
        row = sql.fetchone()
        assert row is not None
        pauses.append((row[0] - platform_clock.now()) / timedelta(minutes=1))
        clock.set(row[0])
        tasks.upload()
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_what_the_outbox_never_brought_is_found_after_a_while(
    sql: Sql, given: Given, clock: Any
) -> None:
    given("remote_care.enrolled")
    ask(remote_long_file, FILING, materials=PLEDGE)
    tasks.upload()
    assert _uploads(sql)[0][1] == "waiting"
    clock.advance(minutes=11)
    tasks.upload()
    assert _uploads(sql)[0][1] == "uploaded"


def test_a_new_place_waits_until_the_platform_knows_the_end_of_the_old_one(
    sql: Sql, given: Given, clock: Any
) -> None:
    setting = given("remote_care.registered")
    ask(remote_long_change, TO_GUANGZHOU, materials=PLEDGE)
    national_platform.simulate(setting.sql, ZHAO.identity, "gone")
    delivery.deliver()
    assert [row[1] for row in _uploads(sql)] == ["failed", "waiting"]
    sql.execute(
        "UPDATE remote_registration SET next_upload_at = now() + interval '9 years' "
        "WHERE upload_state = 'failed'"
    )
    national_platform.simulate(setting.sql, ZHAO.identity, "")
    clock.advance(hours=1)
    tasks.upload()
    assert [row[1] for row in _uploads(sql)] == ["failed", "waiting"]
    sql.execute("UPDATE remote_registration SET next_upload_at = %s", (platform_clock.now(),))
    tasks.upload()
    tasks.upload()
    assert [row[1] for row in _uploads(sql)] == ["uploaded", "uploaded"]


def test_an_answer_to_an_older_version_does_not_count_for_the_newer(sql: Sql, given: Given) -> None:
    given("remote_care.enrolled")
    ask(remote_long_file, FILING, materials=PLEDGE)

    class ChangesMeanwhile(national_platform.SimulatedPlatform):
        def receive(self, upload: national_platform.Upload) -> national_platform.Acknowledgement:
            sql.execute("UPDATE remote_registration SET row_version = row_version + 1")
            return super().receive(upload)

    national_platform.platform.connect(ChangesMeanwhile())
    try:
        delivery.deliver()
    finally:
        national_platform.platform.connect(None)
    assert _uploads(sql) == [("310100", "waiting", 0, "")]


def test_the_platform_gets_what_is_registered_and_nothing_is_shown_in_logs(
    sql: Sql, given: Given
) -> None:
    given("remote_care.enrolled")
    ask(remote_long_file, FILING, materials=PLEDGE)
    seen: list[national_platform.Upload] = []

    class Listens(national_platform.SimulatedPlatform):
        def receive(self, upload: national_platform.Upload) -> national_platform.Acknowledgement:
            seen.append(upload)
            return super().receive(upload)

    national_platform.platform.connect(Listens())
    try:
        delivery.deliver()
    finally:
        national_platform.platform.connect(None)
    (upload,) = seen
    assert (upload.identity, upload.phone) == (ZHAO.identity, ZHAO.phone)
    assert (upload.version, upload.home_region, upload.care_region) == (1, "520103", "310100")
    assert ZHAO.identity.certificate_number not in repr(upload)


def test_every_kind_that_is_filed_has_a_reason_that_the_platform_knows() -> None:
    codes = national_platform.REASON_CODES
    assert codes.keys() == FILED_KINDS
    labels = {kind: code_tables.label("remote_care_reason", codes[kind]) for kind in codes}
    assert labels[FilingKind.RETIRE] == "异地安置退休"
    assert labels[FilingKind.REFERRAL] == "异地转诊"
    assert labels[FilingKind.WORK] == labels[FilingKind.LONG_STAY] == "长期异地（常驻或居住）"


@pytest.mark.parametrize(
    ("situation", "service", "reason", "column", "value"),
    [
        ("settled_after_retiring", remote_retire_change, "02", "household_region", "520100"),
        ("working_elsewhere", remote_work_change, "07", "employer_name", "上海测试有限公司"),
        ("referred", remote_refer_change, "06", "referring_hospital_name", "贵阳测试医院"),
    ],
)
def test_each_kind_is_uploaded_with_what_is_its_own(
    given: Given, situation: str, service: AnyService, reason: str, column: str, value: str
) -> None:
    given(f"remote_care.{situation}")
    ask(service, {"changed_part": "phone", "phone": "19900000001"})
    seen: list[national_platform.Upload] = []

    class Listens(national_platform.SimulatedPlatform):
        def receive(self, upload: national_platform.Upload) -> national_platform.Acknowledgement:
            seen.append(upload)
            return super().receive(upload)

    national_platform.platform.connect(Listens())
    try:
        delivery.deliver()
    finally:
        national_platform.platform.connect(None)
    assert [upload.reason_code for upload in seen] == [reason, reason]  # the old one, then the new
    assert [getattr(upload.own, column) for upload in seen] == [value, value]
    illnesses = [upload.own.illness for upload in seen]
    assert all((illness is None) == (situation != "referred") for illness in illnesses)


def test_what_is_not_uploaded_on_its_day_is_listed_for_the_agency(
    sql: Sql, given: Given, clock: Any
) -> None:
    given("remote_care.enrolled")
    ask(remote_long_file, FILING, materials=PLEDGE)
    midnight = platform_clock.now().replace(hour=0)
    assert api.late_uploads(sql, start_of_today=midnight) == []
    (late,) = api.late_uploads(sql, start_of_today=midnight + timedelta(days=1))
    assert (late.number[:2], late.tries) == ("RC", 0)
    delivery.deliver()
    assert api.late_uploads(sql, start_of_today=midnight + timedelta(days=1)) == []
    assert uploading.upload_due(sql, platform_clock.now()) == 0
