"""The questions of an application: all on one page, in 长辈版 one on each; kept as they are typed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from yibao.kernel.errors import DomainError
from yibao.portal import answers, drafts, look
from yibao.portal.applying import Application
from yibao.portal.drafts import Problem
from yibao.portal.opening import application_of
from yibao.portal.pages import go, guarded
from yibao.portal.questions import questions_of
from yibao.portal.views.steps import kept_problems, onwards, step_page
from yibao.portal.wording import present_all

_page_methods = require_http_methods(["GET", "HEAD", "POST"])


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
    found = kept_problems(application, "answers.")
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
                return onwards(application)
            found = present_all(problems) if _was_all_shown(names, problems) else []
    context = _questions_context(application, name if one_by_one else "", found)
    context["has_new_questions"] = request.method == "POST" and not found
    context["shown"] = shown
    return step_page(request, application, "questions", context, found)


@require_POST
@guarded
def autosave(request: HttpRequest, operation: str) -> HttpResponse:
    """Keep what is being typed, as the page's script sends it every few seconds."""
    application = application_of(request, operation)
    _collect_answers(request, application, request.POST.getlist("_asked"), is_seen=False)
    return HttpResponse(status=204)


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


def _questions_context(application: Application, name: str, found: list[Problem]) -> dict[str, Any]:
    form, raw = application.service.answers, application.content.answers
    names = application.asked
    return {
        "questions": questions_of(form, raw, found, only=[name] if name else None),
        "position": names.index(name) + 1 if name else 0,
        "count": len(names),
        "before": names[names.index(name) - 1] if name and names.index(name) else "",
    }
