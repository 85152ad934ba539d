"""The steps of an application: for whom, questions, materials, check; each saved as it is sent."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from yibao.kernel.errors import DomainError, Several
from yibao.portal import answers, attempts, certificates, drafts, look, paperwork
from yibao.portal.applying import OTHER, SELF, STEP_LABELS, Application, problems_of_who
from yibao.portal.drafts import Content, Problem
from yibao.portal.errors import DraftFromAnotherPage
from yibao.portal.opening import application_of, person_for, service_of
from yibao.portal.pages import Detour, ask_to_sign_in, go, guarded, page
from yibao.portal.questions import questions_of
from yibao.portal.submitting import submit
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
            return _onwards(application)
    context = {
        "certificate_types": certificates.options(
            application.content.subject.get("certificate_type", certificates.IDENTITY_CARD)
        ),
        "relations": certificates.relations(application.content.relation),
    }
    return _step_page(request, application, "who", context, present_all(found))


@_page_methods
@guarded
def questions(request: HttpRequest, operation: str, name: str = "") -> HttpResponse:
    """Ask the questions of the form: all on one page, in 长辈版 one on each."""
    application = application_of(request, operation)
    one_by_one = look.of(request).is_elder
    if one_by_one and name not in application.asked:
        return go("apply_question", operation, _next_question(application))
    if name and not one_by_one:
        return go("apply_questions", operation, anchor=f"#q-{name}")
    shown = [name] if one_by_one else application.asked
    found = _kept_problems(application, "answers.")
    if request.method == "POST":
        names = [name] if one_by_one else request.POST.getlist("_asked")
        _collect_answers(request, application, names)
        if "_refresh" in request.POST:
            found = []
        elif "_later" in request.POST:
            return go("cases")
        else:
            problems = _problems_on(application, [name] if one_by_one else application.asked)
            if not problems:
                return _onwards(application)
            found = present_all(problems) if _was_all_shown(names, problems) else []
    context = _questions_context(application, name if one_by_one else "", found)
    context["has_new_questions"] = request.method == "POST" and not found
    context["shown"] = shown
    return _step_page(request, application, "questions", context, found)


@_page_methods
@guarded
def materials(request: HttpRequest, operation: str) -> HttpResponse:
    """Ask how each material comes, and take the files."""
    application = application_of(request, operation)
    content = application.content
    found = _kept_problems(application, paperwork.PREFIX)
    if request.method == "POST":
        sent = {key: str(value) for key, value in request.POST.items()}
        content.papers, errors = paperwork.collect(
            application.materials, sent, request.FILES, content.papers, application.person
        )
        content.has_seen_papers = True
        content.problems = []
        drafts.save(application.draft)
        if not errors:
            return _onwards(application)
        found = present_all(errors)
    context = {"papers": paperwork.shown(application.materials, content.papers, found)}
    return _step_page(request, application, "materials", context, found)


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
    return _step_page(request, application, "check", context, found, status=status)


@require_POST
@guarded
def autosave(request: HttpRequest, operation: str) -> HttpResponse:
    """Keep what is being typed, as the page's script sends it every few seconds."""
    application = application_of(request, operation)
    _collect_answers(request, application, request.POST.getlist("_asked"), is_seen=False)
    return HttpResponse(status=204)


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


def _collect_answers(
    request: HttpRequest, application: Application, names: list[str], *, is_seen: bool = True
) -> None:
    sent = {key: str(value) for key, value in request.POST.items()}
    content = application.content
    content.answers |= answers.collect(application.service.answers, sent, names)
    if is_seen:
        content.seen = list(dict.fromkeys([*content.seen, *names]))
        content.problems = []
    drafts.save(application.draft)


def _problems_on(application: Application, names: list[str]) -> list[DomainError]:
    places = {f"answers.{name}" for name in names}
    return [error for error in application.problems_of("questions") if error.at in places]


def _was_all_shown(names: list[str], problems: list[DomainError]) -> bool:
    """Tell whether the person has seen a question that is wrong: new ones are not blamed on him."""
    return any(error.at.removeprefix("answers.") in names for error in problems)


def _next_question(application: Application) -> str:
    """Return the first question that is not answered rightly or was not seen, or the first."""
    wrong = {error.at for error in application.problems_of("questions")}
    names = application.asked
    for name in names:
        if f"answers.{name}" in wrong or name not in application.content.seen:
            return name
    return names[0]


def _onwards(application: Application) -> HttpResponse:
    step = application.first_open_step()
    return go(f"apply_{step}", application.service.operation)


def _kept_problems(application: Application, prefix: str) -> list[Problem]:
    return [each for each in application.content.problems if each.at.startswith(prefix)]


def _questions_context(application: Application, name: str, found: list[Problem]) -> dict[str, Any]:
    form, raw = application.service.answers, application.content.answers
    names = application.asked
    return {
        "questions": questions_of(form, raw, found, only=[name] if name else None),
        "position": names.index(name) + 1 if name else 0,
        "count": len(names),
        "before": names[names.index(name) - 1] if name and names.index(name) else "",
    }


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


def _step_page(
    request: HttpRequest,
    application: Application,
    step: str,
    context: dict[str, Any],
    found: list[Problem],
    *,
    status: int = 0,
) -> HttpResponse:
    names = application.steps
    number = names.index(step) + 1
    common = {
        "application": application,
        "service": application.service,
        "content": application.content,
        "step": step,
        "step_number": number,
        "step_label": STEP_LABELS[step],
        "steps": [(STEP_LABELS[name], at < number - 1) for at, name in enumerate(names)],
        "previous": names[number - 2] if number > 1 else "",
    }
    status = status or (422 if found and request.method == "POST" else 200)
    return page(request, f"apply/{step}.html", common | context, problems=found, status=status)
