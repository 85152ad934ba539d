"""待办: the list, the search, and the next case."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yibao.casework import assignment
from yibao.console import searching, worklist
from yibao.console.errors import NothingWaiting, SearchedNothing
from yibao.console.guard import StaffRequest, permits
from yibao.console.roles import Permission
from yibao.console.worklist import Filter
from yibao.platform import clock, database


@require_safe
def home(request: StaffRequest) -> HttpResponse:
    """Show the worklist to those who work on cases, and to others where their work lies."""
    if permits(request, Permission.SEE_CASES):
        return show(request)
    return render(request, "console/start.html", {})


def show(request: StaffRequest) -> HttpResponse:
    """Show the cases that fit the filter, the most urgent first."""
    wanted = _filter(request)
    region, today = request.officer.region, clock.today()
    with database.reading() as sql:
        page = worklist.page(
            sql,
            wanted,
            region=region,
            officer=request.operator,
            today=today,
            after=request.GET.get("after", ""),
        )
        counts = worklist.counts(sql, region=region, officer=request.operator, today=today)
    kept = {key: value for key, value in request.GET.items() if key != "after" and value}
    return render(
        request,
        "console/worklist.html",
        {
            "page": page,
            "counts": counts,
            "tabs": _tabs(request, counts),
            "wanted": wanted,
            "states": worklist.STATES,
            "dues": worklist.DUES,
            "holders": worklist.HOLDERS,
            "operations": worklist.operation_names(),
            "next_query": urlencode({**kept, "after": page.next_key}),
            "is_narrowed": bool(kept) or "after" in request.GET,
            "is_search": bool(wanted.number or wanted.subject_index),
            "person": request.GET.get("person", ""),
        },
    )


@require_POST
def search(request: StaffRequest) -> HttpResponse:
    """Find cases by case number or by certificate number; the latter leaves an audit entry."""
    text = request.POST.get("text", "").strip()
    if number := searching.case_number_in(text):
        with database.reading() as sql:
            found = worklist.page(
                sql,
                worklist.narrowed_by_text(Filter(), number=number),
                region=request.officer.region,
                officer=request.operator,
                today=clock.today(),
            )
        if len(found.rows) == 1:
            return HttpResponseRedirect(reverse("console:case", args=[found.rows[0].id]))
        return HttpResponseRedirect(
            f"{reverse('console:worklist')}?{urlencode({'number': number})}"
        )
    if not text:
        raise SearchedNothing
    token = searching.token_of(searching.known_person(text, operator=request.operator))
    return HttpResponseRedirect(f"{reverse('console:worklist')}?{urlencode({'person': token})}")


@require_POST
def take_next(request: StaffRequest) -> HttpResponse:
    """Take the most urgent case that this officer may work on, and open it."""
    case_id = next_for(request)
    if case_id is None:
        raise NothingWaiting
    return HttpResponseRedirect(reverse("console:case", args=[case_id]))


def next_for(request: StaffRequest, *, skipping: UUID | None = None) -> UUID | None:
    """Take the next case for the officer, and return it; None when nothing waits."""
    with database.transaction() as sql:
        found = worklist.take_next(
            sql,
            region=request.officer.region,
            officer=request.operator,
            states=_own_states(request),
            skipping=skipping,
        )
        if found is None:
            return None
        case_id, row_version = found
        assignment.take(case_id, officer=request.operator, row_version=row_version)
        return case_id


def _own_states(request: StaffRequest) -> list[str]:
    states = {"submitted": Permission.ACCEPT_CASES, "accepted": Permission.REVIEW_CASES}
    return [state for state, permission in states.items() if permits(request, permission)]


def _filter(request: StaffRequest) -> Filter:
    given = request.GET
    number = searching.case_number_in(given.get("number", ""))
    subject_index = searching.read_token(given.get("person", "")) if "person" in given else b""
    wanted = Filter(
        state=given.get("state", "" if "state" in given else "open"),
        operation=given.get("operation", ""),
        due=given.get("due", ""),
        holder=given.get("holder", ""),
    )
    if number or subject_index:
        return worklist.narrowed_by_text(wanted, number=number, subject_index=subject_index)
    return wanted


def _tabs(request: StaffRequest, counts: dict[str, int]) -> list[tuple[str, str, int, bool]]:
    """Return label, query, count and whether it is open, for the line of short cuts."""
    queries = (
        ("待受理", {"state": "submitted"}, counts["submitted"]),
        ("审核中", {"state": "accepted"}, counts["accepted"]),
        ("待补正", {"state": "correction"}, counts["correction"]),
        ("已超期", {"due": "overdue"}, counts["overdue"]),
        ("今天到期", {"due": "today"}, counts["today"]),
        ("我领取的", {"holder": "mine"}, counts["mine"]),
    )
    given = {key: value for key, value in request.GET.items() if value}
    return [(label, urlencode(query), count, given == query) for label, query, count in queries]
