"""城乡居民参保登记: what is written, what is refused, and what an officer must look at."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from psycopg.errors import RaiseException

from yibao.casework import decisions
from yibao.casework.states import CaseState
from yibao.casework.submission import Outcome
from yibao.enrolment import national_register
from yibao.enrolment.results import ResidentEnrolmentResult
from yibao.enrolment.services.resident_enrol import resident_enrol
from yibao.enrolment.tests.conftest import (
    ADULT,
    LI,
    LI_AS_MOTHER,
    MING,
    ZHANG,
    Given,
    ask,
    ask_within,
    renamed,
    rows,
    set_status,
)
from yibao.kernel.errors import Several
from yibao.persons import public_security
from yibao.persons.public_security import Confirmation
from yibao.platform.clock import CHINA
from yibao.platform.database import Sql
from yibao.platform.testing.plugin import Clock
from yibao.platform.testing.statements import CountingCursor

NEWBORN = ADULT | {
    "year": 2026,
    "kind": "newborn",
    "birth_proof": "mother",
    "mother_identity_number": LI.identity.certificate_number,
}
CHANGES = """
SELECT change.kind, change.reason, change.status_before, change.status_after, change.case_number
FROM enrolment_change change JOIN enrolment ON enrolment.id = change.enrolment_id
ORDER BY change.id
"""


def _result(outcome: Outcome) -> ResidentEnrolmentResult:
    assert isinstance(outcome.result, ResidentEnrolmentResult)
    return outcome.result


def _codes(service_answers: dict[str, Any], **options: Any) -> list[str]:
    with pytest.raises(Several) as refused:
        ask(resident_enrol, service_answers, **options)
    return [error.code for error in refused.value.errors]


def test_a_new_resident_is_enrolled_and_told_what_to_pay_until_when(sql: Sql) -> None:
    outcome = ask(resident_enrol, ADULT)
    result = _result(outcome)
    assert outcome.receipt is not None
    assert outcome.receipt.state is CaseState.DONE
    assert result.amount == "400.00"
    assert result.pay_before == date(2027, 2, 28)
    assert result.benefit_from == date(2027, 1, 1)
    assert result.waiting_months == 0
    assert result.name == "李*"
    assert result.region == "贵州省贵阳市云岩区"
    assert result.next_step == "请在2027年2月28日前通过税务缴费渠道缴纳400.00元。"
    assert rows(sql, "SELECT status, insurance_type, unit_name, benefit_from FROM enrolment") == [
        ("active", "390", "云岩区城乡居民", None)
    ]
    assert rows(sql, CHANGES) == [("11", "参保", "", "active", outcome.receipt.number)]
    assert rows(sql, "SELECT year, amount_fen, state, case_number FROM contribution_due") == [
        (2027, 40000, "due", outcome.receipt.number)
    ]


def test_the_person_is_stored_sealed_and_found_again(sql: Sql) -> None:
    ask(resident_enrol, ADULT)
    (stored,) = rows(sql, "SELECT * FROM person")
    text = b"".join(value for value in stored if isinstance(value, bytes))
    for secret in (LI.identity.name, LI.identity.certificate_number, LI.phone, "测试路2号"):
        assert secret.encode() not in text
    assert (stored[9], stored[10]) == (date(1992, 8, 15), "2")


def test_enrolling_leaves_an_audit_entry_and_a_message_for_the_tax_office(sql: Sql) -> None:
    outcome = ask(resident_enrol, ADULT)
    assert outcome.receipt is not None
    audited = rows(
        sql,
        "SELECT action FROM audit_entry WHERE case_number = %s ORDER BY id",
        outcome.receipt.number,
    )
    assert ("enrolment.resident_enrolled",) in audited
    assert rows(sql, "SELECT topic FROM outbox_message") == [("contributions.due_raised",)]


def test_the_same_request_again_is_answered_alike_and_writes_nothing(sql: Sql) -> None:
    first = ask(resident_enrol, ADULT, request_number="R-1")
    again = ask(resident_enrol, ADULT, request_number="R-1")
    assert again.is_repeat
    assert again.result == first.result
    assert rows(sql, "SELECT count(*) FROM enrolment_year") == [(1,)]
    assert rows(sql, "SELECT count(*) FROM contribution_due") == [(1,)]


def test_another_request_for_the_same_year_is_refused(sql: Sql) -> None:
    ask(resident_enrol, ADULT, request_number="R-1")
    assert _codes(ADULT, request_number="R-2") == ["enrolment.already_enrolled"]
    assert rows(sql, CHANGES)[1:] == []


def test_a_resident_goes_on_for_one_more_year_without_a_change_of_status(
    sql: Sql, given: Given
) -> None:
    given("enrolment.resident")
    result = _result(ask(resident_enrol, ADULT))
    assert (result.waiting_months, result.benefit_from) == (0, date(2027, 1, 1))
    ((kind, reason, before, after, _),) = rows(sql, CHANGES)
    assert (kind, reason, before, after) == ("36", "续保", "active", "active")
    assert rows(sql, "SELECT year FROM enrolment_year ORDER BY year") == [
        (2025,),
        (2026,),
        (2027,),
    ]
    assert rows(sql, "SELECT current_since, benefit_until FROM enrolment") == [
        (date(2024, 10, 8), date(2027, 1, 1))
    ]


def test_who_paused_resumes_and_waits_for_the_missed_years(sql: Sql, given: Given) -> None:
    given("enrolment.resident_paused")  # insured in 2023; 2025 and 2026 count as missed
    result = _result(ask(resident_enrol, ADULT))
    assert result.waiting_months == 5
    assert result.benefit_from == date(2027, 6, 1)
    assert "有5个月等待期，2027年6月1日起享受待遇。" in result.next_step
    assert "最多可以缩短2个月等待期。" in result.next_step
    ((kind, _, before, after, _),) = rows(sql, CHANGES)
    assert (kind, before, after) == ("12", "paused", "active")
    assert rows(sql, "SELECT status, paused_on, current_since FROM enrolment") == [
        ("active", None, date(2026, 11, 22))
    ]


def test_who_resumes_in_a_year_that_he_was_enrolled_for_owes_nothing_twice(
    sql: Sql, given: Given
) -> None:
    first = _result(ask(resident_enrol, ADULT, request_number="R-1"))
    set_status(sql, "paused")
    second = _result(ask(resident_enrol, ADULT, request_number="R-2"))
    assert second.enrolment_number == first.enrolment_number
    assert rows(sql, "SELECT count(*) FROM contribution_due") == [(1,)]
    assert [change[0] for change in rows(sql, CHANGES)] == ["11", "35", "12"]


def test_late_in_the_year_the_person_is_told_to_enrol_for_the_next_one_too(
    given: Given,
) -> None:
    given("enrolment.not_enrolled")
    result = _result(ask(resident_enrol, ADULT | {"year": 2026}))
    assert result.benefit_from == date(2027, 2, 22)
    assert result.pay_before == date(2026, 12, 22)
    assert result.next_step.endswith("等待期满已过2026年度，请同时办理下一年度参保。")


def test_a_newborn_enrolled_by_his_mother_has_benefits_from_birth(sql: Sql) -> None:
    result = _result(ask(resident_enrol, NEWBORN, who=MING, agent=LI_AS_MOTHER))
    assert result.benefit_from == date(2026, 9, 1)
    assert result.pay_before == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Confirmation.DIFFERS, "公安登记的姓名或证件与申请不一致，需人工核对。"),
        (Confirmation.SILENT, "公安登记暂时没有答复，需人工核对姓名和证件。"),
    ],
)
def test_a_child_whom_public_security_does_not_confirm_goes_to_an_officer(
    sql: Sql, answer: Confirmation, reason: str
) -> None:
    public_security.simulate(sql, MING.identity, answer)
    outcome = ask(resident_enrol, NEWBORN, who=MING, agent=LI_AS_MOTHER)
    assert outcome.result is None
    assert rows(sql, "SELECT review_reason FROM service_case") == [(reason,)]


def test_who_applies_for_himself_is_not_asked_about_again(sql: Sql) -> None:
    public_security.simulate(sql, LI.identity, Confirmation.SILENT)
    assert _result(ask(resident_enrol, ADULT)).amount == "400.00"


def test_a_pupil_is_kept_under_his_school(sql: Sql) -> None:
    answers = ADULT | {"kind": "pupil", "school_name": "贵阳测试中学"}
    ask(resident_enrol, answers)
    assert rows(sql, "SELECT unit_name, person_kind FROM enrolment") == [("贵阳测试中学", "pupil")]


def test_special_situations_need_a_document_that_no_register_had(sql: Sql) -> None:
    answers = ADULT | {"special_situation": "veteran"}
    assert _codes(answers, who=renamed(LI, "李缺")) == ["material.missing"]  # no register knows her
    outcome = ask(resident_enrol, answers)
    assert outcome.receipt is not None
    assert rows(sql, "SELECT code, source FROM case_material ORDER BY code") == [
        ("identity_document", "shared"),
        ("supporting_document", "shared"),
    ]


@pytest.mark.parametrize(
    ("situation", "who", "code", "sentence"),
    [
        (
            "enrolment.insured_in_another_province",
            LI,
            "enrolment.enrolled_elsewhere",
            "您正在广东省深圳市参加职工医保，请先在那里停保，再来参保。",
        ),
        (
            "enrolment.resident_of_another_city",
            LI,
            "enrolment.enrolled_elsewhere",
            "您正在贵州省遵义市红花岗区参加居民医保，请先在那里停保，再来参保。",
        ),
        (
            "enrolment.employee",
            ZHANG,
            "enrolment.employee_active",
            "您正在参加职工医保，不能同时参加居民医保。请先停保。",
        ),
    ],
)
def test_one_basic_insurance_in_the_whole_country(
    given: Given, situation: str, who: Any, code: str, sentence: str
) -> None:
    given(situation, who)
    with pytest.raises(Several) as refused:
        ask(resident_enrol, ADULT, who=who)
    (error,) = refused.value.errors
    assert (error.code, str(error)) == (code, sentence)
    assert error.fix


def test_who_gives_another_name_learns_nothing_but_that(given: Given) -> None:
    given("enrolment.resident_for_next_year")
    assert _codes(ADULT, who=renamed(LI, "李五")) == ["persons.name_differs"]


def test_everything_wrong_is_told_at_once(given: Given) -> None:
    given("enrolment.died")
    answers = ADULT | {"year": 2028, "kind": "elderly", "region": "440304"}
    assert _codes(answers) == [
        "persons.died",
        "form.region_elsewhere",
        "enrolment.year_not_open",
        "enrolment.kind_does_not_fit_age",
    ]


@pytest.mark.parametrize("is_slow", [False, True])
def test_when_the_national_register_is_silent_the_application_goes_to_an_officer(
    sql: Sql, given: Given, clock: Clock, is_slow: bool
) -> None:
    setting = given("enrolment.not_enrolled")
    national_register.simulate_silence(sql, setting.persona.identity, slow=is_slow)
    outcome = ask(resident_enrol, ADULT)
    assert outcome.result is None
    assert outcome.receipt is not None
    assert outcome.receipt.state is CaseState.SUBMITTED
    assert rows(sql, "SELECT review_reason FROM service_case") == [
        ("国家参保库暂时没有答复，需人工核对是否在其他地方参保。",)
    ]
    assert rows(sql, "SELECT count(*) FROM enrolment WHERE status = 'active'") == [(0,)]
    _approve(sql, outcome, clock)
    assert rows(sql, "SELECT count(*) FROM enrolment WHERE status = 'active'") == [(1,)]


def test_an_approval_after_the_window_counts_from_the_application(
    sql: Sql, given: Given, clock: Clock
) -> None:
    clock.set(datetime(2027, 2, 26, 16, tzinfo=CHINA))
    given("enrolment.national_register_silent")
    outcome = ask(resident_enrol, ADULT)
    result = _approve(sql, outcome, clock, datetime(2027, 3, 8, 9, tzinfo=CHINA))
    assert isinstance(result, ResidentEnrolmentResult)
    assert (result.waiting_months, result.benefit_from) == (0, date(2027, 1, 1))
    assert result.pay_before == date(2027, 4, 7)  # thirty days after the approval
    assert rows(sql, "SELECT deadline FROM contribution_due") == [(date(2027, 4, 7),)]
    assert rows(sql, "SELECT benefit_from FROM enrolment_year") == [(date(2027, 1, 1),)]


def test_an_approval_in_the_next_year_still_enrols_for_the_year_applied_for(
    sql: Sql, given: Given, clock: Clock
) -> None:
    clock.set(datetime(2026, 12, 30, 16, tzinfo=CHINA))
    given("enrolment.national_register_silent")
    outcome = ask(resident_enrol, ADULT | {"year": 2026})
    result = _approve(sql, outcome, clock, datetime(2027, 1, 5, 9, tzinfo=CHINA))
    assert isinstance(result, ResidentEnrolmentResult)
    assert (result.year, result.pay_before) == (2026, date(2027, 2, 4))


def test_an_officer_cannot_approve_what_the_register_refuses_meanwhile(
    sql: Sql, given: Given, clock: Clock
) -> None:
    setting = given("enrolment.national_register_silent")
    outcome = ask(resident_enrol, ADULT)
    national_register.simulate_elsewhere(sql, setting.persona.identity, "440300")
    with pytest.raises(Several) as refused:
        _approve(sql, outcome, clock)
    assert [error.code for error in refused.value.errors] == ["enrolment.enrolled_elsewhere"]


def test_without_a_connected_register_everything_goes_to_an_officer(
    sql: Sql, settings: Any
) -> None:
    settings.DEMONSTRATION = False
    outcome = ask(resident_enrol, ADULT)
    assert outcome.receipt is not None
    assert outcome.receipt.state is CaseState.SUBMITTED


def test_checks_and_effect_take_few_statements(sql: Sql, given: Given) -> None:
    given("enrolment.resident")
    ask(resident_enrol, ADULT | {"year": 2026}, who=ZHANG, request_number="warm")  # number blocks
    counting = CountingCursor(sql)
    ask_within(counting, resident_enrol, ADULT)
    of_casework = ("idempoten", "service_case", "case_number", "mandate", "'case.", "nonce")
    ours = [
        statement
        for statement in map(str, counting.statements)
        if not any(word in statement for word in of_casework)
    ]
    # facts, person, enrolment, due, message, two audit entries (one of them is casework's)
    assert len(ours) <= 7, "\n".join(ours)


def test_history_cannot_be_rewritten(sql: Sql) -> None:
    ask(resident_enrol, ADULT)
    for statement in (
        "UPDATE enrolment_change SET reason = ''",
        "DELETE FROM enrolment_change",
    ):
        with pytest.raises(RaiseException, match="append-only"), sql.connection.transaction():
            sql.execute(statement)


def _approve(
    sql: Sql, outcome: Outcome, clock: Clock, at: datetime = datetime(2026, 11, 23, 9, tzinfo=CHINA)
) -> object:
    assert outcome.receipt is not None
    clock.set(at)
    case = outcome.receipt.id
    decisions.accept(case, officer="qian", row_version=_version(sql, outcome))
    return decisions.approve(case, officer="zhao", row_version=_version(sql, outcome))


def _version(sql: Sql, outcome: Outcome) -> int:
    assert outcome.receipt is not None
    query = "SELECT row_version FROM service_case WHERE id = %s"
    return int(rows(sql, query, outcome.receipt.id)[0][0])
