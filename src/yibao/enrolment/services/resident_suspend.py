"""城乡居民暂停参保登记: leave resident insurance, and get back what was paid too early."""

from __future__ import annotations

from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.material import Material
from yibao.catalogue.relative_days import days_from_today
from yibao.catalogue.service import Example, Service
from yibao.catalogue.workflow import Review, instant_effect
from yibao.enrolment import suspension
from yibao.enrolment.forms import ResidentSuspensionAnswers, SuspensionReason
from yibao.enrolment.results import SuspensionResult

_TODAY: dict[str, object] = {"reason": "employee", "paused_on": days_from_today(0)}
_DEATH: dict[str, object] = {"reason": "death", "died_on": days_from_today(-3)}
_DEATH_MATERIALS = {"death_proof": "pledge", "agent_mandate": "upload"}

resident_suspend = Service(
    number=3,
    operation="resident_suspend",
    name="城乡居民暂停参保登记",
    summary="去单位上班、参军、出国定居等，不再参加居民医保时办理。下一年的费用已经缴了的，可以退。",
    who="参加居民医保的人；去世的由亲属代办。",
    basis=(
        "《社会保险经办条例》第八条",
        "国家医疗保障局《全国医疗保障经办政务服务事项清单》城乡居民参保登记（停保）",
    ),
    answers=ResidentSuspensionAnswers,
    result=SuspensionResult,
    materials=[
        Material(
            "identity_document",
            "医保码、有效身份证件或社会保障卡",
            is_required=False,
            shared_from="household_register",
            hint="任选一种；已通过人脸或医保码核验身份的，不用再交。",
        ),
        Material(
            "death_proof",
            "死亡证明",
            when=ResidentSuspensionAnswers.reason.is_(SuspensionReason.DEATH),
            shared_from="civil_affairs_register",
            pledge_text="本人承诺所报参保人去世的情况和日期属实，不实的愿意承担法律责任。",
            hint="医院、公安或民政出具的都可以；能核验的不用上传。",
        ),
        Material(
            "supporting_document",
            "停保原因证明",
            when=ResidentSuspensionAnswers.reason.is_one_of(
                SuspensionReason.MILITARY, SuspensionReason.ABROAD
            ),
            shared_from="civil_affairs_register",
            pledge_text="本人承诺停保原因属实，不实的愿意承担由此产生的后果。",
            hint="入伍通知书，或者护照、境外长期居留证件；也可以签承诺书。",
        ),
    ],
    workflow=instant_effect(
        checks=[suspension.resident_may_leave, suspension.day_is_possible],
        effect=suspension.suspend,
        review=Review(working_days=5, when=suspension.needs_review),
    ),
    identity_level=IdentityLevel.STRONG,
    national_code="0736010003",
    archive_class="登记类",
    risk_points=("冒名停保", "停保原因不实", "已享受待遇后骗取退费"),
    examples=[
        Example("李四去单位上班，停居民医保", _TODAY, given="enrolment.resident", person="李四"),
        Example(
            "下一年度已缴费，停保并退费",
            _TODAY,
            given="enrolment.resident_paid_for_next_year",
            person="李四",
        ),
        Example(
            "出国定居，签承诺书",
            {"reason": "abroad", "paused_on": days_from_today(-10)},
            {"supporting_document": "pledge"},
            given="enrolment.resident",
            person="李四",
        ),
        Example(
            "亲属报告去世，民政已有登记",
            _DEATH,
            _DEATH_MATERIALS,
            given="enrolment.resident_who_died",
            person="李四",
            agent="张三",
        ),
        Example(
            "亲属报告去世，登记中还没有",
            _DEATH,
            _DEATH_MATERIALS,
            given="enrolment.resident",
            person="李四",
            agent="张三",
            under_review=True,
        ),
        Example(
            "自己不能报告自己去世",
            _DEATH,
            {"death_proof": "pledge"},
            given="enrolment.resident",
            person="李四",
            fails_with="enrolment.death_needs_agent",
        ),
        Example(
            "已经停保",
            _TODAY,
            given="enrolment.resident_paused",
            person="李四",
            fails_with="enrolment.transition_not_possible",
        ),
        Example(
            "没有参加居民医保",
            _TODAY,
            given="enrolment.employee",
            person="张三",
            fails_with="enrolment.nothing_to_suspend",
        ),
        Example(
            "停保日期在将来",
            {"reason": "other", "paused_on": days_from_today(40)},
            given="enrolment.resident",
            person="李四",
            fails_with="enrolment.suspension_day_wrong",
        ),
        Example(
            "停保日期太早",
            {"reason": "other", "paused_on": days_from_today(-200)},
            given="enrolment.resident",
            person="李四",
            fails_with="enrolment.suspension_day_wrong",
        ),
    ],
)
