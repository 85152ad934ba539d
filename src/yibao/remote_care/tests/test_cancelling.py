"""取消: until the day given, and what was admitted by then stays payable."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from yibao.catalogue.situations import Setting
from yibao.kernel.errors import Several
from yibao.persons import outside
from yibao.platform.audit_log import api as audit_log
from yibao.platform.database import Sql
from yibao.remote_care import api, stays
from yibao.remote_care.results import CancelResult, FilingResult
from yibao.remote_care.services.remote_long_cancel import remote_long_cancel
from yibao.remote_care.services.remote_long_file import remote_long_file
from yibao.remote_care.tests.conftest import ZHAO, ask

Given = Callable[[str], Setting]
ANSWERS = {"last_day": "2026-12-01", "reason": "returned"}
FILING = {
    "care_region": "440100",
    "residence_address": "广州市越秀区测试路10号",
    "phone": "19900000004",
    "starts_on": "2026-12-02",
}
PLEDGE = {"residence_proof": "pledge"}


def _refusals(service: Any, answers: dict[str, Any], **given: Any) -> list[str]:
    with pytest.raises(Several) as refusal:
        ask(service, answers, **given)
    return [error.code for error in refusal.value.errors]


def _person(sql: Sql) -> UUID:
    sql.execute("SELECT person_id FROM remote_registration LIMIT 1")
    row = sql.fetchone()
    assert row is not None
    return UUID(str(row[0]))


def test_a_cancelled_registration_holds_through_its_last_day(sql: Sql, given: Given) -> None:
    given("remote_care.registered")
    outcome = ask(remote_long_cancel, ANSWERS)
    assert isinstance(outcome.result, CancelResult)
    assert outcome.result.registration.validity == "2025-10-18至2026-12-01（含当天）"
    assert "这一天及以前入院的，仍按原备案结算" in outcome.result.next_step
    person = _person(sql)

    def holds(day: date) -> bool:
        return api.registration_on(sql, person, care_region="310115", day=day) is not None

    assert [holds(date(2025, 10, 17)), holds(date(2025, 10, 18))] == [False, True]
    assert [holds(date(2026, 12, 1)), holds(date(2026, 12, 2))] == [True, False]
    elsewhere = api.registration_on(sql, person, care_region="110100", day=date(2026, 12, 1))
    assert elsewhere is None
    assert outcome.receipt is not None
    entries = audit_log.of_case(sql, outcome.receipt.number)
    assert [e.facts["ends_on"] for e in entries if e.action.endswith("cancelled")] == ["2026-12-01"]
    sql.execute("SELECT step, reason, effective_on FROM remote_registration_event")
    assert sql.fetchall() == [("cancel", "returned", date(2026, 12, 1))]


def test_the_next_registration_begins_the_day_after(given: Given) -> None:
    given("remote_care.registered")
    ask(remote_long_cancel, ANSWERS)
    same_day = FILING | {"starts_on": "2026-12-01"}
    assert _refusals(remote_long_file, same_day, materials=PLEDGE) == [
        "remote_care.registration_still_runs"
    ]
    result = ask(remote_long_file, FILING, materials=PLEDGE).result
    assert isinstance(result, FilingResult)
    assert result.registration.care_region == "广东省广州市"


def test_one_that_has_not_begun_is_withdrawn_whole(sql: Sql, given: Given) -> None:
    given("remote_care.enrolled")
    ask(remote_long_file, FILING | {"starts_on": "2026-12-10"}, materials=PLEDGE)
    sql.execute("UPDATE remote_registration SET locked_until = NULL")
    outcome = ask(remote_long_cancel, ANSWERS | {"reason": "mistaken"})
    assert isinstance(outcome.result, CancelResult)
    assert outcome.result.registration.validity == "没有生效过"
    assert ask(remote_long_file, FILING, materials=PLEDGE, request_number="N-2-again-again").result


def test_a_second_cancellation_finds_nothing(given: Given) -> None:
    given("remote_care.registered")
    ask(remote_long_cancel, ANSWERS)
    again = _refusals(remote_long_cancel, ANSWERS | {"reason": "other"})
    assert again == ["remote_care.no_registration"]


@pytest.mark.parametrize(
    ("manner", "expected"),
    [
        (stays.OPEN, ["remote_care.stay_not_settled"]),
        (stays.DUPLICATE, ["remote_care.stay_not_settled"]),
        (stays.CONTRADICTORY, ["remote_care.stay_not_settled"]),
    ],
)
def test_nobody_cancels_while_a_stay_is_open(
    given: Given, manner: str, expected: list[str]
) -> None:
    setting = given("remote_care.registered")
    hospital = "复旦大学附属测试医院浦东新区分院住院部"
    stays.simulate(setting.sql, ZHAO.identity, hospital, date(2026, 11, 15), manner=manner)
    assert _refusals(remote_long_cancel, ANSWERS) == expected


@pytest.mark.parametrize("silence", ["slow", "gone"])
def test_when_nobody_can_tell_about_stays_the_person_is_asked_to_try_again(
    given: Given, silence: str
) -> None:
    setting = given("remote_care.registered")
    outside.simulate(setting.sql, stays.REGISTER, ZHAO.identity, silence)
    with pytest.raises(Several) as refusal:
        ask(remote_long_cancel, ANSWERS)
    (error,) = refusal.value.errors
    assert error.code == "remote_care.stays_unknown"
    assert error.retryable


def test_a_stay_that_everybody_calls_settled_stops_nobody() -> None:
    settled = stays.Stay("S1", "测试医院", date(2026, 11, 1), is_settled=True)
    assert stays.open_stay([settled]) is None
    assert stays.open_stay([]) is None


def test_the_earliest_open_stay_is_named_with_a_name_that_fits() -> None:
    early = stays.Stay("S1", "测" * 40, date(2026, 11, 1))
    late = stays.Stay("S2", "测试医院", date(2026, 11, 9))
    assert stays.open_stay([late, early]) is early
    assert len(early.hospital_shown) == 20
