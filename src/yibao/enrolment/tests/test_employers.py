"""Employers: enrolled, changed, suspended with their people, deregistered when nothing is left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from yibao.casework import decisions, sharing
from yibao.casework.states import CaseState
from yibao.demonstration import registers
from yibao.employers import made_up, market_regulator, tax_arrears
from yibao.employers.made_up import (
    BANKRUPT_COMPANY,
    CHANGING_COMPANY,
    CLOSED_COMPANY,
    NEW_COMPANY,
    SUSPENDING_COMPANY,
)
from yibao.employers.market_regulator import MarketRecord
from yibao.enrolment.employer_situations import employ
from yibao.enrolment.services.employer_deregister import employer_deregister
from yibao.enrolment.services.employer_enrol import employer_enrol
from yibao.enrolment.services.employer_info_change import employer_info_change
from yibao.enrolment.services.employer_suspend import employer_suspend
from yibao.enrolment.tests.conftest import ask_within, renamed, rows
from yibao.enrolment.tests.employer_stage import (
    OUYANG,
    ZHANG,
    asked,
    deregistration_of,
    enrolment_of,
    prepare,
    refused,
    suspension_of,
)
from yibao.kernel.money import Money
from yibao.platform.database import Sql
from yibao.platform.testing.statements import CountingCursor

Upload = Callable[[str], dict[str, str]]
OWED = Money(123_450)
RENAMING = {
    "credit_code": CHANGING_COMPANY.credit_code,
    "changed_part": "key",
    "employer_name": "贵阳测试新名有限公司",
    "legal_representative": "测试乙",
}


@pytest.fixture(autouse=True)
def registers_answer(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the simulators of other agencies answer."""
    monkeypatch.setattr(sharing, "_providers", {})
    registers.provide_all(("default",))
    yield


def test_an_enrolment_tells_number_insurances_and_who_acts(sql: Sql) -> None:
    prepare(sql, "employers.open_for_business")
    result: Any = asked(employer_enrol, enrolment_of()).result
    assert [each.insurance[:2] for each in result.insurances] == ["职工", "生育"]
    assert result.operator_name == "欧**英"
    assert result.bank_account == "**** 5678"
    held = rows(sql, "SELECT number, state FROM employer WHERE number = %s", result.employer_number)
    assert held == [(result.employer_number, "valid")]


def test_everything_that_the_regulator_has_otherwise_is_told_at_once(sql: Sql) -> None:
    prepare(sql, "employers.open_for_business")
    wrong = enrolment_of(
        employer_name="别的公司", legal_representative="测试乙", starts_on="2027-05-01"
    )
    assert refused(employer_enrol, wrong) == [
        "employers.name_differs",
        "employers.representative_differs",
        "employers.day_outside_window",
    ]


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        ("2026-10-31", ["employers.day_outside_window"]),
        ("2026-11-01", []),
        ("2026-12-31", []),
        ("2027-01-01", ["employers.day_outside_window"]),
    ],
)
def test_an_insurance_starts_this_month_or_the_next(sql: Sql, day: str, codes: list[str]) -> None:
    prepare(sql, "employers.open_for_business")
    assert refused(employer_enrol, enrolment_of(starts_on=day)) == codes


@pytest.mark.parametrize(
    ("account", "codes"),
    [
        ("6222-0000 1234-5678", []),
        ("1234567", ["employers.bank_account_unreadable"]),
        ("６２２２００００１２３４５６７８", []),
        ("6222OOOO12345678", ["employers.bank_account_unreadable"]),
    ],
)
def test_an_account_is_digits_however_they_are_typed(
    sql: Sql, account: str, codes: list[str]
) -> None:
    prepare(sql, "employers.open_for_business")
    assert refused(employer_enrol, enrolment_of(bank_account=account)) == codes


def test_a_silent_regulator_sends_the_application_to_an_officer(sql: Sql, upload: Upload) -> None:
    prepare(sql, "employers.regulator_silent")
    outcome = asked(employer_enrol, enrolment_of(), materials=[upload("credit_code_certificate")])
    assert outcome.receipt is not None
    assert outcome.receipt.state is CaseState.SUBMITTED
    market_regulator.simulate(
        sql, NEW_COMPANY.credit_code, MarketRecord(NEW_COMPANY.name, made_up.REPRESENTATIVE)
    )
    _approve(sql, outcome.receipt.id)
    assert rows(sql, "SELECT 1 FROM employer WHERE credit_code = %s", NEW_COMPANY.credit_code)


def test_a_new_name_reaches_the_enrolments_of_the_employees(sql: Sql) -> None:
    setting = prepare(sql, "employers.renamed")
    employ(setting, CHANGING_COMPANY, 2)
    result: Any = asked(employer_info_change, RENAMING).result
    assert [(each.item, each.after) for each in result.changed] == [
        ("单位名称", "贵阳测试新名有限公司"),
        ("法定代表人", "测**"),
    ]
    names = rows(
        sql,
        "SELECT DISTINCT unit_name FROM enrolment WHERE employer_id IS NOT NULL AND status = 'active'",
    )
    assert names == [("贵阳测试新名有限公司",)]


