"""城乡居民参保登记: insure a resident for a year, and tell what is due."""

from __future__ import annotations

from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.material import Material
from yibao.catalogue.service import Example, Service
from yibao.catalogue.workflow import Review, instant_effect
from yibao.enrolment import checks
from yibao.enrolment.actions import enrol_resident
from yibao.enrolment.forms import ResidentEnrolmentAnswers, SpecialSituation
from yibao.enrolment.results import ResidentEnrolmentResult

_ADULT: dict[str, object] = {
    "year": 2027,
    "kind": "adult",
    "region": "520102",
    "living_region": "520102",
    "living_address": "中华南路1号",
    "phone": "13800001234",
    "household_kind": "30",
}
_PUPIL = _ADULT | {"kind": "pupil", "school_name": "贵阳市第一中学"}
_NEWBORN = _ADULT | {
    "kind": "newborn",
    "birth_proof": "certificate",
    "birth_certificate_number": "U520000001",
}

resident_enrol = Service(
    number=1,
    operation="resident_enrol",
    name="城乡居民参保登记",
    summary="没有参加职工医保的人，每年在集中缴费期登记并缴费，下一年就医可以报销。",
    who="在本省居住或有本省户籍、没有参加职工医保的人；孩子由父母代办。",
    basis=(
        "《中华人民共和国社会保险法》第二十五条",
        "国办发〔2024〕38号（健全基本医疗保险参保长效机制）",
    ),
    answers=ResidentEnrolmentAnswers,
    result=ResidentEnrolmentResult,
    materials=[
        Material(
            "identity_document",
            "医保码、有效身份证件或社会保障卡",
            shared_from="household_register",
            hint="任选一种；户籍信息能核验的，不用上传。",
        ),
        Material(
            "supporting_document",
            "特殊情形证明",
            when=ResidentEnrolmentAnswers.special_situation.is_one_of(*SpecialSituation),
            shared_from="civil_affairs_register",
            hint="退役军人证件、录取通知书、释放证明或救助对象认定文件；能核验的不用上传。",
        ),
    ],
    workflow=instant_effect(
        checks=[
            checks.person_may_enrol,
            checks.region_is_ours,
            checks.year_is_open,
            checks.kind_fits_age,
        ],
        effect=enrol_resident,
        review=Review(working_days=5, when=checks.needs_review),
    ),
    identity_level=IdentityLevel.STRONG,
    national_code="0736010003",
    archive_class="登记类",
    risk_points=("重复参保", "跨地区重复参保", "人员类别不实", "虚报特殊情形免除等待期"),
    examples=[],
)
