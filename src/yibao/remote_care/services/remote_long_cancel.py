"""取消异地长期居住人员备案: back home, or gone elsewhere."""

from __future__ import annotations

from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.relative_days import days_from_today
from yibao.catalogue.service import Example, Service
from yibao.remote_care.forms import CancelAnswers
from yibao.remote_care.kinds import FilingKind
from yibao.remote_care.materials import IDENTITY_DOCUMENT
from yibao.remote_care.results import CancelResult
from yibao.remote_care.workflows import BASIS, LONG_STAY_CODE, cancelling

_ANSWERS = {"last_day": days_from_today(10), "reason": "returned"}

remote_long_cancel = Service(
    number=23,
    operation="remote_long_cancel",
    name="取消异地长期居住人员备案",
    summary="不再长期住在外地的，取消备案后回参保地看病。",
    who="在本省参保、长期住在外地的人；可以由家人代办。",
    basis=BASIS,
    answers=CancelAnswers,
    result=CancelResult,
    workflow=cancelling(FilingKind.LONG_STAY, CancelAnswers),
    identity_level=IdentityLevel.STRONG,
    materials=[IDENTITY_DOCUMENT],
    national_code=LONG_STAY_CODE,
    archive_class="异地就医备案",
    risk_points=[
        "住院期间取消备案以改变报销比例：查在院未结算情况",
        "代办人未经本人同意取消：核对授权委托书，短信告知本人",
    ],
    examples=[
        Example("赵六搬回贵阳", _ANSWERS, given="remote_care.registered", person="赵六"),
        Example(
            "取消日期已经过去",
            _ANSWERS | {"last_day": days_from_today(-1)},
            given="remote_care.registered",
            person="赵六",
            fails_with="remote_care.last_day_passed",
        ),
        Example(
            "承诺办理不满规定月数",
            _ANSWERS,
            given="remote_care.registered_by_recent_pledge",
            person="赵六",
            fails_with="remote_care.locked_by_pledge",
        ),
        Example(
            "住院还没有结算",
            _ANSWERS,
            given="remote_care.registered_and_in_hospital",
            person="赵六",
            fails_with="remote_care.stay_not_settled",
        ),
        Example(
            "备案编号不是自己的",
            _ANSWERS | {"registration_number": "RC520400202601010000001D"},
            given="remote_care.registered",
            person="赵六",
            fails_with="remote_care.registration_unknown",
        ),
        Example(
            "备案编号抄错一位",
            _ANSWERS | {"registration_number": "RC5204002026010100000010"},
            given="remote_care.registered",
            person="赵六",
            fails_with="identifiers.document_number",
        ),
    ],
)
