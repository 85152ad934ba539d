"""What a person reads about his contributions."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from yibao.casework.engine import perform_within
from yibao.casework.submission import Caller, Submission
from yibao.catalogue import situations
from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.service import AnyService
from yibao.catalogue.situations import Persona, Setting
from yibao.contributions.services.qry_employee_pay_progress import qry_employee_pay_progress
from yibao.contributions.services.qry_resident_pay_progress import qry_resident_pay_progress
from yibao.contributions.services.right_contributions import right_contributions
from yibao.kernel.errors import DomainError, Several
from yibao.platform.database import Sql
from yibao.platform.testing.persons import LI_SI, ZHANG_SAN, TestPerson
from yibao.platform.testing.statements import CountingCursor

TODAY = date(2026, 11, 22)
QUERIES = (qry_resident_pay_progress, qry_employee_pay_progress, right_contributions)


def _given(sql: Sql, name: str, who: TestPerson) -> None:
    situations.set_up(name, Setting(sql, Persona.of(who), TODAY))


def _ask(sql: Sql, service: AnyService, who: TestPerson, name: str = "", **answers: Any) -> Any:
    submission = Submission(
        service=service,
        caller=Caller("test", IdentityLevel.STRONG, region="520100"),
        subject={
            "certificate_type": "01",
            "certificate_number": who.identity_number,
            "name": name or who.name,
        },
        answers=answers,
        request_number="",
        digest=b"",
        materials=[],
        agent=None,
    )
    return perform_within(sql, submission).result


def test_a_resident_sees_what_is_due_and_from_when_benefits_run(sql: Sql, clock: object) -> None:
    _given(sql, "contributions.resident_unpaid", LI_SI)
    due = _ask(sql, qry_resident_pay_progress, LI_SI, year=2027).dues[0]
    assert (due.amount, due.status_label, due.benefit_from) == (
        "400.00",
        "待推送",
        date(2027, 1, 1),
    )
    assert "2027年2月28日" in due.next_step


def test_a_resident_sees_that_it_is_paid(sql: Sql, clock: object) -> None:
    _given(sql, "contributions.resident_paid", LI_SI)
    due = _ask(sql, qry_resident_pay_progress, LI_SI, year=2027).dues[0]
    assert (due.status, due.paid_on) == ("paid", TODAY)


def test_an_employee_sees_the_months_and_until_when_they_are_paid(sql: Sql, clock: object) -> None:
    _given(sql, "contributions.employee_paying", ZHANG_SAN)
    found = _ask(sql, qry_employee_pay_progress, ZHANG_SAN)
    assert [month.month for month in found.months][:2] == ["2026年11月", "2026年10月"]
    assert [month.status for month in found.months] == ["due", *["paid"] * 5]
    assert found.paid_until == "2026年10月"
    one = _ask(
        sql, qry_employee_pay_progress, ZHANG_SAN, from_month="2026-08", until_month="202608"
    )
    assert [month.month for month in one.months] == ["2026年8月"]


def test_a_year_counts_each_paid_month_once(sql: Sql, clock: object) -> None:
    _given(sql, "contributions.employee_paying", ZHANG_SAN)
    found = _ask(sql, right_contributions, ZHANG_SAN)
    assert (found.year, len(found.contributions), found.months_total) == (2026, 6, 5)
    _given(sql, "contributions.resident_paid", LI_SI)
    paid = _ask(sql, right_contributions, LI_SI, year=2027)
    assert paid.months_total == 12
    assert paid.contributions[0].until_month == "2027年12月"


@pytest.mark.parametrize("service", QUERIES)
def test_nothing_there_is_said_in_words(sql: Sql, clock: object, service: AnyService) -> None:
    _given(sql, "enrolment.not_enrolled", LI_SI)
    assert "没有" in _ask(sql, service, LI_SI).note


@pytest.mark.parametrize("service", QUERIES)
def test_another_name_is_told_nothing(sql: Sql, clock: object, service: AnyService) -> None:
    _given(sql, "contributions.resident_paid", LI_SI)
    with pytest.raises((DomainError, Several)) as refused:
        _ask(sql, service, LI_SI, name="王五")
    assert "name_differs" in repr(refused.value)


@pytest.mark.parametrize("service", QUERIES)
def test_a_query_is_one_statement(sql: Sql, clock: object, service: AnyService) -> None:
    _given(sql, "contributions.employee_paying", ZHANG_SAN)
    counting = CountingCursor(sql)
    _ask(counting, service, ZHANG_SAN)
    ours = [each for each in counting.statements if "contribution_" in str(each)]
    assert len(ours) == 1


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"from_month": "2026-09", "until_month": "2026-07"}, "contributions.months_reversed"),
        ({"from_month": "2020-01"}, "contributions.too_many_months"),
        ({"from_month": "abc"}, "month"),
    ],
)
def test_a_period_that_can_not_be_is_refused(
    sql: Sql, clock: object, answers: dict[str, str], code: str
) -> None:
    _given(sql, "contributions.employee_paying", ZHANG_SAN)
    with pytest.raises((DomainError, Several)) as refused:
        _ask(sql, qry_employee_pay_progress, ZHANG_SAN, **answers)
    assert code in repr(refused.value)
