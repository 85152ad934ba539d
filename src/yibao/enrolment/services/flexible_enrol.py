"""灵活就业人员基本医疗保险参保登记--增加: insure somebody who works without an employer."""

from __future__ import annotations

from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.material import Material
from yibao.catalogue.service import Example, Service
from yibao.catalogue.workflow import Review, instant_effect
from yibao.enrolment import flexible_checks
from yibao.enrolment.flexible import enrol_flexible
from yibao.enrolment.flexible_forms import FlexibleEnrolmentAnswers
from yibao.enrolment.results import FlexibleEnrolmentResult

_ANSWERS: dict[str, object] = {
    "mode": "with_account",
    "grade": "lowest",
    "region": "520103",
    "living_region": "520103",
    "living_address": "测试路1号",
    "phone": "19900000001",
}
_PERSON = "张三"

flexible_enrol = Service(
    number=8,
    operation="flexible_enrol",
    name="灵活就业人员基本医疗保险参保登记--增加",
    summary="没有单位的劳动者自己参加职工医保，选好档次，按月缴费。停过的也在这里恢复。",
    who="年满十六周岁、没到退休年龄，没有单位参保的人；不限户籍。",
    basis=(
        "《中华人民共和国社会保险法》第二十三条",
        "医保办发〔2021〕43号（基本医疗保险关系转移接续暂行办法）",
    ),
    answers=FlexibleEnrolmentAnswers,
    result=FlexibleEnrolmentResult,
    materials=[
        Material(
            "identity_document",
            "医保码、有效身份证件或社会保障卡",
            is_required=False,
            shared_from="household_register",
            hint="任选一种；已通过人脸或医保码核验身份的，不用再交。",
        )
    ],
    workflow=instant_effect(
        checks=[
            flexible_checks.may_enrol,
            flexible_checks.region_is_ours,
            flexible_checks.age_fits,
        ],
        effect=enrol_flexible,
        review=Review(working_days=5, when=flexible_checks.needs_review),
    ),
    identity_level=IdentityLevel.STRONG,
    national_code="0736010004",
    archive_class="登记类",
    risk_points=("重复参保", "跨地区重复参保", "有单位的人以灵活就业身份参保"),
    examples=[
        Example(
            "张三第一次以灵活就业身份参保",
            _ANSWERS,
            given="enrolment.not_enrolled",
            person=_PERSON,
        ),
        Example(
            "上个月刚停，恢复后没有等待期",
            _ANSWERS | {"mode": "pooled_only", "grade": "standard"},
            given="enrolment.flexible_paused",
            person=_PERSON,
        ),
        Example(
            "停了一年多，恢复后有等待期",
            _ANSWERS,
            given="enrolment.flexible_paused_long_ago",
            person=_PERSON,
        ),
        Example(
            "居民医保停了很久，改参职工医保",
            _ANSWERS,
            given="enrolment.resident_paused",
            person=_PERSON,
        ),
        Example(
            "国家参保库没有答复，转人工核对",
            _ANSWERS,
            given="enrolment.national_register_silent",
            person=_PERSON,
            under_review=True,
        ),
        Example(
            "正在参加居民医保",
            _ANSWERS,
            given="enrolment.resident",
            person=_PERSON,
            fails_with="enrolment.resident_active",
        ),
        Example(
            "已经参加职工医保",
            _ANSWERS,
            given="enrolment.employee",
            person=_PERSON,
            fails_with="enrolment.already_employee",
        ),
        Example(
            "正在外省参保",
            _ANSWERS,
            given="enrolment.insured_in_another_province",
            person=_PERSON,
            fails_with="enrolment.enrolled_elsewhere",
        ),
        Example(
            "参保地在外省",
            _ANSWERS | {"region": "440304"},
            given="enrolment.not_enrolled",
            person=_PERSON,
            fails_with="form.region_elsewhere",
        ),
        Example(
            "已过退休年龄",
            _ANSWERS,
            given="enrolment.not_enrolled",
            person="赵六",
            fails_with="enrolment.flexible_age_wrong",
        ),
        Example(
            "登记为去世",
            _ANSWERS,
            given="enrolment.died",
            person=_PERSON,
            fails_with="persons.died",
        ),
    ],
)
