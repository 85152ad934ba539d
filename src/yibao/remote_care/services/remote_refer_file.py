"""异地转诊人员备案登记: a hospital at home sends somebody to be treated elsewhere."""

from __future__ import annotations

from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.relative_days import days_from_today
from yibao.catalogue.service import Example, Service
from yibao.remote_care.materials import IDENTITY_DOCUMENT, REFERRAL_PROOF
from yibao.remote_care.referral_forms import ReferralFilingAnswers
from yibao.remote_care.results import FilingResult
from yibao.remote_care.workflows import ARCHIVE_CLASS, BASIS, REFERRAL_CODE, filing_of_referral

_ANSWERS = {
    "care_region": "310100",
    "residence_address": "上海市黄浦区测试路8号",
    "phone": "19900000003",
    "starts_on": days_from_today(3),
    "referring_hospital_code": "H52010300101",
    "referred_on": days_from_today(-2),
    "referral_reason": "no_means",
    "diagnosis_code": "I25.103",
    "diagnosis_name": "冠状动脉粥样硬化性心脏病",
    "doctor_name": "钱医师",
}

remote_refer_file = Service(
    number=30,
    operation="remote_refer_file",
    name="异地转诊人员备案登记",
    summary="医院建议到外地治疗的，办好备案后在当地联网医院看病可以直接结算。",
    who="在本省参保、由有转诊资质的医院转到外地治疗的人；医院可以直接为您办，也可以由家人代办。",
    basis=BASIS,
    answers=ReferralFilingAnswers,
    result=FilingResult,
    workflow=filing_of_referral(),
    identity_level=IdentityLevel.STRONG,
    materials=[IDENTITY_DOCUMENT, REFERRAL_PROOF],
    national_code=REFERRAL_CODE,
    archive_class=ARCHIVE_CLASS,
    risk_points=[
        "转诊证明不实：与转出医院上传的转诊意见核对",
        "没有转诊资质的医院开证明：核对医院的转诊资质",
        "诊断属于个人隐私：加密保存，不在短信和日志中出现",
    ],
    examples=[
        Example(
            "王五由贵阳测试医院转到上海，医院已经上传转诊意见",
            _ANSWERS,
            given="remote_care.enrolled_employee",
            person="王五",
        ),
        Example(
            "王五自己上传转诊证明，补充了病情和转往的医院",
            _ANSWERS
            | {
                "illness_description": "需要做搭桥手术",
                "doctor_code": "D520103000001",
                "receiving_hospital": "上海市测试医院",
            },
            {"referral_proof": "upload"},
            given="remote_care.enrolled_employee",
            person="王五",
        ),
        Example(
            "在上海有常驻工作备案，转诊到广州，两条同时有效",
            _ANSWERS | {"care_region": "440100", "residence_address": "广州市越秀区测试路10号"},
            given="remote_care.working_elsewhere",
            person="王五",
        ),
        Example(
            "医院没有转诊资质",
            _ANSWERS | {"referring_hospital_code": "H52010300102"},
            given="remote_care.enrolled_employee",
            person="王五",
            fails_with="remote_care.hospital_may_not_refer",
        ),
        Example(
            "没有这家医院",
            _ANSWERS | {"referring_hospital_code": "H52010300103"},
            given="remote_care.enrolled_employee",
            person="王五",
            fails_with="remote_care.hospital_unknown",
        ),
        Example(
            "暂时查不到医院的转诊资质",
            _ANSWERS | {"referring_hospital_code": "H52010300199"},
            given="remote_care.enrolled_employee",
            person="王五",
            fails_with="remote_care.hospitals_unknown",
        ),
        Example(
            "医院编码少写一位",
            _ANSWERS | {"referring_hospital_code": "H5201030010"},
            given="remote_care.enrolled_employee",
            person="王五",
            fails_with="remote_care.hospital_code_unreadable",
        ),
        Example(
            "诊断编码写错",
            _ANSWERS | {"diagnosis_code": "冠心病"},
            given="remote_care.enrolled_employee",
            person="王五",
            fails_with="remote_care.diagnosis_code_unreadable",
        ),
        Example(
            "转诊日期还没有到",
            _ANSWERS | {"referred_on": days_from_today(1)},
            given="remote_care.enrolled_employee",
            person="王五",
            fails_with="remote_care.referred_in_future",
        ),
        Example(
            "转诊意见已经过期",
            _ANSWERS | {"referred_on": days_from_today(-400)},
            given="remote_care.enrolled_employee",
            person="王五",
            fails_with="remote_care.opinion_too_old",
        ),
        Example(
            "到上海的转诊备案还有效，不能重复办",
            _ANSWERS,
            given="remote_care.referred",
            person="王五",
            fails_with="remote_care.already_registered",
        ),
        Example(
            "已经停保，不在待遇期",
            _ANSWERS,
            given="remote_care.enrolled_without_benefits",
            person="王五",
            fails_with="remote_care.benefit_not_normal",
        ),
    ],
)
