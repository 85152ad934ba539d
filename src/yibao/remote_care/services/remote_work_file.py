"""常驻异地工作人员备案登记: treated where one works, for as long as one works there."""

from __future__ import annotations

from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.relative_days import days_from_today
from yibao.catalogue.service import Example, Service
from yibao.remote_care import own_parts, rules
from yibao.remote_care.forms import WorkFilingAnswers
from yibao.remote_care.kinds import FilingKind
from yibao.remote_care.materials import IDENTITY_DOCUMENT, WORK_PROOF
from yibao.remote_care.results import FilingResult
from yibao.remote_care.workflows import ARCHIVE_CLASS, BASIS, WORK_CODE, filing

_ANSWERS = {
    "care_region": "310100",
    "residence_address": "上海市黄浦区测试路8号",
    "phone": "19900000001",
    "starts_on": days_from_today(10),
    "employer_name": "上海测试有限公司",
}
_PLEDGE = {"work_proof": "pledge"}

remote_work_file = Service(
    number=20,
    operation="remote_work_file",
    name="常驻异地工作人员备案登记",
    summary="长期在外地工作的，办好备案后在当地联网医院看病可以直接结算。",
    who="在本省参加职工医保、常驻外地工作的人，包括灵活就业人员；可以由家人或者单位代办。",
    basis=BASIS,
    answers=WorkFilingAnswers,
    result=FilingResult,
    workflow=filing(FilingKind.WORK, WorkFilingAnswers, own_parts.of_worker, rules.WORKER_RULES),
    identity_level=IdentityLevel.STRONG,
    materials=[IDENTITY_DOCUMENT, WORK_PROOF],
    national_code=WORK_CODE,
    archive_class=ARCHIVE_CLASS,
    risk_points=[
        "承诺办理而实际没有在就医地工作：事后抽查单位和社保缴费",
        "单位名称虚构：与市场监管登记信息核对",
        "为一次住院临时补办长期备案：核对开始日期与入院日期",
    ],
    examples=[
        Example(
            "张三常驻上海工作，签承诺书备案",
            _ANSWERS,
            _PLEDGE,
            given="remote_care.enrolled_employee",
            person="张三",
        ),
        Example(
            "单位派张三到遵义，有派出文件，交派出证明",
            _ANSWERS
            | {
                "care_region": "520300",
                "residence_address": "遵义市红花岗区测试路9号",
                "employer_name": "贵阳测试有限公司遵义分公司",
                "document_reference": "贵测人〔2026〕12号",
            },
            {"work_proof": "upload"},
            given="remote_care.enrolled_employee",
            person="张三",
        ),
        Example(
            "参加的是居民医保",
            _ANSWERS | {"phone": "19900000002"},
            _PLEDGE,
            given="remote_care.enrolled_resident",
            person="李四",
            fails_with="remote_care.not_an_employee",
        ),
        Example(
            "已经有一条常驻异地工作备案",
            _ANSWERS | {"care_region": "440100"},
            _PLEDGE,
            given="remote_care.working_elsewhere",
            person="张三",
            fails_with="remote_care.already_registered",
        ),
        Example(
            "开始日期太早",
            _ANSWERS | {"starts_on": days_from_today(-400)},
            _PLEDGE,
            given="remote_care.enrolled_employee",
            person="张三",
            fails_with="remote_care.start_too_far_back",
        ),
        Example(
            "没有交工作证明，也没有签承诺书",
            _ANSWERS,
            given="remote_care.enrolled_employee",
            person="张三",
            fails_with="material.missing",
        ),
    ],
)
