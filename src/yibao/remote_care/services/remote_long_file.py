"""异地长期居住人员备案登记: being treated, and settled directly, where one lives for long."""

from __future__ import annotations

from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.relative_days import days_from_today
from yibao.catalogue.service import Example, Service
from yibao.remote_care.forms import LongStayFilingAnswers
from yibao.remote_care.kinds import FilingKind
from yibao.remote_care.materials import IDENTITY_DOCUMENT, RESIDENCE_PROOF
from yibao.remote_care.results import FilingResult
from yibao.remote_care.workflows import BASIS, LONG_STAY_CODE, filing

_ANSWERS = {
    "care_region": "310100",
    "residence_address": "上海市黄浦区测试路8号",
    "phone": "19900000004",
    "starts_on": days_from_today(10),
}
_PLEDGE = {"residence_proof": "pledge"}

remote_long_file = Service(
    number=28,
    operation="remote_long_file",
    name="异地长期居住人员备案登记",
    summary="长期住在外地的，办好备案后在当地联网医院看病可以直接结算。",
    who="在本省参保、长期住在外地的人；可以由家人代办。",
    basis=BASIS,
    answers=LongStayFilingAnswers,
    result=FilingResult,
    workflow=filing(FilingKind.LONG_STAY, LongStayFilingAnswers),
    identity_level=IdentityLevel.STRONG,
    materials=[IDENTITY_DOCUMENT, RESIDENCE_PROOF],
    national_code=LONG_STAY_CODE,
    archive_class="异地就医备案",
    risk_points=[
        "承诺办理而实际没有在就医地居住：事后抽查居住情况",
        "为一次住院临时补办长期备案：核对开始日期与入院日期",
        "当天没有上报到国家异地就医平台：每日核对上报清单",
    ],
    examples=[
        Example(
            "赵六住在上海女儿家，签承诺书备案",
            _ANSWERS,
            _PLEDGE,
            given="remote_care.enrolled",
            person="赵六",
        ),
        Example(
            "赵六搬到省内的遵义市，也要备案",
            _ANSWERS | {"care_region": "520300", "residence_address": "遵义市红花岗区测试路9号"},
            _PLEDGE,
            given="remote_care.enrolled",
            person="赵六",
        ),
        Example(
            "赵六还住在北京，交居住证明，由经办人员核对",
            _ANSWERS
            | {
                "care_region": "110100",
                "residence_address": "北京市东城区测试路12号",
                "is_multi_place": True,
            },
            {"residence_proof": "upload"},
            given="remote_care.registered_in_two_places",
            person="赵六",
            under_review=True,
        ),
        Example(
            "就医地在自己的统筹区，不用备案",
            _ANSWERS | {"care_region": "520102", "residence_address": "贵阳市南明区测试路4号"},
            _PLEDGE,
            given="remote_care.enrolled",
            person="赵六",
            fails_with="remote_care.care_region_at_home",
        ),
        Example(
            "已经有一条长期备案，不能再登记",
            _ANSWERS | {"care_region": "440100", "residence_address": "广州市越秀区测试路10号"},
            _PLEDGE,
            given="remote_care.registered",
            person="赵六",
            fails_with="remote_care.already_registered",
        ),
        Example(
            "在多个地方备案，不能只写承诺书",
            _ANSWERS | {"is_multi_place": True},
            _PLEDGE,
            given="remote_care.enrolled",
            person="赵六",
            fails_with="remote_care.several_places_need_proof",
        ),
        Example(
            "开始日期太早",
            _ANSWERS | {"starts_on": days_from_today(-400)},
            _PLEDGE,
            given="remote_care.enrolled",
            person="赵六",
            fails_with="remote_care.start_too_far_back",
        ),
        Example(
            "已经停保，不在待遇期",
            _ANSWERS,
            _PLEDGE,
            given="remote_care.enrolled_without_benefits",
            person="赵六",
            fails_with="remote_care.benefit_not_normal",
        ),
    ],
)
