"""Pages for what went wrong outside a view: an unknown address, an old form, a fault of ours."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.template.loader import render_to_string

from yibao.portal.pages import page


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is no such page, and where to go."""
    return page(request, "not_found.html", {}, status=404)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form was opened too long ago to be believed (CSRF), and what to do."""
    return page(request, "form_too_old.html", {}, status=403)


def fault(request: HttpRequest) -> HttpResponse:
    """Say that it is our fault; without a look at session or database, which may be the cause."""
    return HttpResponseServerError(render_to_string("portal/fault.html", {"hotline": "12393"}))
