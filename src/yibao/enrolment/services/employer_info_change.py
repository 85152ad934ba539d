"""单位参保信息变更登记: keep what is registered about an employer true."""

from __future__ import annotations

from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.service import Example, Service
from yibao.catalogue.workflow import Review, instant_effect
from yibao.employers import made_up
from yibao.enrolment import employer_change_checks as checks
from yibao.enrolment.employer_actions import change_employer
from yibao.enrolment.employer_forms import EmployerChangeAnswers
from yibao.enrolment.employer_materials import (
    CHANGE_FORM,
    KEY_CHANGE_PROOF,
    NEW_BANK_PROOF,
    NEW_OPERATOR_MANDATE,
)
from yibao.enrolment.employer_results import EmployerChangeResult

_CODE = made_up.CHANGING_COMPANY.credit_code
_CONTACT: dict[str, object] = {
    "credit_code": _CODE,
    "changed_part": "contact",
    "address": "贵阳市云岩区测试路20号",
}
_NEW_NAME: dict[str, object] = {
    "credit_code": _CODE,
    "changed_part": "key",
    "employer_name": "贵阳测试新名有限公司",
    "legal_representative": "测试乙",
}
_NEW_CODE: dict[str, object] = {
    "credit_code": made_up.UNCONFIRMED_COMPANY.credit_code,
    "changed_part": "key",
    "new_credit_code": made_up.RECODED_COMPANY.credit_code,
}
_BANK: dict[str, object] = {
    "credit_code": _CODE,
    "changed_part": "bank",
    "bank_name": "测试银行贵阳花溪支行",
    "bank_account": "6222000087654321",
}
_OPERATOR: dict[str, object] = {
    "credit_code": _CODE,
    "changed_part": "operator",
    "operator_name": "测试丙",
    "operator_identity_number": "520102199001010114",
    "operator_phone": "19900000098",
}

employer_info_change = Service(
    number=4,
    operation="employer_info_change",
    name="单位参保信息变更登记",
    summary="单位的地址、银行账号、经办人、名称、法定代表人变了，告诉医保部门；市场监管已经更新的，当场办好；代码变了的，核对证明后办。",
    who="用人单位现在的经办人。",
    basis=(
        "《中华人民共和国社会保险法》第五十七条",
        "国家医疗保障局《全国医疗保障经办政务服务事项清单》单位参保信息变更登记",
    ),
    answers=EmployerChangeAnswers,
    result=EmployerChangeResult,
    materials=[CHANGE_FORM, KEY_CHANGE_PROOF, NEW_BANK_PROOF, NEW_OPERATOR_MANDATE],
    workflow=instant_effect(
        checks=[checks.change_is_possible],
        effect=change_employer,
        review=Review(working_days=3, when=checks.change_needs_review),
    ),
    identity_level=IdentityLevel.STRONG,
    agents_allowed=False,
    national_code="0736010004",
    archive_class="登记类",
    risk_points=("冒用单位名义变更", "把银行账号改成他人账户", "经办人离职后仍在办理"),
    examples=[
        Example("单位搬了地方", _CONTACT, given="employers.enrolled", person="欧阳秀英"),
        Example(
            "单位换了开户银行",
            _BANK,
            {"bank_account_proof": "upload"},
            given="employers.enrolled",
            person="欧阳秀英",
        ),
        Example(
            "单位改名、换法定代表人，市场监管已经更新",
            _NEW_NAME,
            given="employers.renamed",
            person="欧阳秀英",
        ),
        Example(
            "单位改名，市场监管没有更新，上传证明后审核",
            _NEW_NAME | {"credit_code": made_up.UNCONFIRMED_COMPANY.credit_code},
            {"key_change_proof": "upload"},
            given="employers.enrolled",
            person="欧阳秀英",
            under_review=True,
        ),
        Example(
            "统一社会信用代码变了，上传证明后审核",
            _NEW_CODE,
            {"key_change_proof": "upload"},
            given="employers.enrolled",
            person="欧阳秀英",
            under_review=True,
        ),
        Example(
            "代码变了没有证明，市场监管有新代码也不行",
            _NEW_CODE,
            given="employers.enrolled",
            person="欧阳秀英",
            fails_with="material.missing",
        ),
        Example(
            "还有欠费，先缴清再变更代码",
            _NEW_CODE,
            {"key_change_proof": "upload"},
            given="employers.enrolled_with_arrears",
            person="欧阳秀英",
            fails_with="employers.owes_before_code_change",
        ),
        Example(
            "换开户银行没有证明",
            _BANK,
            given="employers.enrolled",
            person="欧阳秀英",
            fails_with="material.missing",
        ),
        Example(
            "换经办人",
            _OPERATOR,
            {"employer_mandate": "upload"},
            given="employers.enrolled",
            person="欧阳秀英",
        ),
        Example(
            "换经办人没有单位授权",
            _OPERATOR,
            given="employers.enrolled",
            person="欧阳秀英",
            fails_with="material.missing",
        ),
        Example(
            "单位改名没有证明",
            _NEW_NAME,
            given="employers.enrolled",
            person="欧阳秀英",
            fails_with="material.missing",
        ),
        Example(
            "填写的与登记的相同",
            _CONTACT | {"address": made_up.ADDRESS},
            given="employers.enrolled",
            person="欧阳秀英",
            fails_with="persons.nothing_to_change",
        ),
        Example(
            "新代码已经是另一个参保单位",
            {
                "credit_code": _CODE,
                "changed_part": "key",
                "new_credit_code": made_up.SUSPENDING_COMPANY.credit_code,
            },
            {"key_change_proof": "upload"},
            given="employers.enrolled",
            person="欧阳秀英",
            fails_with="employers.already_enrolled",
        ),
        Example(
            "不是这个单位的经办人",
            _CONTACT,
            given="employers.of_another_operator",
            person="欧阳秀英",
            fails_with="employers.no_grant",
        ),
    ],
)
