"""Making a page: the look, who is signed in, and the headers that keep personal data at home."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from yibao.kernel.errors import DomainError, Several
from yibao.platform.addresses import caller_address
from yibao.portal import look, signed_in
from yibao.portal.drafts import Problem
from yibao.portal.wording import present
from yibao.reference import regions

View = Callable[..., HttpResponse]
HOTLINE = "12393"


class Detour(Exception):
    """The visitor has to go somewhere else first; carries the answer that takes him there."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__("detour")
        self.response = response


def page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    problems: Sequence[Problem] = (),
    status: int = 200,
) -> HttpResponse:
    """Return a page. Nothing that this sends is kept by a cache."""
    common = frame_of(request) | {"problems": problems}
    response = render(request, f"portal/{template}", common | context, status=status)
    return unkept(response)


def frame_of(request: HttpRequest) -> dict[str, Any]:
    """Return what the frame of every page shows."""
    return {
        "look": look.of(request),
        "person": signed_in.of(request),
        "here": request.get_full_path(),
        "hotline": HOTLINE,
        "province": regions.name(settings.PROVINCE),
        "is_demonstration": settings.DEMONSTRATION,
    }


def unkept(response: HttpResponse) -> HttpResponse:
    """Forbid every cache to keep the answer."""
    response.headers["Cache-Control"] = "no-store, private"
    return response


def guarded(view: View) -> View:
    """Follow detours, and turn an expected error into a page that says what to do."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return unkept(view(request, *args, **kwargs))
        except Detour as detour:
            return unkept(detour.response)
        except (DomainError, Several) as wrong:
            return page(request, "problem.html", {}, problems=present(wrong), status=wrong.status)

    return answer


def go(name: str, *args: object, anchor: str = "") -> HttpResponseRedirect:
    """Return a redirect to a page of ours."""
    return HttpResponseRedirect(reverse(f"portal:{name}", args=args) + anchor)


def ask_to_sign_in(request: HttpRequest, name: str = "sign_in") -> Detour:
    """Return the detour to the sign-in, which comes back here."""
    here = request.get_full_path() if request.method == "GET" else request.path
    return Detour(HttpResponseRedirect(f"{reverse(f'portal:{name}')}?{urlencode({'next': here})}"))


def next_of(request: HttpRequest, otherwise: str = "") -> str:
    """Return where the visitor wanted to go, if it is a page of this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return otherwise or reverse("portal:home")


def address_of(request: HttpRequest) -> str:
    """Return where the visitor comes from, for counting only."""
    return caller_address(request.META)


def require_person(request: HttpRequest) -> signed_in.SignedIn:
    """Return who is signed in. Raises Detour to the sign-in."""
    person = signed_in.of(request)
    if person is None:
        raise ask_to_sign_in(request)
    return person
