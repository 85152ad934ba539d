"""My cases: what became of them, taking one back, handing in what is missing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from yibao.casework import decisions, materials
from yibao.catalogue.directory import directory
from yibao.catalogue.material import Material
from yibao.kernel.errors import DomainError, Several
from yibao.platform import database
from yibao.portal import attempts, case_reading, drafts, paperwork
from yibao.portal.case_reading import OwnCase
from yibao.portal.case_showing import masked_answers, material_lines, next_step, notice_lines
from yibao.portal.errors import NothingCorrected
from yibao.portal.pages import go, guarded, page, require_person
from yibao.portal.results import show_stored
from yibao.portal.signed_in import SignedIn
from yibao.portal.wording import present_all

_page_methods = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@guarded
def index(request: HttpRequest) -> HttpResponse:
    """List the person's cases and what he has not finished filling in."""
    person = _counted_person(request)
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
    case = case_reading.own_case(_counted_person(request), number)
    contents = case_reading.contents(case)
    context = {
        "case": case,
        "next_step": next_step(case),
        "history": case_reading.history(case),
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
    person = _counted_person(request)
    case = case_reading.own_case(person, number)
    if not case.may_be_withdrawn:
        return go("case", case.number)
    if request.method == "POST":
        version = _version(request)
        decisions.withdraw(case.id, operator=person.operator, row_version=version)
        return go("case", case.number)
    return page(request, "withdraw.html", {"case": case})


@_page_methods
@guarded
def correct(request: HttpRequest, number: str) -> HttpResponse:
    """Show what has to be put right, and take it."""
    person = _counted_person(request)
    case = case_reading.own_case(person, number)
    if not case.needs_correction:
        return go("case", case.number)
    wanted = case.service.all_materials()
    papers: dict[str, drafts.Paper] = {}
    errors: list[DomainError] = []
    if request.method == "POST":
        papers, errors = _collect(request, wanted, person)
        if not errors:
            try:
                _hand_in(request, case, person, paperwork.travelling(wanted, papers))
                return go("case", case.number)
            except (DomainError, Several) as wrong:
                errors = wrong.errors if isinstance(wrong, Several) else [wrong]
    told = [each.note for each in case_reading.history(case) if each.note]
    found = present_all(errors)
    context = {
        "case": case,
        "told": told[0].splitlines() if told else [],
        "papers": paperwork.shown(wanted, papers, found),
        "version": case.row_version,
    }
    return page(request, "correct.html", context, problems=found, status=422 if found else 200)


def _collect(
    request: HttpRequest, wanted: list[Material], person: SignedIn
) -> tuple[dict[str, drafts.Paper], list[DomainError]]:
    """Return the materials that were given anew; the others stay as they were handed in."""
    sent = {key: str(value) for key, value in request.POST.items()}
    given = [each for each in wanted if _is_given(each, request)]
    if not given:
        return {}, [NothingCorrected()]
    return paperwork.collect(given, sent, request.FILES, {}, person)


def _is_given(material: Material, request: HttpRequest) -> bool:
    name = paperwork.path_of(material)
    is_pledged = request.POST.get(f"{name}.pledge") == "yes"
    is_uploaded = bool(request.FILES.get(f"{name}.camera") or request.FILES.get(f"{name}.file"))
    return is_pledged or is_uploaded


def _hand_in(
    request: HttpRequest, case: OwnCase, person: SignedIn, items: list[dict[str, object]]
) -> None:
    subject = case_reading.contents(case).subject
    with database.reading() as sql:
        given = materials.read(
            sql, case.service, items, wanted=(), subject=subject, owner=person.file_owner
        )
    decisions.correct(case.id, given, operator=person.operator, row_version=_version(request))


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def _counted_person(request: HttpRequest) -> SignedIn:
    person = require_person(request)
    attempts.count(attempts.PROGRESS_OF_A_PERSON, person.index.hex())
    return person
