"""The entrance: what can be done here, found by group, by name or by plain words."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from yibao.catalogue.directory import directory, groups
from yibao.portal import search
from yibao.portal.pages import guarded, page

MOST_ON_HOME = 8
KINDS = {"do": "我要办事", "ask": "我要查询", "all": "全部事项"}


@require_safe
@guarded
def home(request: HttpRequest) -> HttpResponse:
    """Show the 22 groups, or what was searched for."""
    query = request.GET.get("q", "").strip()[:40]
    if query:
        return _found(request, query)
    listed = [search.listed(entry) for entry in directory().values()]
    is_open = [each for each in listed if each.is_open]
    context = {
        "groups": [(name, rows, sum(each.is_open for each in rows)) for name, rows in _groups()],
        "open": is_open[:MOST_ON_HOME],
        "has_more": len(is_open) > MOST_ON_HOME,
        "total": len(listed),
    }
    return page(request, "home.html", context)


@require_safe
@guarded
def browse(request: HttpRequest, kind: str) -> HttpResponse:
    """Show the services of one kind: to be done, to be asked, or all with those not open yet."""
    if kind not in KINDS:
        raise Http404
    wanted = [
        (name, chosen)
        for name, services in _groups()
        if (chosen := [each for each in services if _is_of(kind, each)])
    ]
    context = {"title": KINDS[kind], "kind": kind, "groups": wanted}
    return page(request, "browse.html", context)


@require_safe
@guarded
def help_page(request: HttpRequest) -> HttpResponse:
    """Show the ways to a human being: telephone, counter, somebody who comes along."""
    return page(request, "help.html", {})


def _found(request: HttpRequest, query: str) -> HttpResponse:
    context = {
        "query": query,
        "found": search.find(query)[:30],
        "wants_another_look": search.wants_another_look(query),
    }
    return page(request, "found.html", context)


def _groups() -> list[tuple[str, list[search.Listed]]]:
    return [(name, [search.listed(e) for e in entries]) for name, entries in groups().items()]


def _is_of(kind: str, each: search.Listed) -> bool:
    if kind == "all":
        return True
    return each.is_open and each.is_query is (kind == "ask")
