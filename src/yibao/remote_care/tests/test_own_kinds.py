"""异地安置退休 and 常驻异地工作: what only they ask, check and keep."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

from yibao.catalogue.service import AnyService
from yibao.catalogue.situations import Setting
from yibao.kernel.errors import Several
from yibao.platform.database import Sql
from yibao.remote_care.results import CancelResult, ChangeResult, FilingResult
from yibao.remote_care.services.remote_long_file import remote_long_file
from yibao.remote_care.services.remote_retire_cancel import remote_retire_cancel
from yibao.remote_care.services.remote_retire_change import remote_retire_change
from yibao.remote_care.services.remote_retire_file import remote_retire_file
from yibao.remote_care.services.remote_work_cancel import remote_work_cancel
from yibao.remote_care.services.remote_work_change import remote_work_change
from yibao.remote_care.services.remote_work_file import remote_work_file
from yibao.remote_care.tests.conftest import ask

Given = Callable[[str], Setting]
FILING = {
    "care_region": "310100",
    "residence_address": "上海市黄浦区测试路8号",
    "phone": "19900000004",
    "starts_on": "2026-12-01",
}
SETTLED = FILING | {"household_place": "elsewhere", "household_region": "520400"}
MOVED = FILING | {"household_place": "care_region"}
WORKING = FILING | {"employer_name": "上海测试有限公司", "document_reference": "沪测〔2026〕1号"}
TO_GUANGZHOU = {
    "changed_part": "place",
    "care_region": "440100",
    "residence_address": "广州市越秀区测试路10号",
    "starts_on": "2026-12-01",
}
PLEDGE = {"residence_proof": "pledge"}
HOUSEHOLD_PLEDGE = {"household_proof": "pledge"}
WORK_PLEDGE = {"work_proof": "pledge"}


def _refusals(
    service: AnyService, answers: Mapping[str, object], materials: dict[str, str]
) -> list[tuple[str, str]]:
    with pytest.raises(Several) as refusal:
        ask(service, answers, materials=materials)
    return [(error.code, error.at) for error in refusal.value.errors]


def _rows(sql: Sql, columns: str) -> list[tuple[Any, ...]]:
    sql.execute(f"SELECT {columns} FROM remote_registration ORDER BY starts_on, id")
    return sql.fetchall()


def test_somebody_retired_is_registered_with_his_household(sql: Sql, given: Given) -> None:
    given("remote_care.enrolled")
    result = ask(remote_retire_file, SETTLED, materials=PLEDGE).result
    assert isinstance(result, FilingResult)
    assert result.registration.kind == "异地安置退休"
    assert result.registration.validity == "2026-12-01起，长期有效"
    assert result.next_step == (
        "看病时带医保码、社保卡或身份证，选当地已联网的医院，出院时直接结算。"
        "这次是承诺办理，2027-06-01起才能变更或取消，到时可以办“取消异地安置退休人员备案”。"
    )
    assert _rows(sql, "kind, household_region, is_pledged, ends_on") == [
        ("retire", "520400", True, None)
    ]


def test_a_household_that_moved_is_that_of_the_place_of_care(sql: Sql, given: Given) -> None:
    given("remote_care.enrolled")
    ask(
        remote_retire_file,
        MOVED | {"care_region": "310115"},
        materials={"household_proof": "pledge"},
    )
    assert _rows(sql, "care_region, household_region") == [("310100", "310100")]


def test_only_the_pledge_that_stands_for_the_needed_proof_locks(
    sql: Sql, given: Given, nothing_is_shared: None
) -> None:
    given("remote_care.enrolled")
    assert _refusals(remote_retire_file, MOVED, PLEDGE) == [
        ("material.missing", "materials.household_proof")
    ]
    ask(remote_retire_file, MOVED, materials=HOUSEHOLD_PLEDGE)
    assert _rows(sql, "is_pledged, locked_until") == [(True, date(2027, 6, 1))]


def test_the_household_is_asked_only_where_it_decides(given: Given) -> None:
    given("remote_care.enrolled")
    unsaid = FILING | {"household_place": "elsewhere"}
    assert _refusals(remote_retire_file, unsaid, PLEDGE) == [
        ("form.required", "answers.household_region")
    ]
    both = MOVED | {"household_region": "520400"}
    assert [code for code, _ in _refusals(remote_retire_file, both, HOUSEHOLD_PLEDGE)] == [
        "form.unknown_field"
    ]


def test_who_is_not_retired_is_told_everything_at_once(given: Given) -> None:
    given("remote_care.enrolled_without_benefits")
    refused = _refusals(remote_retire_file, SETTLED | {"starts_on": "2026-01-01"}, PLEDGE)
    assert [code for code, _ in refused] == [
        "remote_care.benefit_not_normal",
        "remote_care.not_retired",
        "remote_care.start_too_far_back",
    ]


def test_who_was_never_insured_is_told_only_that(sql: Sql) -> None:
    for service, answers, materials in (
        (remote_retire_file, SETTLED, PLEDGE),
        (remote_work_file, WORKING, WORK_PLEDGE),
    ):
        refused = _refusals(service, answers, materials)
        assert refused == [("remote_care.not_enrolled", "")]


def test_a_change_keeps_the_household_unless_the_place_changes(sql: Sql, given: Given) -> None:
    given("remote_care.settled_after_retiring")
    ask(remote_retire_change, {"changed_part": "phone", "phone": "19900000001"})
    moved = TO_GUANGZHOU | {"household_place": "care_region"}
    result = ask(remote_retire_change, moved, materials=HOUSEHOLD_PLEDGE).result
    assert isinstance(result, ChangeResult)
    assert _rows(sql, "care_region, household_region, state") == [
        ("310100", "520100", "changed"),
        ("310100", "520100", "changed"),
        ("440100", "440100", "effective"),
    ]


def test_somebody_who_works_elsewhere_is_registered_with_his_employer(
    sql: Sql, given: Given
) -> None:
    given("remote_care.enrolled_employee")
    result = ask(remote_work_file, WORKING, materials=WORK_PLEDGE).result
    assert isinstance(result, FilingResult)
    assert result.registration.kind == "常驻异地工作"
    assert _rows(sql, "kind, employer_name, document_reference, locked_until") == [
        ("work", "上海测试有限公司", "沪测〔2026〕1号", date(2027, 6, 1))
    ]


def test_a_resident_is_no_employee(given: Given) -> None:
    given("remote_care.enrolled_resident")
    assert _refusals(remote_work_file, WORKING, WORK_PLEDGE) == [
        ("remote_care.not_an_employee", "")
    ]
    assert ask(remote_long_file, FILING, materials=PLEDGE).result is not None


def test_another_employer_drops_the_paper_of_the_former_and_the_same_keeps_it(
    sql: Sql, given: Given
) -> None:
    given("remote_care.enrolled_employee")
    ask(remote_work_file, WORKING | {"starts_on": "2026-11-22"}, materials=WORK_PLEDGE)
    same = {"changed_part": "employer", "employer_name": "上海测试有限公司"}
    other = {"changed_part": "employer", "employer_name": "上海第二测试有限公司"}
    ask(remote_work_change, same)
    ask(remote_work_change, other)
    sql.execute(
        "SELECT employer_name, document_reference, locked_until FROM remote_registration "
        "WHERE state = 'effective'"
    )
    assert sql.fetchall() == [("上海第二测试有限公司", "", date(2027, 5, 22))]
    sql.execute("SELECT count(*) FROM remote_registration WHERE document_reference <> ''")
    assert sql.fetchone() == (2,)


def test_a_change_of_the_employer_needs_its_name(given: Given) -> None:
    given("remote_care.working_elsewhere")
    assert _refusals(remote_work_change, {"changed_part": "employer"}, {}) == [
        ("form.required", "answers.employer_name")
    ]
    assert _refusals(remote_work_change, TO_GUANGZHOU, WORK_PLEDGE) == [
        ("form.required", "answers.employer_name")
    ]


def test_another_place_of_work_needs_proof_and_another_employer_does_not(given: Given) -> None:
    given("remote_care.working_elsewhere")
    there = TO_GUANGZHOU | {"employer_name": "广州测试有限公司"}
    assert _refusals(remote_work_change, there, {}) == [
        ("material.missing", "materials.work_proof")
    ]
    here = {"changed_part": "employer", "employer_name": "上海第二测试有限公司"}
    assert ask(remote_work_change, here).result is not None


@pytest.mark.parametrize(
    ("situation", "service", "label"),
    [
        ("remote_care.settled_after_retiring", remote_retire_cancel, "异地安置退休"),
        ("remote_care.working_elsewhere", remote_work_cancel, "常驻异地工作"),
    ],
)
def test_a_kind_is_cancelled_in_its_own_service_only(
    given: Given, situation: str, service: AnyService, label: str
) -> None:
    answers = {"last_day": "2026-12-01", "reason": "returned"}
    given(situation)
    other = remote_work_cancel if service is remote_retire_cancel else remote_retire_cancel
    assert _refusals(other, answers, {}) == [("remote_care.no_registration", "")]
    result = ask(service, answers).result
    assert isinstance(result, CancelResult)
    assert result.registration.kind == label
    assert result.registration.validity == "2025-10-18至2026-12-01（含当天）"


@pytest.mark.parametrize(
    ("situation", "service", "answers", "materials"),
    [
        ("remote_care.registered", remote_retire_file, SETTLED, PLEDGE),
        ("remote_care.settled_after_retiring", remote_work_file, WORKING, WORK_PLEDGE),
        ("remote_care.working_elsewhere", remote_long_file, FILING, PLEDGE),
    ],
)
def test_the_long_kinds_exclude_each_other_wherever_they_are(
    given: Given,
    situation: str,
    service: AnyService,
    answers: dict[str, str],
    materials: dict[str, str],
) -> None:
    given(situation)
    for place in ("310100", "440100"):
        refused = _refusals(service, answers | {"care_region": place}, materials)
        assert refused == [("remote_care.already_registered", "")]
