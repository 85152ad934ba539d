"""Changing what is known about an employee."""

from __future__ import annotations

from datetime import date

import pytest

from yibao.enrolment.results import InformationChangeResult
from yibao.enrolment.services.employee_info_change import employee_info_change
from yibao.enrolment.tests.conftest import ZHANG, Given, ask, rows
from yibao.kernel.errors import DomainError, Several
from yibao.platform.database import Sql


def _change(answers: dict[str, object]) -> InformationChangeResult:
    result = ask(employee_info_change, answers, who=ZHANG).result
    assert isinstance(result, InformationChangeResult)
    return result


def test_the_work_changes_and_one_change_is_written(sql: Sql, given: Given) -> None:
    given("enrolment.employee", ZHANG)
    result = _change(
        {"what": "work", "employment_kind": "contract", "first_worked_on": "2012-07-01"}
    )
    assert [(item.item, item.before, item.after) for item in result.changed] == [
        ("用工形式", "未登记", "劳动合同"),
        ("参加工作日期", "未登记", "2012-07-01"),
    ]
    assert rows(sql, "SELECT employment_kind, first_worked_on FROM enrolment") == [
        ("contract", date(2012, 7, 1))
    ]
    changes = "SELECT kind, status_before, status_after FROM enrolment_change"
    assert rows(sql, changes) == [("36", "active", "active")]


def test_a_new_phone_leaves_the_work_as_it_was(sql: Sql, given: Given) -> None:
    given("enrolment.employee", ZHANG)
    _change({"what": "work", "employment_kind": "dispatched"})
    result = _change({"what": "contact", "phone": "19900000013"})
    assert [item.item for item in result.changed] == ["手机号码"]
    assert rows(sql, "SELECT employment_kind FROM enrolment") == [("dispatched",)]


@pytest.mark.parametrize("day", ["2026-11-23", "1990-03-07", "1989-01-01"])
def test_nobody_began_to_work_ahead_or_before_birth(given: Given, day: str) -> None:
    given("enrolment.employee", ZHANG)
    with pytest.raises((DomainError, Several)) as refused:
        _change({"what": "work", "first_worked_on": day})
    told = refused.value.errors if isinstance(refused.value, Several) else [refused.value]
    assert [e.code for e in told if isinstance(e, DomainError)] == ["enrolment.work_day_wrong"]


def test_a_resident_changes_nothing_here(given: Given) -> None:
    given("enrolment.resident", ZHANG)
    with pytest.raises((DomainError, Several)) as refused:
        _change({"what": "contact", "phone": "19900000013"})
    told = refused.value.errors if isinstance(refused.value, Several) else [refused.value]
    codes = [e.code for e in told if isinstance(e, DomainError)]
    assert codes == ["enrolment.no_employee_enrolment"]
