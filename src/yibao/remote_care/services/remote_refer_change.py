"""异地转诊人员备案变更: another place, or a new opinion, which begins the months anew."""

from __future__ import annotations

from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.relative_days import days_from_today
from yibao.catalogue.service import Example, Service
from yibao.remote_care.materials import IDENTITY_DOCUMENT, REFERRAL_PROOF_OF_NEW_OPINION
from yibao.remote_care.referral_forms import ReferralChangeAnswers
from yibao.remote_care.results import ChangeResult
from yibao.remote_care.workflows import ARCHIVE_CLASS, BASIS, REFERRAL_CODE, changing_referral

_OPINION = {
    "changed_part": "opinion",
    "starts_on": days_from_today(10),
    "referring_hospital_code": "H52010300101",
    "referred_on": days_from_today(-1),
    "referral_reason": "further_care",
    "diagnosis_code": "I25.103",
    "diagnosis_name": "冠状动脉粥样硬化性心脏病",
    "doctor_name": "钱医师",
}
_TO_GUANGZHOU = _OPINION | {
    "changed_part": "place",
    "care_region": "440100",
    "residence_address": "广州市越秀区测试路10号",
}

remote_refer_change = Service(
    number=29,
    operation="remote_refer_change",
    name="异地转诊人员备案变更",
    summary="要转到别的城市，或者到期还要治疗的，凭新的转诊意见变更，有效期重新计算。",
    who="已办异地转诊备案的人；医院可以直接为您办，也可以由家人代办。",
    basis=BASIS,
    answers=ReferralChangeAnswers,
    result=ChangeResult,
    workflow=changing_referral(),
    identity_level=IdentityLevel.STRONG,
    materials=[IDENTITY_DOCUMENT, REFERRAL_PROOF_OF_NEW_OPINION],
    national_code=REFERRAL_CODE,
    archive_class=ARCHIVE_CLASS,
    risk_points=[
        "住院期间换就医地以改变报销比例：查在院未结算情况",
        "没有新的转诊意见而延长有效期：只换电话、地址的不重新计算有效期",
        "诊断属于个人隐私：加密保存，不在短信和日志中出现",
    ],
    examples=[
        Example(
            "王五还要在上海治疗，医院开了新的转诊意见",
            _OPINION,
            given="remote_care.referred",
            person="王五",
        ),
        Example(
            "王五改到广州治疗",
            _TO_GUANGZHOU,
            given="remote_care.referred",
            person="王五",
        ),
        Example(
            "只换手机号码，有效期不变",
            {"changed_part": "phone", "phone": "19900000001"},
            given="remote_care.referred",
            person="王五",
        ),
        Example(
            "新的转诊意见不是有资质的医院开的",
            _OPINION | {"referring_hospital_code": "H52010300102"},
            given="remote_care.referred",
            person="王五",
            fails_with="remote_care.hospital_may_not_refer",
        ),
        Example(
            "住院还没有结算",
            _TO_GUANGZHOU,
            given="remote_care.referred_and_in_hospital",
            person="王五",
            fails_with="remote_care.stay_not_settled",
        ),
        Example(
            "换到同一个城市，就医地没有变",
            _TO_GUANGZHOU | {"care_region": "310100"},
            given="remote_care.referred",
            person="王五",
            fails_with="remote_care.place_unchanged",
        ),
        Example(
            "还没有备案",
            _OPINION,
            given="remote_care.enrolled_employee",
            person="王五",
            fails_with="remote_care.no_registration",
        ),
    ],
)
