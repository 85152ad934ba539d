"""A service in its variants: by the person or an agent, for employees or residents.

The variants of a service ask and do the same. What differs is who may call it and under which
insurance the recognition stands; number, name and time limit are those of the directory.
"""

from __future__ import annotations

from functools import partial

from yibao.catalogue.case import Case, IdentityLevel
from yibao.catalogue.directory import directory
from yibao.catalogue.service import Example, Service
from yibao.catalogue.workflow import (
    Assessment,
    Review,
    assessment,
    instant_effect,
    instant_query,
)
from yibao.chronic_care import actions, checks, progress
from yibao.chronic_care.assessment import treating_hospitals, why_an_expert
from yibao.chronic_care.facts import hospitals_chosen, standing_of
from yibao.chronic_care.forms import (
    ApplicationAnswers,
    ApplicationProgressQuestion,
    HospitalChangeAnswers,
    ReviewProgressQuestion,
)
from yibao.chronic_care.kinds import EMPLOYEE_INSURANCE
from yibao.chronic_care.materials import IDENTITY_DOCUMENT, MEDICAL_RECORDS
from yibao.chronic_care.progress import ApplicationProgressList, ReviewProgressList
from yibao.chronic_care.results import HospitalChangeResult, RecognitionResult
from yibao.reference import parameters

BASIS = ("贵州省医保便民服务事项接入指南（门诊慢特病病种待遇认定）",)
NATIONAL_CODE = "2036025000"
ARCHIVE_CLASS = "门诊慢特病待遇认定"
_INSURED = {EMPLOYEE_INSURANCE: "职工医保参保人", "390": "城乡居民医保参保人"}


def hospital_change(
    operation: str, *, insurance_type: str, by_agent: bool, examples: list[Example]
) -> Service[HospitalChangeAnswers, HospitalChangeResult]:
    """变更医疗机构: at once."""
    entry = directory()[operation]
    may_be_changed = partial(checks.hospital_may_be_changed, insurance_type=insurance_type)
    return Service(
        number=entry.number,
        operation=operation,
        name=entry.name,
        summary="门诊慢特病想换一家医院看的，在这里变更，换好后在新医院直接结算。",
        who=who(insurance_type, by_agent=by_agent),
        basis=BASIS,
        answers=HospitalChangeAnswers,
        result=HospitalChangeResult,
        workflow=instant_effect(
            checks=[checks.agent_is_named, may_be_changed] if by_agent else [may_be_changed],
            effect=partial(actions.change_hospital, insurance_type=insurance_type),
        ),
        identity_level=IdentityLevel.STRONG,
        materials=[IDENTITY_DOCUMENT],
        working_days=entry.working_days,
        agents_allowed=by_agent,
        national_code=NATIONAL_CODE,
        archive_class=ARCHIVE_CLASS,
        risk_points=[
            "频繁变更医疗机构套取药品：满规定月数才能再变更",
            "变更到没有开通这个病种的机构：办理时核对定点和病种",
            "代办人未经本人同意变更：核对授权委托书，短信告知本人",
        ],
        examples=examples,
    )


def application(
    operation: str, *, insurance_type: str, by_agent: bool, examples: list[Example]
) -> Service[ApplicationAnswers, RecognitionResult]:
    """申办: at once where a hospital has concluded, else an expert assesses."""
    entry = directory()[operation]
    may_be_recognised = partial(checks.may_be_recognised, insurance_type=insurance_type)
    return Service(
        number=entry.number,
        operation=operation,
        name=entry.name,
        summary="得了门诊慢特病目录里的病，申请认定后，在选定的医院看门诊可以按规定报销。",
        who=who(insurance_type, by_agent=by_agent),
        basis=BASIS,
        answers=ApplicationAnswers,
        result=RecognitionResult,
        workflow=assessment(
            checks=[checks.agent_is_named, may_be_recognised] if by_agent else [may_be_recognised],
            effect=partial(actions.recognise, insurance_type=insurance_type),
            review=Review(working_days=entry.working_days, when=application_to_assess),
            by_expert=Assessment(recused_hospitals=hospitals_of_application),
        ),
        identity_level=IdentityLevel.STRONG,
        materials=[IDENTITY_DOCUMENT, MEDICAL_RECORDS],
        working_days=entry.working_days,
        agents_allowed=by_agent,
        national_code=NATIONAL_CODE,
        archive_class=ARCHIVE_CLASS,
        risk_points=[
            "病历造假：专家评定，专家回避参保人就医的医疗机构",
            "重复认定、互斥病种同时享受：数据库约束，一人一险种一病种一个有效期",
            "受理人自己审批：受理、评定、审核由不同的人办理",
        ],
        examples=examples,
    )


def application_to_assess(case: Case[ApplicationAnswers]) -> str:
    """Return why an expert has to assess the application, or nothing."""
    standing = standing_of(case)
    region = standing.region if standing else parameters.NATION
    return why_an_expert(case, case.answers.disease_code, region)


def hospitals_of_application(case: Case[ApplicationAnswers]) -> list[str]:
    """Return the hospitals that diagnosed the person, will treat him, or do so already."""
    chosen = [code for code, _ in hospitals_chosen(case.answers)]
    return [case.answers.recognising_hospital_code, *chosen, *treating_hospitals(case)]


def review_progress(
    operation: str, *, by_agent: bool, examples: list[Example]
) -> Service[ReviewProgressQuestion, ReviewProgressList]:
    """年审进度查询: read only."""
    entry = directory()[operation]
    return Service(
        number=entry.number,
        operation=operation,
        name=entry.name,
        summary="查询门诊慢特病年审办到哪一步，哪些病种要年审、从什么时候起可以办。",
        who="有参保人授权的代办人。" if by_agent else "参保人本人。",
        basis=BASIS,
        answers=ReviewProgressQuestion,
        result=ReviewProgressList,
        workflow=instant_query(answer=progress.reviews_of_principal)
        if by_agent
        else instant_query(answer=progress.reviews_of),
        identity_level=IdentityLevel.REAL_NAME,
        agents_allowed=by_agent,
        risk_points=[
            "查询他人的病种：只按核验过的身份查本人，代办人要有登记的授权",
            "批量查询：每次查询记日志，按渠道限量",
            "结果外泄：只返回本人的办件，不返回病历内容",
        ],
        examples=examples,
    )


def application_progress(
    operation: str, *, examples: list[Example]
) -> Service[ApplicationProgressQuestion, ApplicationProgressList]:
    """资格申请进度查询: read only, by the person or an agent with a mandate."""
    entry = directory()[operation]
    return Service(
        number=entry.number,
        operation=operation,
        name=entry.name,
        summary="查询门诊慢特病申请办到哪一步，已认定哪些病种、有效期到什么时候。",
        who="参保人本人，或有授权的代办人。",
        basis=BASIS,
        answers=ApplicationProgressQuestion,
        result=ApplicationProgressList,
        workflow=instant_query(answer=progress.applications_of),
        identity_level=IdentityLevel.REAL_NAME,
        risk_points=[
            "查询他人的病种：只按核验过的身份查本人，代办人要有登记的授权",
            "批量查询：每次查询记日志，按渠道限量",
            "结果外泄：只返回本人的办件，不返回病历内容",
        ],
        examples=examples,
    )


def who(insurance_type: str, *, by_agent: bool) -> str:
    """Return who may call a variant, in words."""
    insured = _INSURED[insurance_type]
    if by_agent:
        return f"替{insured}办理的代办人，要有授权委托书或已登记的授权。"
    return f"{insured}本人。请人代办的，选名称里有“代办”的同名事项。"
