"""异地安置退休人员备案变更: another place, another address there, or another phone number."""

from __future__ import annotations

from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.relative_days import days_from_today
from yibao.catalogue.service import Example, Service
from yibao.remote_care import own_parts
from yibao.remote_care.forms import RetireChangeAnswers
from yibao.remote_care.kinds import FilingKind
from yibao.remote_care.materials import HOUSEHOLD_PROOF, IDENTITY_DOCUMENT, SETTLING_PROOF
from yibao.remote_care.results import ChangeResult
from yibao.remote_care.workflows import ARCHIVE_CLASS, BASIS, RETIRE_CODE, changing

_TO_GUANGZHOU = {
    "changed_part": "place",
    "care_region": "440100",
    "residence_address": "广州市越秀区测试路10号",
    "starts_on": days_from_today(10),
    "household_place": "elsewhere",
    "household_region": "520400",
}
_PLEDGE = {"residence_proof": "pledge"}

remote_retire_change = Service(
    number=25,
    operation="remote_retire_change",
    name="异地安置退休人员备案变更",
    summary="换了定居的城市、住址或手机号码的，变更后按新的信息看病结算。",
    who="已办异地安置退休备案的人；可以由家人代办。",
    basis=BASIS,
    answers=RetireChangeAnswers,
    result=ChangeResult,
    workflow=changing(FilingKind.RETIRE, RetireChangeAnswers, own_parts.of_retired_after_change),
    identity_level=IdentityLevel.STRONG,
    materials=[IDENTITY_DOCUMENT, HOUSEHOLD_PROOF, SETTLING_PROOF],
    national_code=RETIRE_CODE,
    archive_class=ARCHIVE_CLASS,
    risk_points=[
        "住院期间换就医地以改变报销比例：查在院未结算情况",
        "承诺期内频繁换就医地：承诺满规定月数才能变更",
    ],
    examples=[
        Example(
            "赵六从上海搬到广州",
            _TO_GUANGZHOU,
            _PLEDGE,
            given="remote_care.settled_after_retiring",
            person="赵六",
        ),
        Example(
            "只换手机号码，承诺期内也可以",
            {"changed_part": "phone", "phone": "19900000001"},
            given="remote_care.settled_by_recent_pledge",
            person="赵六",
        ),
        Example(
            "承诺办理不满规定月数，不能换就医地",
            _TO_GUANGZHOU,
            _PLEDGE,
            given="remote_care.settled_by_recent_pledge",
            person="赵六",
            fails_with="remote_care.locked_by_pledge",
        ),
        Example(
            "住院还没有结算",
            _TO_GUANGZHOU,
            _PLEDGE,
            given="remote_care.settled_and_in_hospital",
            person="赵六",
            fails_with="remote_care.stay_not_settled",
        ),
        Example(
            "换到同一个城市，就医地没有变",
            _TO_GUANGZHOU | {"care_region": "310100"},
            _PLEDGE,
            given="remote_care.settled_after_retiring",
            person="赵六",
            fails_with="remote_care.place_unchanged",
        ),
        Example(
            "办的是异地长期居住备案，要在那一项里变更",
            _TO_GUANGZHOU,
            _PLEDGE,
            given="remote_care.registered",
            person="赵六",
            fails_with="remote_care.no_registration",
        ),
    ],
)