def test_an_officer_may_approve_what_the_regulator_does_not_have_yet(
    sql: Sql, upload: Upload
) -> None:
    prepare(sql, "employers.enrolled")
    outcome = asked(employer_info_change, RENAMING, materials=[upload("key_change_proof")])
    assert outcome.receipt is not None
    assert outcome.receipt.due_on == date(2026, 11, 25)
    before = rows(sql, "SELECT name FROM employer WHERE credit_code = %s", RENAMING["credit_code"])
    assert before == [(CHANGING_COMPANY.name,)]
    _approve(sql, outcome.receipt.id)
    after = rows(sql, "SELECT name FROM employer WHERE credit_code = %s", RENAMING["credit_code"])
    assert after == [("贵阳测试新名有限公司",)]


def test_an_operator_hands_over_and_may_act_no_more(sql: Sql, upload: Upload) -> None:
    prepare(sql, "employers.enrolled")
    handing_over = {
        "credit_code": CHANGING_COMPANY.credit_code,
        "changed_part": "operator",
        "operator_name": ZHANG.identity.name,
        "operator_identity_number": ZHANG.identity.certificate_number,
        "operator_phone": ZHANG.phone,
    }
    moving = {
        "credit_code": CHANGING_COMPANY.credit_code,
        "changed_part": "contact",
        "address": "贵阳市云岩区测试路30号",
    }
    asked(employer_info_change, handing_over, materials=[upload("employer_mandate")])
    assert refused(employer_info_change, moving) == ["employers.no_grant"]
    assert refused(employer_info_change, moving, who=ZHANG) == []


def test_a_suspension_pauses_the_employees_and_spares_the_retired(sql: Sql) -> None:
    setting = prepare(sql, "employers.enrolled")
    employ(setting, SUSPENDING_COMPANY, 25)
    result: Any = asked(employer_suspend, suspension_of(SUSPENDING_COMPANY)).result
    assert (result.total, len(result.employees)) == (25, 20)
    assert {each.name for each in result.employees} == {"职**"}
    assert {each.status for each in result.insurances} == {"暂停缴费"}
    states = rows(
        sql,
        """SELECT is_retired, status, paused_on, benefit_until, count(*) FROM enrolment
           WHERE employer_id IS NOT NULL AND status <> 'void' GROUP BY 1, 2, 3, 4 ORDER BY 1""",
    )
    assert states == [
        (False, "paused", date(2026, 11, 22), date(2026, 12, 1), 25),
        (True, "active", None, None, 1),
    ]
    changes = rows(
        sql, "SELECT count(*) FROM enrolment_change WHERE kind = '22' AND status_before = 'active'"
    )
    assert changes == [(25,)]


def test_a_suspension_takes_as_many_statements_for_many_people_as_for_one(sql: Sql) -> None:
    statements = []
    for number, count in enumerate((1, 25)):
        setting = prepare(sql, "employers.enrolled")
        employ(setting, SUSPENDING_COMPANY, count)
        counting = CountingCursor(sql)
        ask_within(
            counting,
            employer_suspend,
            suspension_of(SUSPENDING_COMPANY),
            who=OUYANG,
            request_number=f"request-{number}",
        )
        statements.append(len(counting.statements))
    assert statements[0] == statements[1]
    assert statements[0] <= 16


def test_other_employers_and_their_people_are_left_alone(sql: Sql) -> None:
    prepare(sql, "enrolment.employer_with_employees")
    asked(employer_suspend, suspension_of(SUSPENDING_COMPANY))
    states = rows(
        sql,
        """SELECT i.state, count(*) FROM employer e JOIN employer_insurance i ON i.employer_id = e.id
           WHERE e.credit_code = %s GROUP BY 1""",
        CLOSED_COMPANY.credit_code,
    )
    assert states == [("active", 2)]
    still = rows(
        sql,
        """SELECT count(*) FROM enrolment r JOIN employer e ON e.id = r.employer_id
           WHERE e.credit_code = %s AND r.status = 'active'""",
        CLOSED_COMPANY.credit_code,
    )
    assert still == [(4,)]


def test_arrears_are_told_with_a_suspension_and_do_not_stop_it(sql: Sql) -> None:
    prepare(sql, "employers.enrolled")
    code = SUSPENDING_COMPANY.credit_code
    tax_arrears.simulate_silence(sql, code)
    first: Any = asked(employer_suspend, suspension_of(SUSPENDING_COMPANY)).result
    assert first.arrears == "税务系统暂时没有答复"
    assert first.total == 0


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        ("2026-10-31", ["employers.day_outside_window"]),
        ("2026-11-01", []),
        ("2026-11-23", ["employers.day_outside_window"]),
    ],
)
def test_a_suspension_is_of_this_month_and_not_of_a_day_to_come(
    sql: Sql, day: str, codes: list[str]
) -> None:
    prepare(sql, "employers.enrolled")
    answers = suspension_of(SUSPENDING_COMPANY, suspended_on=day)
    assert refused(employer_suspend, answers) == codes


