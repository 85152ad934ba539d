"""How far applications and reviews are: two statements, whatever the person has."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from yibao.casework import own_cases
from yibao.casework.own_cases import OwnCase
from yibao.catalogue.case import Case
from yibao.chronic_care import diseases, queries, results, rules
from yibao.chronic_care.checks import agent_is_named
from yibao.chronic_care.facts import policy_of
from yibao.chronic_care.forms import (
    MOST_ROWS,
    ROWS,
    ApplicationProgressQuestion,
    ReviewProgressQuestion,
)
from yibao.chronic_care.queries import Recognition
from yibao.chronic_care.results import RecognitionSummary
from yibao.kernel import identifiers

REVIEWS = ("agent_annual_review_apply", "annual_review_apply")
APPLICATIONS = (
    "agent_chronic_apply",
    "agent_resident_chronic_apply",
    "chronic_apply",
    "resident_chronic_apply",
)


class ProgressNode(msgspec.Struct, frozen=True):
    """A step that an application has taken."""

    node: Annotated[str, Meta(title="环节")]
    reached_on: Annotated[date, Meta(title="日期")]


class ApplicationProgress(msgspec.Struct, frozen=True):
    """Where one application stands."""

    case_number: Annotated[str, Meta(title="受理编号")]
    disease_name: Annotated[str, Meta(title="病种")]
    submitted_on: Annotated[date, Meta(title="申请日期")]
    recognising_hospital_name: Annotated[str, Meta(title="认定医疗机构")]
    state: Annotated[str, Meta(title="状态代码")]
    state_label: Annotated[str, Meta(title="状态")]
    nodes: Annotated[list[ProgressNode], Meta(title="办理环节")]
    opinion: Annotated[str, Meta(title="办理意见")]


class ApplicationProgressList(msgspec.Struct, frozen=True):
    """One page of applications, the latest first, and what is recognised."""

    total: Annotated[int, Meta(title="总数")]
    page: Annotated[int, Meta(title="第几页")]
    page_size: Annotated[int, Meta(title="每页几条")]
    applications: Annotated[list[ApplicationProgress], Meta(title="申请")]
    recognitions: Annotated[list[RecognitionSummary], Meta(title="已认定的病种")]
    note: Annotated[str, Meta(title="说明")]


class ReviewProgress(msgspec.Struct, frozen=True):
    """Where one application for an annual review stands."""

    case_number: Annotated[str, Meta(title="受理编号")]
    disease_name: Annotated[str, Meta(title="病种")]
    state: Annotated[str, Meta(title="状态代码")]
    state_label: Annotated[str, Meta(title="状态")]
    node: Annotated[str, Meta(title="最近环节")]
    reached_on: Annotated[date, Meta(title="日期")]
    opinion: Annotated[str, Meta(title="办理意见")]
    new_ends_on: Annotated[str, Meta(title="延续后的最后有效日")]


class ReviewDue(msgspec.Struct, frozen=True):
    """A recognition that is reviewed before it ends, and from when."""

    recognition_number: Annotated[str, Meta(title="认定编号")]
    disease_name: Annotated[str, Meta(title="病种")]
    ends_on: Annotated[date, Meta(title="最后有效日")]
    review_from: Annotated[date, Meta(title="可年审的日期")]
    explanation: Annotated[str, Meta(title="说明")]


class ReviewProgressList(msgspec.Struct, frozen=True):
    """The person's applications for review, and what is to be reviewed."""

    reviews: Annotated[list[ReviewProgress], Meta(title="年审申请")]
    due: Annotated[list[ReviewDue], Meta(title="需要年审的病种")]
    note: Annotated[str, Meta(title="说明")]


def applications_of(case: Case[ApplicationProgressQuestion]) -> ApplicationProgressList:
    """Return a page of the person's applications, and the recognitions.

    Raises:
        CaseNumberWrong: what was asked for is no number of a case.
    """
    answers = case.answers
    size, page = answers.page_size or ROWS, answers.page or 1
    total, cases = own_cases.page_of(
        case.sql,
        case.subject_index,
        APPLICATIONS,
        number=_number(answers.case_number, ApplicationProgressQuestion.case_number.path),
        year=answers.year,
        limit=size,
        offset=(page - 1) * size,
    )
    held = queries.latest_of_subject(case.sql, case.subject_index, limit=MOST_ROWS)
    return ApplicationProgressList(
        total=total,
        page=page,
        page_size=size,
        applications=[_application(one) for one in cases],
        recognitions=[results.summary(one, case.today) for one in held],
        note="" if total or held else "没有查到门诊慢特病申请，也没有已认定的病种。",
    )


def reviews_of(case: Case[ReviewProgressQuestion]) -> ReviewProgressList:
    """Return the person's applications for review, and what is to be reviewed and when.

    Raises:
        CaseNumberWrong: what was asked for is no number of a case.
    """
    path = ReviewProgressQuestion.case_number.path
    _, cases = own_cases.page_of(
        case.sql,
        case.subject_index,
        REVIEWS,
        number=_number(case.answers.case_number, path),
        limit=MOST_ROWS,
    )
    held = queries.latest_of_subject(case.sql, case.subject_index, limit=MOST_ROWS)
    due = [_due(one, case.today) for one in held if one.is_reviewed and one.ends_on >= case.today]
    return ReviewProgressList(
        reviews=[_review(one, held) for one in cases],
        due=due,
        note="" if cases or due else "没有查到年审申请，目前也没有需要年审的病种。",
    )


def reviews_of_principal(case: Case[ReviewProgressQuestion]) -> ReviewProgressList:
    """Answer an agent as ``reviews_of`` answers the person. Raises AgentNeeded."""
    agent_is_named(case)
    return reviews_of(case)


def _number(text: str | None, path: str) -> str | None:
    return identifiers.check_case_number(text, at=path).text if text else None


def _application(case: OwnCase) -> ApplicationProgress:
    return ApplicationProgress(
        case_number=case.number,
        disease_name=diseases.name_of(case.answers.get("disease_code", "")),
        submitted_on=case.submitted_on,
        recognising_hospital_name=case.answers.get("recognising_hospital_name", ""),
        state=case.state.value,
        state_label=case.state.label,
        nodes=[ProgressNode(step.label, step.on) for step in case.steps],
        opinion=case.opinion,
    )


def _review(case: OwnCase, held: list[Recognition]) -> ReviewProgress:
    number = case.answers.get("recognition_number") or _number_in(case.result)
    about = [one for one in held if one.number == number] or held[:1]
    latest = case.steps[-1]
    return ReviewProgress(
        case_number=case.number,
        disease_name=diseases.name_of(about[0].disease_code) if about else "",
        state=case.state.value,
        state_label=case.state.label,
        node=latest.label,
        reached_on=latest.on,
        opinion=case.opinion,
        new_ends_on=_recognition_in(case.result).get("ends_on", ""),
    )


def _number_in(result: Any) -> str:
    return str(_recognition_in(result).get("recognition_number", ""))


def _recognition_in(result: Any) -> dict[str, Any]:
    found = (result or {}).get("recognition", {})
    return found if isinstance(found, dict) else {}


def _due(held: Recognition, today: date) -> ReviewDue:
    first = rules.review_from(held.ends_on, policy_of(held.home_region, today))
    when = "现在就可以申请年审" if first <= today else f"{first}起可以申请年审"
    return ReviewDue(
        recognition_number=held.number,
        disease_name=diseases.name_of(held.disease_code),
        ends_on=held.ends_on,
        review_from=first,
        explanation=f"有效期到{held.ends_on}，{when}。",
    )
