"""出具《参保凭证》: a certificate of insurance with a number and a code to verify it."""

from __future__ import annotations

from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.material import Material
from yibao.catalogue.service import Example, Service
from yibao.catalogue.workflow import instant_effect
from yibao.enrolment import certificates
from yibao.enrolment.certificate_forms import CertificateAnswers
from yibao.enrolment.results import CertificateResult

insurance_certificate_issue = Service(
    number=17,
    operation="insurance_certificate_issue",
    name="出具《参保凭证》",
    summary="开一张参保凭证，写明参加什么医保、从哪年到哪年、缴了多少个月。对方可以核验真伪。",
    who="在本省参加过医保的人。",
    basis=(
        "《中华人民共和国社会保险法》第七十四条",
        "医保办发〔2021〕43号（基本医疗保险关系转移接续暂行办法）",
    ),
    answers=CertificateAnswers,
    result=CertificateResult,
    materials=[
        Material(
            "identity_document",
            "医保码、有效身份证件或社会保障卡",
            is_required=False,
            shared_from="household_register",
            hint="任选一种；已通过人脸或医保码核验身份的，不用再交。",
        )
    ],
    workflow=instant_effect(checks=[certificates.may_be_certified], effect=certificates.issue),
    identity_level=IdentityLevel.STRONG,
    national_code="0736010007",
    archive_class="登记类",
    risk_points=("冒名出具", "伪造、变造凭证", "凭证与登记不一致"),
    examples=[
        Example(
            "李四停保后开凭证，去外地转移",
            {"insurance": "390", "purpose": "transfer"},
            given="enrolment.resident_paused",
            person="李四",
        ),
        Example(
            "张三给孩子入学用",
            {"insurance": "310", "purpose": "school"},
            given="enrolment.employee",
            person="张三",
        ),
        Example(
            "退休人员不能转移",
            {"insurance": "310", "purpose": "transfer"},
            given="enrolment.retired",
            person="赵六",
            fails_with="enrolment.retired_do_not_transfer",
        ),
        Example(
            "没有参加过这种医保",
            {"insurance": "310", "purpose": "other"},
            given="enrolment.resident",
            person="李四",
            fails_with="enrolment.nothing_to_certify",
        ),
    ],
)
