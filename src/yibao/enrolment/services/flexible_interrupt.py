"""灵活就业人员基本医疗保险参保登记--中断: stop paying as a flexible worker."""

from __future__ import annotations

from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.material import Material
from yibao.catalogue.service import Example, Service
from yibao.catalogue.workflow import instant_effect
from yibao.enrolment import interruption
from yibao.enrolment.flexible_forms import FlexibleInterruptionAnswers
from yibao.enrolment.results import FlexibleInterruptionResult

_PERSON = "张三"

flexible_interrupt = Service(
    number=9,
    operation="flexible_interrupt",
    name="灵活就业人员基本医疗保险参保登记--中断",
    summary="到单位上班、改参居民医保或暂时不缴时办理。从下个月起停止缴费。",
    who="以灵活就业身份参加职工医保的人。",
    basis=(
        "《社会保险经办条例》第八条",
        "国家医疗保障局《全国医疗保障经办政务服务事项清单》灵活就业人员参保登记（中断）",
    ),
    answers=FlexibleInterruptionAnswers,
    result=FlexibleInterruptionResult,
    materials=[
        Material(
            "identity_document",
            "医保码、有效身份证件或社会保障卡",
            is_required=False,
            shared_from="household_register",
            hint="任选一种；已通过人脸或医保码核验身份的，不用再交。",
        )
    ],
    workflow=instant_effect(checks=[interruption.may_interrupt], effect=interruption.interrupt),
    identity_level=IdentityLevel.STRONG,
    national_code="0736010004",
    archive_class="登记类",
    risk_points=("冒名停保", "停保后继续扣费", "不知道中断会影响待遇"),
    examples=[
        Example(
            "张三到单位上班",
            {"reason": "employed"},
            given="enrolment.flexible",
            person=_PERSON,
        ),
        Example(
            "暂时无力缴费",
            {"reason": "hardship"},
            given="enrolment.flexible",
            person=_PERSON,
        ),
        Example(
            "已经停保",
            {"reason": "other"},
            given="enrolment.flexible_paused",
            person=_PERSON,
            fails_with="enrolment.transition_not_possible",
        ),
        Example(
            "在单位参保",
            {"reason": "other"},
            given="enrolment.employee",
            person="张三",
            fails_with="enrolment.no_flexible_enrolment",
        ),
        Example(
            "登记为去世",
            {"reason": "other"},
            given="enrolment.died",
            person=_PERSON,
            fails_with="persons.died",
        ),
    ],
)
