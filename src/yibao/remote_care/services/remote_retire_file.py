"""异地安置退休人员备案登记: settled elsewhere after retiring, and treated there."""

from __future__ import annotations

from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.relative_days import days_from_today
from yibao.catalogue.service import Example, Service
from yibao.remote_care import own_parts, rules
from yibao.remote_care.forms import RetireFilingAnswers
from yibao.remote_care.kinds import FilingKind
from yibao.remote_care.materials import HOUSEHOLD_PROOF, IDENTITY_DOCUMENT, SETTLING_PROOF
from yibao.remote_care.results import FilingResult
from yibao.remote_care.workflows import ARCHIVE_CLASS, BASIS, RETIRE_CODE, filing

_ANSWERS = {
    "care_region": "310100",
    "residence_address": "上海市黄浦区测试路8号",
    "phone": "19900000004",
    "starts_on": days_from_today(10),
    "household_place": "elsewhere",
    "household_region": "520400",
}
_MOVED = {name: _ANSWERS[name] for name in _ANSWERS if name != "household_region"} | {
    "household_place": "care_region"
}
_PLEDGE = {"residence_proof": "pledge"}

remote_retire_file = Service(
    number=26,
    operation="remote_retire_file",
    name="异地安置退休人员备案登记",
    summary="退休后到外地定居的，办好备案后在当地联网医院看病可以直接结算。",
    who="在本省参保、已经退休并在外地定居的人；可以由家人代办。",
    basis=BASIS,
    answers=RetireFilingAnswers,
    result=FilingResult,
    workflow=filing(
        FilingKind.RETIRE, RetireFilingAnswers, own_parts.of_retired, rules.RETIRED_RULES
    ),
    identity_level=IdentityLevel.STRONG,
    materials=[IDENTITY_DOCUMENT, HOUSEHOLD_PROOF, SETTLING_PROOF],
    national_code=RETIRE_CODE,
    archive_class=ARCHIVE_CLASS,
    risk_points=[
        "承诺办理而实际没有在就医地定居：事后抽查居住情况",
        "没有退休的人按退休人员备案：核对参保登记的退休状态",
        "户口簿上的地方与就医地不一致：备案后核对户籍信息",
    ],
    examples=[
        Example(
            "赵六退休后住在上海，户口没有迁，签承诺书备案",
            _ANSWERS,
            _PLEDGE,
            given="remote_care.enrolled",
            person="赵六",
        ),
        Example(
            "赵六的户口已经迁到上海，系统核对户口，什么都不用交",
            _MOVED,
            given="remote_care.enrolled",
            person="赵六",
        ),
        Example(
            "还没有退休",
            _ANSWERS | {"phone": "19900000001"},
            _PLEDGE,
            given="remote_care.enrolled_employee",
            person="张三",
            fails_with="remote_care.not_retired",
        ),
        Example(
            "已经有异地长期居住备案，不能同时再办",
            _ANSWERS | {"care_region": "440100"},
            _PLEDGE,
            given="remote_care.registered",
            person="赵六",
            fails_with="remote_care.already_registered",
        ),
        Example(
            "就医地在自己的统筹区，不用备案",
            _ANSWERS | {"care_region": "520100", "residence_address": "贵阳市南明区测试路4号"},
            _PLEDGE,
            given="remote_care.enrolled",
            person="赵六",
            fails_with="remote_care.care_region_at_home",
        ),
        Example(
            "没有说户籍在哪里",
            {n: _ANSWERS[n] for n in _ANSWERS if n != "household_region"},
            _PLEDGE,
            given="remote_care.enrolled",
            person="赵六",
            fails_with="form.required",
        ),
    ],
)
