"""The page of a service: who, what to bring, how long, on what ground, and how without a screen."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from yibao.catalogue import registry
from yibao.catalogue.directory import directory
from yibao.catalogue.service import AnyService
from yibao.portal import drafts, paperwork, signed_in
from yibao.portal.pages import guarded, page


@require_safe
@guarded
def show(request: HttpRequest, operation: str) -> HttpResponse:
    """Show a service, or say honestly that it is not open yet."""
    entry = directory().get(operation)
    if entry is None:
        raise Http404
    service = registry.find(operation)
    if service is None:
        return page(request, "not_open.html", {"entry": entry})
    context = {
        "service": service,
        "entry": entry,
        "materials": _materials(service),
        "limit": _limit(service),
        "draft": _draft(request, operation),
    }
    return page(request, "service.html", context)


def _materials(service: AnyService) -> list[dict[str, object]]:
    return [
        {
            "material": material,
            "ways": [paperwork.way_label(source) for source in material.sources],
            "when": str(material.when) if material.when else "",
        }
        for material in service.all_materials()
    ]


def _limit(service: AnyService) -> str:
    days = f"{service.working_days}个工作日内办结"
    if service.workflow.is_query:
        return "马上看到结果"
    if service.working_days == 0:
        review = service.workflow.review
        if review is None:
            return "当场办结"
        return f"一般当场办结；需要人工审核的，{review.working_days}个工作日内办结"
    return days


def _draft(request: HttpRequest, operation: str) -> drafts.Draft | None:
    person = signed_in.of(request)
    if person is None:
        return None
    draft = drafts.find(person.index, operation)
    is_open = draft is not None and not draft.case_number and not draft.content.is_empty
    return draft if is_open else None