def test_everything_that_stands_against_a_deregistration_is_told_at_once(sql: Sql) -> None:
    prepare(sql, "enrolment.employer_with_employees")
    tax_arrears.simulate(sql, CLOSED_COMPANY.credit_code, OWED)
    answers = deregistration_of(CLOSED_COMPANY, ended_on="2026-12-01")
    assert refused(employer_deregister, answers) == [
        "employers.employees_remain",
        "employers.owes",
        "employers.day_outside_window",
        "material.missing",
    ]


def test_an_open_application_of_the_employer_keeps_it_from_being_deregistered(
    sql: Sql, upload: Upload
) -> None:
    prepare(sql, "employers.suspended_and_closed")
    renaming = RENAMING | {"credit_code": CLOSED_COMPANY.credit_code}
    asked(employer_info_change, renaming, materials=[upload("key_change_proof")])
    assert refused(employer_deregister, deregistration_of(CLOSED_COMPANY)) == [
        "employers.cases_open"
    ]
    assert refused(employer_deregister, deregistration_of(SUSPENDING_COMPANY)) == []


def test_a_deregistration_lets_the_retired_go_on_without_the_employer(sql: Sql) -> None:
    prepare(sql, "enrolment.suspended_employer_with_retired")
    result: Any = asked(employer_deregister, deregistration_of(CLOSED_COMPANY)).result
    assert (result.released, result.ended_on) == (1, date(2026, 11, 20))
    ended = rows(
        sql,
        """SELECT e.state, i.state, i.ended_on FROM employer e
           JOIN employer_insurance i ON i.employer_id = e.id WHERE e.number = %s""",
        result.employer_number,
    )
    assert ended == [("deregistered", "ended", date(2026, 11, 20))] * 2
    assert refused(employer_suspend, suspension_of(CLOSED_COMPANY)) == ["employers.no_grant"]


def test_a_bankrupt_employer_is_deregistered_by_an_officer_who_looks_again(
    sql: Sql, upload: Upload
) -> None:
    prepare(sql, "employers.suspended")
    answers = deregistration_of(BANKRUPT_COMPANY, reason="bankrupt")
    outcome = asked(employer_deregister, answers, materials=[upload("deregistration_proof")])
    assert outcome.receipt is not None
    assert (outcome.receipt.state, outcome.receipt.due_on) == (
        CaseState.SUBMITTED,
        date(2026, 11, 27),
    )
    tax_arrears.simulate(sql, BANKRUPT_COMPANY.credit_code, OWED)
    with pytest.raises(Exception, match=r"employers\.owes"):
        _approve(sql, outcome.receipt.id)
    tax_arrears.simulate(sql, BANKRUPT_COMPANY.credit_code, Money(0))
    _approve(sql, outcome.receipt.id, is_accepted=True)
    state = rows(
        sql, "SELECT state FROM employer WHERE credit_code = %s", BANKRUPT_COMPANY.credit_code
    )
    assert state == [("deregistered",)]


def test_after_a_deregistration_the_code_may_be_enrolled_anew(sql: Sql) -> None:
    prepare(sql, "employers.suspended_and_closed")
    asked(employer_deregister, deregistration_of(CLOSED_COMPANY))
    record = MarketRecord(CLOSED_COMPANY.name, made_up.REPRESENTATIVE)
    market_regulator.simulate(sql, CLOSED_COMPANY.credit_code, record)
    asked(employer_enrol, enrolment_of(CLOSED_COMPANY))
    states = rows(
        sql,
        "SELECT state FROM employer WHERE credit_code = %s ORDER BY 1",
        CLOSED_COMPANY.credit_code,
    )
    assert states == [("deregistered",), ("valid",)]


@pytest.mark.parametrize(
    ("service", "answers"),
    [
        (employer_info_change, RENAMING),
        (employer_suspend, suspension_of(CHANGING_COMPANY)),
        (employer_deregister, deregistration_of(CHANGING_COMPANY)),
    ],
    ids=lambda value: getattr(value, "operation", ""),
)
def test_a_stranger_hears_one_sentence_only(sql: Sql, service: Any, answers: Any) -> None:
    prepare(sql, "employers.enrolled")
    assert refused(service, answers, who=ZHANG) == ["employers.no_grant"]


def test_the_operator_under_another_name_is_a_stranger(sql: Sql) -> None:
    prepare(sql, "employers.enrolled")
    other = renamed(OUYANG, "欧阳秀")
    assert refused(employer_suspend, suspension_of(CHANGING_COMPANY), who=other) == [
        "employers.no_grant"
    ]


def _approve(sql: Sql, case_id: Any, *, is_accepted: bool = False) -> None:
    def version() -> int:
        return int(rows(sql, "SELECT row_version FROM service_case WHERE id = %s", case_id)[0][0])

    if not is_accepted and rows(
        sql, "SELECT 1 FROM service_case WHERE id = %s AND state = 'submitted'", case_id
    ):
        decisions.accept(case_id, officer="1", row_version=version())
    decisions.approve(case_id, officer="2", row_version=version())
