"""Handing in what is missing (补正)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from yibao.kernel.errors import DomainError, Several
from yibao.portal import case_reading, paperwork
from yibao.portal.correcting import correction_of, told
from yibao.portal.pages import go, guarded, page
from yibao.portal.questions import questions_of
from yibao.portal.views.cases import counted_person, version_of
from yibao.portal.wording import present_all


@require_http_methods(["GET", "HEAD", "POST"])
@guarded
def correct(request: HttpRequest, number: str) -> HttpResponse:
    """Show what has to be put right, and take it."""
    person = counted_person(request)
    case = case_reading.own_case(person, number)
    if not case.needs_correction:
        return go("case", case.number)
    correction = correction_of(case, person)
    errors: list[DomainError] = []
    if request.method == "POST":
        sent = {key: str(value) for key, value in request.POST.items()}
        errors = correction.collect(sent, request.FILES)
        if not errors:
            try:
                correction.hand_in(version_of(request))
                return go("case", case.number)
            except (DomainError, Several) as wrong:
                errors = wrong.errors if isinstance(wrong, Several) else [wrong]
    found = present_all(errors)
    context = {
        "case": case,
        "told": told(case),
        "papers": paperwork.shown(correction.wanted, correction.papers, found),
        "questions": questions_of(case.service.answers, correction.answers, found),
        "has_changed_answers": correction.has_changed_answers,
        "version": request.POST.get("version") or case.row_version,
    }
    return page(request, "correct.html", context, problems=found, status=422 if found else 200)
