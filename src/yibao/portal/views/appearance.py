"""Changing the look: normal or 长辈版, and the size of the letters."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from yibao.portal import look
from yibao.portal.pages import guarded, next_of


@require_POST
@guarded
def change(request: HttpRequest) -> HttpResponse:
    """Remember the choice and go back to the page on which it was made."""
    wanted = look.of(request)
    if request.POST.get("elder") in {"0", "1"}:
        wanted = replace(wanted, is_elder=request.POST["elder"] == "1", size=0)
    if request.POST.get("size") in {"0", "1", "2"}:
        wanted = replace(wanted, size=int(request.POST["size"]))
    response = HttpResponseRedirect(next_of(request))
    look.remember(response, wanted)
    return response
