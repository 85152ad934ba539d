"""办件: the page of one case, its files and papers, and seeing personal data for a reason."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from yibao.casework import assessing
from yibao.casework.agencies import agency_of
from yibao.casework.completion_notices import completion_code_of
from yibao.casework.notices import rendering
from yibao.casework.notices.errors import NoticeUnknown
from yibao.casework.rechecking import refusals_today
from yibao.casework.states import CaseState
from yibao.console import assessments, case_parts, case_record, reasons
from yibao.console.assessments import Standing
from yibao.console.case_record import CaseRecord
from yibao.console.errors import MaterialNotOfCase, RevealReasonMissing
from yibao.console.guard import StaffRequest, permits
from yibao.console.roles import Permission
from yibao.kernel.errors import DomainError, Several
from yibao.platform import clock, database
from yibao.platform.audit_log import api as audit_log
from yibao.platform.files import api as files

REVEALED_SECONDS = 600
_FILE_POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
)


@require_safe
def show(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Show everything about the case that the officer's role needs."""
    return page(request, case_id)


def page(
    request: StaffRequest,
    case_id: UUID,
    *,
    errors: list[DomainError] | None = None,
    typed: dict[str, str] | None = None,
) -> HttpResponse:
    """Return the page of a case, after a refused action with what is wrong and what was typed."""
    with database.reading() as sql:
        case = case_record.find(sql, case_id, region=request.officer.region)
        is_revealed = _is_revealed(request, case)
        context: dict[str, Any] = {
            "case": case,
            "agency": agency_of(case.region).name,
            "left": case.left(clock.today()),
            "people": case_parts.people_of(case, is_revealed=is_revealed),
            "answers": case_parts.answers_of(case, is_revealed=is_revealed),
            "materials": case_parts.materials_of(sql, case),
            "events": case_parts.events_of(sql, case),
            "notices": _notices(sql, case),
            "others": case_parts.other_cases_of(sql, case, region=request.officer.region),
            "is_revealed": is_revealed,
        }
    refusals = _refusals(request, case)
    standing = _standing(request, case, refusals)
    may = _may(request, case, standing or Standing())
    known = assessing.candidates(case.id, officer=request.operator) if may["assign"] else []
    context |= {
        "refusals": _told(refusals),
        "may": may,
        "candidates": [one for one in known if not one.recusal],
        "recused": [one for one in known if one.recusal],
        "standing": standing,
        "reasons": reasons,
        "reveal_reasons": list(reasons.RevealReason),
        "errors": [error.to_dict() for error in errors or ()],
        "typed": typed or {},
    }
    status = errors[0].status if errors else 200
    return render(request, "console/case.html", context, status=status)


def _notices(sql: database.Sql, case: CaseRecord) -> list[case_parts.NoticeRow]:
    """Return the papers of the case; one that was done at once gets its last paper now."""
    if case.state is CaseState.DONE:
        completion_code_of(case.id)
    return case_parts.notices_of(sql, case)


