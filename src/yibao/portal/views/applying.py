"""The steps of an application but for its questions; each is saved as it is sent."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from yibao.kernel.errors import DomainError, Several
from yibao.portal import attempts, certificates, drafts, paperwork
from yibao.portal.applying import OTHER, SELF, Application, problems_of_who
from yibao.portal.drafts import Content, Problem
from yibao.portal.errors import DraftFromAnotherPage
from yibao.portal.opening import application_of, person_for, service_of
from yibao.portal.pages import Detour, ask_to_sign_in, go, guarded, page
from yibao.portal.submitting import submit
from yibao.portal.views.steps import kept_problems, onwards, step_page
from yibao.portal.wording import present, present_all

_PEOPLE = ("name", "certificate_type", "certificate_number")
_page_methods = require_http_methods(["GET", "HEAD", "POST"])


@_page_methods
@guarded
def start(request: HttpRequest, operation: str) -> HttpResponse:
    """Begin, or offer to go on where one left off."""
    service = service_of(operation)
    if service.workflow.is_query:
        return go("query", operation)
    person = person_for(request, service)
    if person is None:
        raise ask_to_sign_in(request)
    draft = drafts.find(person.index, operation)
    is_under_way = draft is not None and not draft.case_number and not draft.content.is_empty
    if is_under_way and request.method != "POST":
        return page(request, "apply/resume.html", {"service": service, "draft": draft})
    if draft is None or not is_under_way or request.POST.get("choice") == "anew":
        acting = OTHER if request.GET.get("for") == "other" and service.agents_allowed else ""
        content = Content(acting=acting if service.agents_allowed else SELF)
        content.subject = {"certificate_type": certificates.IDENTITY_CARD}
        content.phone = person.phone
        draft = drafts.start(person.index, operation, content)
    application = Application(service, person, draft)
    return go(f"apply_{application.first_open_step()}", operation)


@_page_methods
@guarded
def who(request: HttpRequest, operation: str) -> HttpResponse:
    """Ask whether it is for the person himself or for somebody else (代办)."""
    application = application_of(request, operation)
    if "who" not in application.steps:
        raise Detour(go("apply", operation))
    found: list[DomainError] = []
    if request.method == "POST":
        _collect_who(request, application.content)
        found = problems_of_who(application)
        drafts.save(application.draft)
        if not found:
            return onwards(application)
    context = {
        "certificate_types": certificates.options(
            application.content.subject.get("certificate_type", certificates.IDENTITY_CARD)
        ),
        "relations": certificates.relations(application.content.relation),
    }
    return step_page(request, application, "who", context, present_all(found))


@_page_methods
@guarded
def materials(request: HttpRequest, operation: str) -> HttpResponse:
    """Ask how each material comes, and take the files."""
    application = application_of(request, operation)
    content = application.content
    found = kept_problems(application, paperwork.PREFIX)
    if request.method == "POST":
        sent = {key: str(value) for key, value in request.POST.items()}
        content.papers, errors = paperwork.collect(
            application.materials, sent, request.FILES, content.papers, application.person
        )
        content.has_seen_papers = True
        content.problems = []
        drafts.save(application.draft)
        if not errors:
            return onwards(application)
        found = present_all(errors)
    context = {"papers": paperwork.shown(application.materials, content.papers, found)}
    return step_page(request, application, "materials", context, found)


@_page_methods
@guarded
def check(request: HttpRequest, operation: str) -> HttpResponse:
    """Show everything once more; hand it in exactly once."""
    application = application_of(request, operation)
    step = application.first_open_step()
    if step != "check":
        return go(f"apply_{step}", operation)
    found: list[Problem] = application.content.problems
    status = 200
    if request.method == "POST":
        try:
            return go("receipt", _hand_in(request, application))
        except (DomainError, Several) as wrong:
            found, status = application.content.problems or present(wrong), wrong.status
    context = {
        "shown": service_answers(application),
        "papers": _chosen_papers(application),
        "links": {each.at: _link_of(application, each.at) for each in found},
    }
    return step_page(request, application, "check", context, found, status=status)


def service_answers(application: Application) -> list[tuple[str, str, str]]:
    """Return name, label and answer of every question that is answered."""
    form = application.service.answers.read(application.answers)
    return [(field.name, field.label, text) for field, text in form.displayed()]


def _hand_in(request: HttpRequest, application: Application) -> str:
    if request.POST.get("request_number") != application.draft.request_number:
        raise DraftFromAnotherPage
    attempts.count(attempts.SUBMISSION_OF_A_PERSON, application.person.index.hex())
    return submit(application)


def _collect_who(request: HttpRequest, content: Content) -> None:
    content.acting = request.POST.get("acting", "")
    if content.acting == OTHER:
        sent = {part: request.POST.get(f"subject.{part}", "").strip()[:60] for part in _PEOPLE}
        content.subject = sent
        content.relation = request.POST.get("agent.relation", "")[:4]
        content.phone = request.POST.get("agent.phone", "").strip()[:20]
    content.problems = []


def _chosen_papers(application: Application) -> list[dict[str, str]]:
    papers = application.content.papers
    return [
        {
            "at": paperwork.path_of(material),
            "name": material.name,
            "way": paperwork.way_label(paper.source),
            "file": paper.file_name if paper.source == "upload" else "",
            "pledge": material.pledge_text if paper.source == "pledge" else "",
        }
        for material in application.materials
        if (paper := papers.get(material.code))
    ]


def _link_of(application: Application, at: str) -> str:
    """Return the step in which what is wrong can be put right."""
    head, _, tail = at.partition(".")
    if head == "answers" and tail:
        return f"questions/{tail}/"
    return {"materials": "materials/", "subject": "who/", "agent": "who/"}.get(head, "")
