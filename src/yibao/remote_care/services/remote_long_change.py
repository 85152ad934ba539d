"""异地长期居住人员备案变更: another place, another address there, or another phone number."""

from __future__ import annotations

from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.relative_days import days_from_today
from yibao.catalogue.service import Example, Service
from yibao.remote_care.forms import ChangeAnswers
from yibao.remote_care.kinds import FilingKind
from yibao.remote_care.materials import IDENTITY_DOCUMENT, RESIDENCE_PROOF_OF_NEW_PLACE
from yibao.remote_care.results import ChangeResult
from yibao.remote_care.workflows import BASIS, LONG_STAY_CODE, changing

_TO_GUANGZHOU = {
    "changed_part": "place",
    "care_region": "440100",
    "residence_address": "广州市越秀区测试路10号",
    "starts_on": days_from_today(10),
}
_PLEDGE = {"residence_proof": "pledge"}

remote_long_change = Service(
    number=27,
    operation="remote_long_change",
    name="异地长期居住人员备案变更",
    summary="换了就医地、住址或手机号码的，变更后按新的信息看病结算。",
    who="在本省参保、长期住在外地的人；可以由家人代办。",
    basis=BASIS,
    answers=ChangeAnswers,
    result=ChangeResult,
    workflow=changing(FilingKind.LONG_STAY, ChangeAnswers),
    identity_level=IdentityLevel.STRONG,
    materials=[IDENTITY_DOCUMENT, RESIDENCE_PROOF_OF_NEW_PLACE],
    national_code=LONG_STAY_CODE,
    archive_class="异地就医备案",
    risk_points=[
        "住院期间换就医地以改变报销比例：查在院未结算情况",
        "承诺期内频繁换就医地：承诺满规定月数才能变更",
    ],
    examples=[
        Example(
            "赵六从上海搬到广州",
            _TO_GUANGZHOU,
            _PLEDGE,
            given="remote_care.registered",
            person="赵六",
        ),
        Example(
            "只换手机号码，承诺期内也可以",
            {"changed_part": "phone", "phone": "19900000001"},
            given="remote_care.registered_by_recent_pledge",
            person="赵六",
        ),
        Example(
            "在上海换了住址",
            {"changed_part": "address", "residence_address": "上海市徐汇区测试路11号"},
            given="remote_care.registered",
            person="赵六",
        ),
        Example(
            "承诺办理不满规定月数，不能换就医地",
            _TO_GUANGZHOU,
            _PLEDGE,
            given="remote_care.registered_by_recent_pledge",
            person="赵六",
            fails_with="remote_care.locked_by_pledge",
        ),
        Example(
            "住院还没有结算",
            _TO_GUANGZHOU,
            _PLEDGE,
            given="remote_care.registered_and_in_hospital",
            person="赵六",
            fails_with="remote_care.stay_not_settled",
        ),
        Example(
            "有两条有效备案，没有说是哪一条",
            {"changed_part": "phone", "phone": "19900000001"},
            given="remote_care.registered_in_two_places",
            person="赵六",
            fails_with="remote_care.which_registration",
        ),
        Example(
            "还没有备案",
            _TO_GUANGZHOU,
            _PLEDGE,
            given="remote_care.enrolled",
            person="赵六",
            fails_with="remote_care.no_registration",
        ),
    ],
)
