"""取消常驻异地工作人员备案: the work elsewhere is over."""

from __future__ import annotations

from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.relative_days import days_from_today
from yibao.catalogue.service import Example, Service
from yibao.remote_care.forms import CancelAnswers
from yibao.remote_care.kinds import FilingKind
from yibao.remote_care.materials import IDENTITY_DOCUMENT
from yibao.remote_care.results import CancelResult
from yibao.remote_care.workflows import ARCHIVE_CLASS, BASIS, WORK_CODE, cancelling

_ANSWERS = {"last_day": days_from_today(10), "reason": "returned"}

remote_work_cancel = Service(
    number=21,
    operation="remote_work_cancel",
    name="取消常驻异地工作人员备案",
    summary="不再常驻外地工作的，取消备案后回参保地看病。",
    who="已办常驻异地工作备案的人；可以由家人或者单位代办。",
    basis=BASIS,
    answers=CancelAnswers,
    result=CancelResult,
    workflow=cancelling(FilingKind.WORK, CancelAnswers),
    identity_level=IdentityLevel.STRONG,
    materials=[IDENTITY_DOCUMENT],
    national_code=WORK_CODE,
    archive_class=ARCHIVE_CLASS,
    risk_points=[
        "住院期间取消备案以改变报销比例：查在院未结算情况",
        "代办人未经本人同意取消：核对授权委托书，短信告知本人",
    ],
    examples=[
        Example("张三调回贵阳工作", _ANSWERS, given="remote_care.working_elsewhere", person="张三"),
        Example(
            "取消日期已经过去",
            _ANSWERS | {"last_day": days_from_today(-1)},
            given="remote_care.working_elsewhere",
            person="张三",
            fails_with="remote_care.last_day_passed",
        ),
        Example(
            "取消日期太远",
            _ANSWERS | {"last_day": days_from_today(400)},
            given="remote_care.working_elsewhere",
            person="张三",
            fails_with="remote_care.last_day_too_far_ahead",
        ),
        Example(
            "承诺办理不满规定月数",
            _ANSWERS,
            given="remote_care.working_by_recent_pledge",
            person="张三",
            fails_with="remote_care.locked_by_pledge",
        ),
        Example(
            "住院还没有结算",
            _ANSWERS,
            given="remote_care.working_and_in_hospital",
            person="张三",
            fails_with="remote_care.stay_not_settled",
        ),
        Example(
            "备案编号不是自己的",
            _ANSWERS | {"registration_number": "RC520400202601010000001D"},
            given="remote_care.working_elsewhere",
            person="张三",
            fails_with="remote_care.registration_unknown",
        ),
    ],
)
