"""单位暂停参保: an employer pays nothing for a while, and its employees with it."""

from __future__ import annotations

from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.relative_days import days_from_today
from yibao.catalogue.service import Example, Service
from yibao.catalogue.workflow import instant_effect
from yibao.employers import made_up
from yibao.enrolment import employer_checks as checks
from yibao.enrolment.employer_actions import suspend_employer
from yibao.enrolment.employer_forms import EmployerSuspendAnswers
from yibao.enrolment.employer_materials import CHANGE_FORM
from yibao.enrolment.employer_results import EmployerSuspendResult

_ALL: dict[str, object] = {
    "credit_code": made_up.SUSPENDING_COMPANY.credit_code,
    "suspended_on": days_from_today(0),
    "reason": "no_business",
    "employees": "suspend_all",
}

employer_suspend = Service(
    number=6,
    operation="employer_suspend",
    name="单位暂停参保",
    summary="单位停业或没有职工了，暂时不缴费；在保的职工可以一起停保，退休人员不受影响。",
    who="用人单位的经办人。",
    basis=(
        "《中华人民共和国社会保险法》第五十七条",
        "国家医疗保障局《全国医疗保障经办政务服务事项清单》单位参保信息变更登记",
    ),
    answers=EmployerSuspendAnswers,
    result=EmployerSuspendResult,
    materials=[CHANGE_FORM],
    workflow=instant_effect(checks=[checks.may_be_suspended], effect=suspend_employer),
    identity_level=IdentityLevel.STRONG,
    agents_allowed=False,
    national_code="0736010004",
    archive_class="登记类",
    risk_points=("借停保逃避缴费", "职工不知情被停保", "冒用单位名义停保"),
    examples=[
        Example(
            "停业，职工与单位一起停保",
            _ALL,
            given="enrolment.employer_with_employees",
            person="欧阳秀英",
        ),
        Example(
            "没有职工了",
            _ALL | {"reason": "no_employees", "employees": "none"},
            given="employers.enrolled",
            person="欧阳秀英",
        ),
        Example(
            "说没有职工，其实还有人在保",
            _ALL | {"employees": "none"},
            given="enrolment.employer_with_employees",
            person="欧阳秀英",
            fails_with="employers.employees_active",
        ),
        Example(
            "已经暂停",
            _ALL,
            given="employers.suspended",
            person="欧阳秀英",
            fails_with="employers.step_not_possible",
        ),
        Example(
            "暂停日期还没有到",
            _ALL | {"suspended_on": days_from_today(40)},
            given="employers.enrolled",
            person="欧阳秀英",
            fails_with="employers.day_outside_window",
        ),
        Example(
            "不是这个单位的经办人",
            _ALL,
            given="employers.of_another_operator",
            person="欧阳秀英",
            fails_with="employers.no_grant",
        ),
    ],
)
