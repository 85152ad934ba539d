"""My cases: what became of them, and taking one back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from yibao.casework import decisions
from yibao.casework.result_lines import show_stored
from yibao.catalogue.directory import directory
from yibao.portal import attempts, case_reading, drafts
from yibao.portal.case_showing import (
    history,
    masked_answers,
    material_lines,
    next_step,
    notice_lines,
)
from yibao.portal.pages import go, guarded, page, require_person
from yibao.portal.signed_in import SignedIn

_page_methods = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@guarded
def index(request: HttpRequest) -> HttpResponse:
    """List the person's cases and what he has not finished filling in."""
    person = counted_person(request)
    unfinished = [
        {"draft": draft, "name": directory()[draft.operation].name}
        for draft in drafts.unfinished(person.index)
        if draft.operation in directory()
        and not draft.content.is_empty
        and person.may_use(draft.operation)
    ]
    context = {"cases": case_reading.own_cases(person), "unfinished": unfinished}
    return page(request, "cases.html", context)


@require_safe
@guarded
def progress(request: HttpRequest, number: str) -> HttpResponse:
    """Show one case: where it stands, what happened, what was handed in, its papers."""
    case = case_reading.own_case(counted_person(request), number)
    contents = case_reading.contents(case)
    context = {
        "case": case,
        "next_step": next_step(case),
        "history": history(case),
        "notices": notice_lines(case),
        "answers": masked_answers(case.service, contents),
        "materials": material_lines(case.service, contents),
        "result": show_stored(contents.result, case.service.result),
    }
    return page(request, "case.html", context)


@_page_methods
@guarded
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Ask whether the case shall really be taken back, and take it back."""
    person = counted_person(request)
    case = case_reading.own_case(person, number)
    if not case.may_be_withdrawn:
        return go("case", case.number)
    if request.method == "POST":
        version = version_of(request)
        decisions.withdraw(case.id, operator=person.operator, row_version=version)
        return go("case", case.number)
    return page(request, "withdraw.html", {"case": case})


def version_of(request: HttpRequest) -> int:
    """Return which state of the case the page showed, or -1 for none."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def counted_person(request: HttpRequest) -> SignedIn:
    """Return who is signed in, and count one more look at his cases."""
    person = require_person(request)
    attempts.count(attempts.PROGRESS_OF_A_PERSON, person.index.hex())
    return person
