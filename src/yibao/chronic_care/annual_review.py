"""年审 in its variants: by the person or an agent. One expert looks; nothing is published."""

from __future__ import annotations

from yibao.catalogue.case import Case, IdentityLevel
from yibao.catalogue.directory import directory
from yibao.catalogue.service import Example, Service
from yibao.catalogue.workflow import Assessment, Review, assessment
from yibao.chronic_care import actions, checks
from yibao.chronic_care.assessment import treating_hospitals, why_an_expert
from yibao.chronic_care.facts import review_meant
from yibao.chronic_care.forms import ReviewAnswers
from yibao.chronic_care.materials import IDENTITY_DOCUMENT, MEDICAL_RECORDS
from yibao.chronic_care.results import ReviewResult
from yibao.chronic_care.workflows import ARCHIVE_CLASS, BASIS, NATIONAL_CODE


def annual_review(
    operation: str, *, by_agent: bool, examples: list[Example]
) -> Service[ReviewAnswers, ReviewResult]:
    """年审申请: at once where a hospital has concluded, else an expert assesses."""
    entry = directory()[operation]
    may_be_reviewed = checks.may_be_reviewed
    return Service(
        number=entry.number,
        operation=operation,
        name=entry.name,
        summary="门诊慢特病快到期、还要继续看的，在这里年审，通过后有效期接着往后算。",
        who="替参保人办理的代办人，要有授权委托书或已登记的授权。"
        if by_agent
        else "参保人本人。请人代办的，选名称里有“代办”的同名事项。",
        basis=BASIS,
        answers=ReviewAnswers,
        result=ReviewResult,
        workflow=assessment(
            checks=[checks.agent_is_named, may_be_reviewed] if by_agent else [may_be_reviewed],
            effect=actions.renew,
            review=Review(working_days=entry.working_days, when=review_to_assess),
            by_expert=Assessment(recused_hospitals=treating_hospitals),
        ),
        identity_level=IdentityLevel.STRONG,
        materials=[IDENTITY_DOCUMENT, MEDICAL_RECORDS],
        working_days=entry.working_days,
        agents_allowed=by_agent,
        national_code=NATIONAL_CODE,
        archive_class=ARCHIVE_CLASS,
        risk_points=[
            "病情已好转仍续享待遇：要近期检查资料，由专家评定",
            "专家和参保人有利害关系：专家回避参保人就医的医疗机构",
            "逾期未审仍结算：有效期由数据库日期决定，到期自动停止",
        ],
        examples=examples,
    )


def review_to_assess(case: Case[ReviewAnswers]) -> str:
    """Return why an expert has to assess the review, or nothing."""
    held = review_meant(case).recognition
    return why_an_expert(case, held.disease_code, held.home_region)
