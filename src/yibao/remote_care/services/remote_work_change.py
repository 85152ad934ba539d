"""常驻异地工作人员备案变更: another place, address, employer or phone number."""

from __future__ import annotations

from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.relative_days import days_from_today
from yibao.catalogue.service import Example, Service
from yibao.remote_care import own_parts
from yibao.remote_care.forms import WorkChangeAnswers
from yibao.remote_care.kinds import FilingKind
from yibao.remote_care.materials import IDENTITY_DOCUMENT, WORK_PROOF_OF_NEW_PLACE
from yibao.remote_care.results import ChangeResult
from yibao.remote_care.workflows import ARCHIVE_CLASS, BASIS, WORK_CODE, changing

_TO_GUANGZHOU = {
    "changed_part": "place",
    "care_region": "440100",
    "residence_address": "广州市越秀区测试路10号",
    "starts_on": days_from_today(10),
    "employer_name": "广州测试有限公司",
}
_PLEDGE = {"work_proof": "pledge"}

remote_work_change = Service(
    number=19,
    operation="remote_work_change",
    name="常驻异地工作人员备案变更",
    summary="换了工作的城市、单位、住址或手机号码的，变更后按新的信息看病结算。",
    who="已办常驻异地工作备案的人；可以由家人或者单位代办。",
    basis=BASIS,
    answers=WorkChangeAnswers,
    result=ChangeResult,
    workflow=changing(FilingKind.WORK, WorkChangeAnswers, own_parts.of_worker_after_change),
    identity_level=IdentityLevel.STRONG,
    materials=[IDENTITY_DOCUMENT, WORK_PROOF_OF_NEW_PLACE],
    national_code=WORK_CODE,
    archive_class=ARCHIVE_CLASS,
    risk_points=[
        "住院期间换就医地以改变报销比例：查在院未结算情况",
        "承诺期内频繁换就医地：承诺满规定月数才能变更",
    ],
    examples=[
        Example(
            "张三从上海调到广州工作",
            _TO_GUANGZHOU,
            _PLEDGE,
            given="remote_care.working_elsewhere",
            person="张三",
        ),
        Example(
            "在上海换了工作单位，承诺期内也可以",
            {"changed_part": "employer", "employer_name": "上海第二测试有限公司"},
            given="remote_care.working_by_recent_pledge",
            person="张三",
        ),
        Example(
            "承诺办理不满规定月数，不能换就医地",
            _TO_GUANGZHOU,
            _PLEDGE,
            given="remote_care.working_by_recent_pledge",
            person="张三",
            fails_with="remote_care.locked_by_pledge",
        ),
        Example(
            "住院还没有结算",
            _TO_GUANGZHOU,
            _PLEDGE,
            given="remote_care.working_and_in_hospital",
            person="张三",
            fails_with="remote_care.stay_not_settled",
        ),
        Example(
            "换回参保地工作，不用备案，应当取消",
            _TO_GUANGZHOU | {"care_region": "520100"},
            _PLEDGE,
            given="remote_care.working_elsewhere",
            person="张三",
            fails_with="remote_care.care_region_at_home",
        ),
        Example(
            "还没有备案",
            _TO_GUANGZHOU,
            _PLEDGE,
            given="remote_care.enrolled_employee",
            person="张三",
            fails_with="remote_care.no_registration",
        ),
    ],
)