@require_POST
def reveal(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Show personal data of this case in full for ten minutes; the reason goes into the trail."""
    reason = request.POST.get("reason", "")
    with database.transaction() as sql:
        case = case_record.find(sql, case_id, region=request.officer.region)
        if reason not in {choice.value for choice in reasons.RevealReason}:
            return page(request, case_id, errors=[RevealReasonMissing()])
        _record(sql, request, case, "console.reveal", {"reason": reason})
    revealed = request.session.get("console_revealed", {})
    now = clock.now().timestamp()
    kept = {key: until for key, until in revealed.items() if until > now}
    request.session["console_revealed"] = {**kept, str(case.id): now + REVEALED_SECONDS}
    return HttpResponseRedirect(reverse("console:case", args=[case_id]))


@require_safe
@xframe_options_sameorigin
def material(request: StaffRequest, case_id: UUID, material_id: int) -> HttpResponse:
    """Return the file of a material, to be looked at inside the page; each look is recorded."""
    with database.transaction() as sql:
        case = case_record.find(sql, case_id, region=request.officer.region)
        found = looked_at(sql, case, material_id, operator=f"officer:{request.operator}")
    return file_response(*found)


def looked_at(
    sql: database.Sql, case: CaseRecord, material_id: int, *, operator: str
) -> tuple[UUID, str, str]:
    """Return id, owner and content type of a material's file, and record who looks at it.

    Raises:
        MaterialNotOfCase: the case has no such file.
    """
    found = case_parts.file_of(sql, case, material_id)
    if found is None:
        raise MaterialNotOfCase
    record(sql, case, "console.view_material", {"material": material_id}, operator=operator)
    return found


def file_response(file_id: UUID, owner: str, content_type: str) -> HttpResponse:
    """Return a file to be shown inside a page, where it can do nothing but be seen."""
    response = HttpResponse(files.read(file_id, owner=owner), content_type=content_type)
    response["Content-Disposition"] = "inline"
    response["Content-Security-Policy"] = _FILE_POLICY
    return response


@require_safe
def notice(request: StaffRequest, case_id: UUID, code: str) -> HttpResponse:
    """Return a paper of the case as PDF."""
    with database.transaction() as sql:
        case = case_record.find(sql, case_id, region=request.officer.region)
        if code not in {row.code for row in case_parts.notices_of(sql, case)}:
            raise NoticeUnknown
        _record(sql, request, case, "console.view_notice", {"code": code})
    response = HttpResponse(rendering.pdf(code), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{code}.pdf"'
    return response


def row_version_in(request: StaffRequest) -> int:
    """Return the version of the row that the officer saw; one that fits no row for nonsense."""
    text = request.POST.get("row_version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1


def _refusals(request: StaffRequest, case: CaseRecord) -> list[DomainError] | None:
    """Return what would stand against approving now; None where nobody decides any more."""
    if case.state not in {CaseState.SUBMITTED, CaseState.ACCEPTED}:
        return None
    try:
        return list(refusals_today(case.id, officer=request.operator))
    except Several as wrong:  # an answer that an older version of the form took
        return list(wrong.errors)


def _standing(
    request: StaffRequest, case: CaseRecord, refusals: list[DomainError] | None
) -> Standing | None:
    barred = assessing.bars(refusals or ())
    return assessments.standing_of(case, officer=request.operator, is_barred=barred)


def _told(refusals: list[DomainError] | None) -> list[dict[str, object]] | None:
    return None if refusals is None else [each.to_dict() for each in refusals]


def _may(request: StaffRequest, case: CaseRecord, standing: Standing) -> dict[str, bool]:
    """Return which actions are open to this officer now."""
    is_free = case.officer in {"", request.operator}
    accepts = permits(request, Permission.ACCEPT_CASES) and is_free
    reviews = permits(request, Permission.REVIEW_CASES) and is_free
    submitted, accepted = case.state is CaseState.SUBMITTED, case.state is CaseState.ACCEPTED
    decides = accepted and reviews
    return {
        "take": case.state.is_open and case.officer == "" and (accepts or reviews),
        "release": case.state.is_open and case.officer == request.operator,
        "accept": submitted and accepts,
        "decline": submitted and accepts,
        "request_correction": (submitted and accepts) or (decides and not standing.expert),
        "assign": decides and standing.may_assign,
        "recall": decides and bool(standing.expert),
        "approve": decides and standing.may_approve,
        "refuse": decides and standing.may_refuse,
        "correct": case.state is CaseState.CORRECTION and permits(request, Permission.USE_COUNTER),
        "reveal": permits(request, Permission.REVEAL),
    }


def _is_revealed(request: StaffRequest, case: CaseRecord) -> bool:
    until = request.session.get("console_revealed", {}).get(str(case.id), 0)
    return bool(until > clock.now().timestamp()) and permits(request, Permission.REVEAL)


def _record(
    sql: database.Sql, request: StaffRequest, case: CaseRecord, action: str, facts: dict[str, Any]
) -> None:
    record(sql, case, action, facts, operator=f"officer:{request.operator}")


def record(
    sql: database.Sql, case: CaseRecord, action: str, facts: dict[str, Any], *, operator: str
) -> None:
    """Write into the trail who did or saw something of this case."""
    audit_log.record(
        sql,
        action=action,
        object_id=str(case.id),
        operator=operator,
        case_number=case.number,
        facts=facts,
    )
