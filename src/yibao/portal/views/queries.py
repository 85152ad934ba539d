"""Queries: the questions, if there are any, and the result as a list that anybody can read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from yibao.casework.result_lines import show
from yibao.kernel.errors import DomainError, Several
from yibao.portal import answers, asking, attempts, certificates
from yibao.portal.applying import OTHER
from yibao.portal.asking import Query
from yibao.portal.drafts import Problem
from yibao.portal.opening import person_for, service_of
from yibao.portal.pages import Detour, go, guarded, page
from yibao.portal.questions import questions_of
from yibao.portal.wording import present, present_all

_PEOPLE = ("name", "certificate_type", "certificate_number")


@require_http_methods(["GET", "HEAD", "POST"])
@guarded
def ask(request: HttpRequest, operation: str) -> HttpResponse:
    """Show the questions of a query; one without any goes straight to its result."""
    query = _query(request, operation)
    is_for_other = request.GET.get("for") == "other" and query.may_be_for_another
    if request.method != "POST":
        if not query.service.answers.fields() and not is_for_other:
            asking.remember(request, Query(query.service, query.person, asking.blank()))
            return go("result", operation)
        if is_for_other:
            query.content.acting = OTHER
        return _ask_page(request, query, [])
    _collect(request, query)
    problems = [] if "_refresh" in request.POST else query.problems()
    asking.remember(request, query)
    if problems or "_refresh" in request.POST:
        return _ask_page(request, query, present_all(problems))
    return go("result", operation)


@require_safe
@guarded
def result(request: HttpRequest, operation: str) -> HttpResponse:
    """Show what the query gave."""
    query = _query(request, operation)
    if asking.remembered(request, query.service) is None:
        return go("query", operation)
    limit = attempts.QUERY_OF_A_PERSON if query.person else attempts.QUERY_OF_AN_ADDRESS
    attempts.count(limit, asking.who_asks(query, request))
    try:
        shown = show(query.answer())
    except (DomainError, Several) as wrong:
        return _ask_page(request, query, present(wrong), status=wrong.status)
    context = {
        "service": query.service,
        "result": shown,
        "query": query,
        "asked": query.service.answers.read(
            answers.wanted(query.service.answers, query.content.answers)
        ).displayed(),
    }
    return page(request, "result.html", context)


def _query(request: HttpRequest, operation: str) -> Query:
    service = service_of(operation)
    if not service.workflow.is_query:
        raise Detour(go("apply", operation))
    person = person_for(request, service)
    content = asking.remembered(request, service) or asking.blank()
    if not content.phone and person is not None:
        content.phone = person.phone
    return Query(service, person, content)


def _collect(request: HttpRequest, query: Query) -> None:
    sent = {key: str(value) for key, value in request.POST.items()}
    form, content = query.service.answers, query.content
    content.answers = answers.collect(form, sent, list(form.fields()))
    content.acting = sent.get("acting", content.acting) if query.may_be_for_another else ""
    if query.is_for_another:
        content.subject = {part: sent.get(f"subject.{part}", "").strip()[:60] for part in _PEOPLE}
        content.relation = sent.get("agent.relation", "")[:4]
        content.phone = sent.get("agent.phone", "").strip()[:20]


def _ask_page(
    request: HttpRequest, query: Query, found: list[Problem], *, status: int = 0
) -> HttpResponse:
    subject, content = query.content.subject, query.content
    context = {
        "service": query.service,
        "query": query,
        "content": content,
        "questions": questions_of(query.service.answers, content.answers, found),
        "certificate_types": certificates.options(
            subject.get("certificate_type", certificates.IDENTITY_CARD)
        ),
        "relations": certificates.relations(content.relation),
    }
    status = status or (422 if found else 200)
    return page(request, "query.html", context, problems=found, status=status)
