"""评定: what an expert sees of the cases that are assigned to him, and how he concludes.

An expert sees a case while he has it, personal data masked, and neither its history, which holds
what others thought of it, nor other cases of the person.
"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from yibao.casework import assessing
from yibao.casework.conclusions import Conclusion
from yibao.console import assessments, case_parts, case_record
from yibao.console.errors import ConclusionIncomplete
from yibao.console.guard import StaffRequest
from yibao.console.views import case as case_page
from yibao.kernel.errors import DomainError
from yibao.platform import database


@require_safe
def own(request: StaffRequest) -> HttpResponse:
    """List the cases that wait for this expert."""
    with database.reading() as sql:
        found = assessments.own(sql, expert=request.operator)
    return render(request, "console/assessments.html", {"assignments": found})


@require_safe
def show(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Show what an assessment needs of a case; each look is recorded."""
    return _page(request, case_id)


@require_safe
@xframe_options_sameorigin
def material(request: StaffRequest, case_id: UUID, material_id: int) -> HttpResponse:
    """Return the file of a material; each look is recorded."""
    with database.transaction() as sql:
        case = case_record.find_assigned(sql, case_id, expert=request.operator)
        found = case_page.looked_at(sql, case, material_id, operator=_operator(request))
    return case_page.file_response(*found)


@require_POST
def conclude(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Take the conclusion, and go back to the list; or say what is missing."""
    with database.reading() as sql:
        case = case_record.find_assigned(sql, case_id, expert=request.operator)
    try:
        conclusion, opinion = _concluded(request)
        assessing.conclude(
            case_id,
            conclusion,
            opinion,
            expert=request.operator,
            row_version=case_page.row_version_in(request),
        )
    except DomainError as wrong:
        return _page(request, case_id, error=wrong)
    messages.success(request, f"{case.number} 已提交评定结论。")
    return HttpResponseRedirect(reverse("console:assessments"))


def _page(
    request: StaffRequest, case_id: UUID, *, error: DomainError | None = None
) -> HttpResponse:
    with database.transaction() as sql:
        case = case_record.find_assigned(sql, case_id, expert=request.operator)
        case_page.record(sql, case, "console.view_assessment", {}, operator=_operator(request))
        context = {
            "case": case,
            "people": case_parts.people_of(case, is_revealed=False),
            "answers": case_parts.answers_of(case, is_revealed=False),
            "materials": case_parts.materials_of(sql, case),
            "conclusions": list(Conclusion),
            "errors": [error.to_dict()] if error else [],
            "typed": request.POST.dict(),
        }
    status = error.status if error else 200
    return render(request, "console/assessment.html", context, status=status)


def _concluded(request: StaffRequest) -> tuple[Conclusion, str]:
    """Return the conclusion and the opinion. Raises ConclusionIncomplete."""
    chosen, opinion = request.POST.get("conclusion", ""), request.POST.get("opinion", "").strip()
    if chosen not in {conclusion.value for conclusion in Conclusion} or not opinion:
        raise ConclusionIncomplete
    return Conclusion(chosen), opinion


def _operator(request: StaffRequest) -> str:
    return f"expert:{request.operator}"
