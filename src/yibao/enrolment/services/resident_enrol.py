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
            is_required=False,
            shared_from="household_register",
            hint="任选一种；已通过人脸或医保码核验身份的，不用再交。",
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
    examples=[
        Example("李四第一次参加居民医保", _ADULT, given="enrolment.not_enrolled", person="李四"),
        Example("李四续保下一年度", _ADULT, given="enrolment.resident", person="李四"),
        Example(
            "李四断保后重新参保，有等待期",
            _ADULT,
            given="enrolment.resident_paused",
            person="李四",
        ),
        Example(
            "国家参保库没有答复，转人工核对",
            _ADULT,
            given="enrolment.national_register_silent",
            person="李四",
            under_review=True,
        ),
        Example(
            "同一年度重复登记",
            _ADULT,
            given="enrolment.resident_for_next_year",
            person="李四",
            fails_with="enrolment.already_enrolled",
        ),
        Example(
            "正在外省参保",
            _ADULT,
            given="enrolment.insured_in_another_province",
            person="李四",
            fails_with="enrolment.enrolled_elsewhere",
        ),
        Example(
            "正在省内其他市参保",
            _ADULT,
            given="enrolment.resident_of_another_city",
            person="李四",
            fails_with="enrolment.enrolled_elsewhere",
        ),
        Example(
            "正在参加职工医保",
            _ADULT,
            given="enrolment.employee",
            person="张三",
            fails_with="enrolment.employee_active",
        ),
        Example(
            "登记为去世",
            _ADULT,
            given="enrolment.died",
            person="李四",
            fails_with="persons.died",
        ),
        Example(
            "参保地在外省",
            _ADULT | {"region": "440304"},
            given="enrolment.not_enrolled",
            person="李四",
            fails_with="form.region_elsewhere",
        ),
        Example(
            "还没有开始的年度",
            _ADULT | {"year": 2028},
            given="enrolment.not_enrolled",
            person="李四",
            fails_with="enrolment.year_not_open",
        ),
        Example(
            "已经过去的年度",
            _ADULT | {"year": 2025},
            given="enrolment.not_enrolled",
            person="李四",
            fails_with="enrolment.year_over",
        ),
        Example(
            "34岁的人选老年居民",
            _ADULT | {"kind": "elderly"},
            given="enrolment.not_enrolled",
            person="李四",
            fails_with="enrolment.kind_does_not_fit_age",
        ),
        Example(
            "学生没有填学校",
            _ADULT | {"kind": "student"},
            person="李四",
            fails_with="form.required",
        ),
        Example(
            "新生儿没有父母代办",
            _NEWBORN,
            person="李小明",
            fails_with="agent.guardian_needed",
        ),
    ],
)
