"""取消异地转诊人员备案: the treatment elsewhere is over, or not needed."""

from __future__ import annotations

from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.relative_days import days_from_today
from yibao.catalogue.service import Example, Service
from yibao.remote_care import rules
from yibao.remote_care.kinds import FilingKind
from yibao.remote_care.materials import IDENTITY_DOCUMENT
from yibao.remote_care.referral_forms import ReferralCancelAnswers
from yibao.remote_care.results import CancelResult
from yibao.remote_care.workflows import ARCHIVE_CLASS, BASIS, REFERRAL_CODE, cancelling

_ANSWERS = {"last_day": days_from_today(10), "reason": "treated"}

remote_refer_cancel = Service(
    number=24,
    operation="remote_refer_cancel",
    name="取消异地转诊人员备案",
    summary="不再到外地治疗的，可以随时取消转诊备案。",
    who="已办异地转诊备案的人；可以由家人代办。",
    basis=BASIS,
    answers=ReferralCancelAnswers,
    result=CancelResult,
    workflow=cancelling(FilingKind.REFERRAL, ReferralCancelAnswers, rules.REFERRAL_CANCEL_RULES),
    identity_level=IdentityLevel.STRONG,
    materials=[IDENTITY_DOCUMENT],
    national_code=REFERRAL_CODE,
    archive_class=ARCHIVE_CLASS,
    risk_points=[
        "住院期间取消备案以改变报销比例：查在院未结算情况",
        "代办人未经本人同意取消：核对授权委托书，短信告知本人",
    ],
    examples=[
        Example("王五在上海治疗结束", _ANSWERS, given="remote_care.referred", person="王五"),
        Example(
            "取消日期已经过去",
            _ANSWERS | {"last_day": days_from_today(-1)},
            given="remote_care.referred",
            person="王五",
            fails_with="remote_care.last_day_passed",
        ),
        Example(
            "取消日期太远",
            _ANSWERS | {"last_day": days_from_today(400)},
            given="remote_care.referred",
            person="王五",
            fails_with="remote_care.last_day_too_far_ahead",
        ),
        Example(
            "已经取消，或者没有办过",
            _ANSWERS,
            given="remote_care.enrolled_employee",
            person="王五",
            fails_with="remote_care.no_registration",
        ),
        Example(
            "住院还没有结算",
            _ANSWERS,
            given="remote_care.referred_and_in_hospital",
            person="王五",
            fails_with="remote_care.stay_not_settled",
        ),
        Example(
            "备案编号不是自己的",
            _ANSWERS | {"registration_number": "RC520400202601010000001D"},
            given="remote_care.referred",
            person="王五",
            fails_with="remote_care.registration_unknown",
        ),
    ],
)
