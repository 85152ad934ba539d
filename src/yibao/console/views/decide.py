"""What an officer does to a case. Each action posts the version of the row that he saw."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from yibao.casework import assessing, assignment, decisions
from yibao.casework.decisions import Problem
from yibao.casework.states import CaseState
from yibao.console import case_record
from yibao.console.errors import RoleLacksPermission
from yibao.console.guard import StaffRequest, permits
from yibao.console.roles import Permission
from yibao.console.views import case as case_page
from yibao.console.views.worklist import next_for
from yibao.kernel.errors import DomainError, Several
from yibao.platform import database

Deed = Callable[[StaffRequest, UUID, int], object]


def _action(deed: Deed, *, done: str) -> Callable[..., HttpResponse]:
    """Return the view that does the deed and goes on to the next case, or says why it cannot."""

    @require_POST
    def act(request: StaffRequest, case_id: UUID) -> HttpResponse:
        with database.reading() as sql:
            case = case_record.find(sql, case_id, region=request.officer.region)
        try:
            deed(request, case_id, case_page.row_version_in(request))
        except (DomainError, Several) as wrong:
            errors = wrong.errors if isinstance(wrong, Several) else [wrong]
            return case_page.page(request, case_id, errors=errors, typed=request.POST.dict())
        messages.success(request, f"{case.number} {done}。")
        return _go_on(request, case_id)

    return act


def _take(request: StaffRequest, case_id: UUID, row_version: int) -> None:
    assignment.take(case_id, officer=request.operator, row_version=row_version)


def _release(request: StaffRequest, case_id: UUID, row_version: int) -> None:
    assignment.release(case_id, officer=request.operator, row_version=row_version)


def _accept(request: StaffRequest, case_id: UUID, row_version: int) -> None:
    decisions.accept(case_id, officer=request.operator, row_version=row_version)


def _assign_expert(request: StaffRequest, case_id: UUID, row_version: int) -> None:
    assessing.assign(
        case_id,
        expert=request.POST.get("expert", ""),
        officer=request.operator,
        row_version=row_version,
    )


def _recall_expert(request: StaffRequest, case_id: UUID, row_version: int) -> None:
    assessing.recall(case_id, officer=request.operator, row_version=row_version)


def _approve(request: StaffRequest, case_id: UUID, row_version: int) -> None:
    decisions.approve(case_id, officer=request.operator, row_version=row_version)


def _refuse(request: StaffRequest, case_id: UUID, row_version: int) -> None:
    decisions.refuse(
        case_id,
        _reason(request),
        officer=request.operator,
        row_version=row_version,
        where_to_go=request.POST.get("where_to_go", ""),
    )


def _decline(request: StaffRequest, case_id: UUID, row_version: int) -> None:
    decisions.decline(
        case_id,
        _reason(request),
        officer=request.operator,
        row_version=row_version,
        where_to_go=request.POST.get("where_to_go", ""),
    )


def _request_correction(request: StaffRequest, case_id: UUID, row_version: int) -> None:
    with database.reading() as sql:
        case = case_record.find(sql, case_id, region=request.officer.region)
    needed = Permission.ACCEPT_CASES
    if case.state is CaseState.ACCEPTED:
        needed = Permission.REVIEW_CASES
    if not permits(request, needed):
        raise RoleLacksPermission(permission=needed.label)
    decisions.request_correction(
        case_id, _problems(request, case), officer=request.operator, row_version=row_version
    )


def _problems(request: StaffRequest, case: case_record.CaseRecord) -> list[Problem]:
    """Return the ticked materials and questions, each with its sentence, and what is else wrong."""
    asked = [(f"material.{m.code}", m.name, m.code) for m in case.service.all_materials()]
    asked += [
        (f"answer.{name}", field.label, "") for name, field in case.service.answers.fields().items()
    ]
    asked.append(("else", "其他", ""))
    return [
        Problem(about, _problem_text(request, key), material)
        for key, about, material in asked
        if request.POST.get(f"wrong.{key}") or request.POST.get(f"text.{key}", "").strip()
    ]


def _problem_text(request: StaffRequest, key: str) -> str:
    chosen = request.POST.get(f"chosen.{key}", "")
    typed = request.POST.get(f"text.{key}", "")
    return " ".join(part.strip() for part in (chosen, typed) if part.strip())


def _reason(request: StaffRequest) -> str:
    """Return the sentence chosen and what was typed after it."""
    chosen, typed = request.POST.get("chosen", "").strip(), request.POST.get("reason", "").strip()
    if chosen.endswith("："):
        return chosen + typed if typed else ""  # the sentence was begun and not finished
    return "\n".join(part for part in (chosen, typed) if part)


def _go_on(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Open the next case when that was asked for, else show this one again."""
    if "next" in request.POST:
        following = next_for(request, skipping=case_id)
        if following is None:
            messages.info(request, "没有等您办理的下一件了。")
            return HttpResponseRedirect(reverse("console:worklist"))
        return HttpResponseRedirect(reverse("console:case", args=[following]))
    return HttpResponseRedirect(reverse("console:case", args=[case_id]))


take = _action(_take, done="已领取")
release = _action(_release, done="已退回待办池")
accept = _action(_accept, done="已受理，受理通知书已签发")
decline = _action(_decline, done="已作出不予受理决定，通知书已签发")
request_correction = _action(_request_correction, done="已一次性告知补正，告知书已签发，计时暂停")
assign_expert = _action(_assign_expert, done="已分派专家评定，计时暂停")
recall_expert = _action(_recall_expert, done="已收回专家评定，计时继续")
approve = _action(_approve, done="已审核通过并办结，办结通知书已签发")
refuse = _action(_refuse, done="已作出不予办理决定，决定书已签发")
