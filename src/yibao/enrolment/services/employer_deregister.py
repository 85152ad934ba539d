"""单位注销登记: an organisation ceases to be an employer."""

from __future__ import annotations

from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.relative_days import days_from_today
from yibao.catalogue.service import Example, Service
from yibao.catalogue.workflow import Review, reviewed
from yibao.employers import made_up
from yibao.enrolment import employer_checks as checks
from yibao.enrolment.employer_actions import deregister_employer
from yibao.enrolment.employer_forms import EmployerDeregisterAnswers
from yibao.enrolment.employer_materials import CHANGE_FORM, DEREGISTRATION_PROOF
from yibao.enrolment.employer_results import EmployerDeregisterResult

_CLOSED: dict[str, object] = {
    "credit_code": made_up.CLOSED_COMPANY.credit_code,
    "reason": "closed",
    "ended_on": days_from_today(-5),
}
_BANKRUPT = _CLOSED | {
    "credit_code": made_up.BANKRUPT_COMPANY.credit_code,
    "reason": "bankrupt",
}
_PROOF = {"deregistration_proof": "upload"}

employer_deregister = Service(
    number=7,
    operation="employer_deregister",
    name="单位注销登记",
    summary="单位注销、破产或合并了，把医保登记也注销；要先停保、缴清费用，不再有职工在保。",
    who="用人单位的经办人，或清算组指定、经单位登记的经办人。",
    basis=(
        "《中华人民共和国社会保险法》第五十七条",
        "国家医疗保障局《全国医疗保障经办政务服务事项清单》单位参保信息变更登记",
    ),
    answers=EmployerDeregisterAnswers,
    result=EmployerDeregisterResult,
    materials=[CHANGE_FORM, DEREGISTRATION_PROOF],
    workflow=reviewed(
        checks=[checks.may_be_deregistered],
        effect=deregister_employer,
        review=Review(working_days=5, when=checks.deregistration_needs_review),
    ),
    identity_level=IdentityLevel.STRONG,
    working_days=5,
    agents_allowed=False,
    national_code="0736010004",
    archive_class="登记类",
    risk_points=("借注销逃避欠费", "还有职工在保就注销", "伪造注销证明"),
    examples=[
        Example(
            "市场监管已经注销，费用缴清",
            _CLOSED,
            given="employers.suspended_and_closed",
            person="欧阳秀英",
        ),
        Example(
            "还有一位退休人员，随单位注销转出",
            _CLOSED,
            given="enrolment.suspended_employer_with_retired",
            person="欧阳秀英",
        ),
        Example(
            "破产，上传裁定书后审核",
            _BANKRUPT,
            _PROOF,
            given="employers.suspended",
            person="欧阳秀英",
            under_review=True,
        ),
        Example(
            "破产没有裁定书",
            _BANKRUPT,
            given="employers.suspended",
            person="欧阳秀英",
            fails_with="material.missing",
        ),
        Example(
            "还有欠费",
            _CLOSED,
            given="employers.suspended_with_arrears",
            person="欧阳秀英",
            fails_with="employers.owes",
        ),
        Example(
            "税务系统没有答复",
            _CLOSED,
            given="employers.tax_office_silent",
            person="欧阳秀英",
            fails_with="employers.tax_office_silent",
        ),
        Example(
            "还有职工在保",
            _CLOSED,
            _PROOF,
            given="enrolment.employer_with_employees",
            person="欧阳秀英",
            fails_with="employers.employees_remain",
        ),
        Example(
            "还没有暂停参保",
            _CLOSED,
            _PROOF,
            given="employers.enrolled",
            person="欧阳秀英",
            fails_with="employers.step_not_possible",
        ),
        Example(
            "注销日期还没有到",
            _CLOSED | {"ended_on": days_from_today(5)},
            given="employers.suspended_and_closed",
            person="欧阳秀英",
            fails_with="employers.day_outside_window",
        ),
        Example(
            "不是这个单位的经办人",
            _CLOSED,
            given="employers.of_another_operator",
            person="欧阳秀英",
            fails_with="employers.no_grant",
        ),
    ],
)
