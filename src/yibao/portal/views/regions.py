"""The places below a place, for the chained lists of a page with a script."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from yibao.reference import regions

_DAY_SECONDS = 24 * 3600


@require_safe
def below(request: HttpRequest, code: str) -> HttpResponse:
    """Return code and name of every place directly below; public, so a cache may keep it."""
    if not regions.exists(code):
        raise Http404
    response = JsonResponse({"places": [[p.code, p.name] for p in regions.children(code)]})
    response.headers["Cache-Control"] = f"public, max-age={_DAY_SECONDS}"
    return response
