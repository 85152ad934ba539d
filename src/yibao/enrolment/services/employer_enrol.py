"""单位新参保登记: make an organisation an employer that insures its people."""

from __future__ import annotations

from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.relative_days import days_from_today
from yibao.catalogue.service import Example, Service
from yibao.catalogue.workflow import Review, instant_effect
from yibao.employers import made_up
from yibao.enrolment import employer_checks as checks
from yibao.enrolment.employer_actions import enrol_employer
from yibao.enrolment.employer_forms import EmployerEnrolmentAnswers
from yibao.enrolment.employer_materials import (
    BANK_PROOF,
    CREDIT_CERTIFICATE,
    ENROLMENT_FORM,
    OPERATOR_MANDATE,
)
from yibao.enrolment.employer_results import EmployerEnrolmentResult

_COMPANY: dict[str, object] = {
    "credit_code": made_up.NEW_COMPANY.credit_code,
    "employer_name": made_up.NEW_COMPANY.name,
    "kind": "enterprise",
    "legal_representative": made_up.REPRESENTATIVE,
    "region": made_up.REGION,
    "address": made_up.ADDRESS,
    "phone": "19900000007",
    "starts_on": days_from_today(0),
    "bank_name": made_up.BANK,
    "bank_account": made_up.ACCOUNT,
}
_INSTITUTION = _COMPANY | {
    "credit_code": made_up.INSTITUTION.credit_code,
    "employer_name": made_up.INSTITUTION.name,
    "kind": "institution",
}

employer_enrol = Service(
    number=5,
    operation="employer_enrol",
    name="单位新参保登记",
    summary="新成立的单位第一次为职工参加医疗保险和生育保险，先给单位登记，再给职工登记。",
    who="用人单位的经办人，带单位授权。",
    basis=(
        "《中华人民共和国社会保险法》第五十七条",
        "国办发〔2019〕10号（生育保险和职工基本医疗保险合并实施）",
    ),
    answers=EmployerEnrolmentAnswers,
    result=EmployerEnrolmentResult,
    materials=[ENROLMENT_FORM, CREDIT_CERTIFICATE, OPERATOR_MANDATE, BANK_PROOF],
    workflow=instant_effect(
        checks=[
            checks.credit_code_is_free,
            checks.regulator_agrees,
            checks.employer_is_ours,
            checks.starts_in_time,
        ],
        effect=enrol_employer,
        review=Review(working_days=5, when=checks.enrolment_needs_review),
    ),
    identity_level=IdentityLevel.STRONG,
    agents_allowed=False,
    national_code="0736010001",
    archive_class="登记类",
    risk_points=("虚假单位挂靠参保", "冒用单位名义登记", "银行账户不是单位本身的账户"),
    examples=[
        Example(
            "新成立的公司第一次参保",
            _COMPANY,
            given="employers.open_for_business",
            person="欧阳秀英",
        ),
        Example(
            "事业单位上传证书后审核",
            _INSTITUTION,
            {"credit_code_certificate": "upload"},
            given="employers.open_for_business",
            person="欧阳秀英",
            under_review=True,
        ),
        Example(
            "市场监管登记没有答复，又没有上传证书",
            _COMPANY,
            given="employers.regulator_silent",
            person="欧阳秀英",
            fails_with="material.missing",
        ),
        Example(
            "代码写错了",
            _COMPANY | {"credit_code": made_up.NEW_COMPANY.credit_code[:-2] + "00"},
            given="employers.open_for_business",
            person="欧阳秀英",
            fails_with="credit_code.check_digit",
        ),
        Example(
            "同一个代码第二次登记",
            _COMPANY,
            given="employers.enrolled",
            person="欧阳秀英",
            fails_with="employers.already_enrolled",
        ),
        Example(
            "市场监管没有这个代码",
            _COMPANY,
            given="employers.unknown_to_regulator",
            person="欧阳秀英",
            fails_with="employers.credit_code_unregistered",
        ),
        Example(
            "市场监管登记已经注销",
            _COMPANY,
            given="employers.closed_by_regulator",
            person="欧阳秀英",
            fails_with="employers.deregistered_by_regulator",
        ),
        Example(
            "单位名称与市场监管登记的不一致",
            _COMPANY | {"employer_name": "贵阳另一有限公司"},
            given="employers.open_for_business",
            person="欧阳秀英",
            fails_with="employers.name_differs",
        ),
        Example(
            "法定代表人与市场监管登记的不一致",
            _COMPANY | {"legal_representative": "测试乙"},
            given="employers.open_for_business",
            person="欧阳秀英",
            fails_with="employers.representative_differs",
        ),
        Example(
            "参保地在外省",
            _COMPANY | {"region": "440304"},
            given="employers.open_for_business",
            person="欧阳秀英",
            fails_with="form.region_elsewhere",
        ),
        Example(
            "参保日期太早",
            _COMPANY | {"starts_on": days_from_today(-60)},
            given="employers.open_for_business",
            person="欧阳秀英",
            fails_with="employers.day_outside_window",
        ),
        Example(
            "银行账号里有字母",
            _COMPANY | {"bank_account": "AB12345678"},
            given="employers.open_for_business",
            person="欧阳秀英",
            fails_with="employers.bank_account_unreadable",
        ),
    ],
)
