"""The one door to every page of the console: signed in, two factors, not idle, permitted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from django.contrib.auth import logout
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from yibao.console.errors import NotOfficer, RoleLacksPermission
from yibao.console.models import Officer
from yibao.console.roles import Permission
from yibao.kernel.errors import DomainError, Several
from yibao.platform import clock

IDLE_LIMIT = timedelta(minutes=20)
"""A forgotten screen locks itself. Source: GB/T 22239-2019; docs/explanation/domain.md 6.2, D01."""
SECOND_FACTOR = "console_second_factor"
"""Set in the session when the second factor was shown in this sign-in."""
_SEEN_AT = "console_seen_at"


class StaffRequest(HttpRequest):
    """A request that came through the door: ``operator`` is the sign-in name of ``officer``."""

    user: User
    officer: Officer
    operator: str


View = Callable[..., HttpResponse]


def guarded(view: Callable[..., HttpResponse], permission: Permission | None) -> View:
    """Let only officers with both factors and the permission reach ``view``; say why otherwise."""

    @wraps(view)
    def door(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        response = _turned_away(request, permission)
        if response is None:
            try:
                response = view(request, *args, **kwargs)
            except (DomainError, Several) as wrong:
                response = error_page(request, wrong)
        add_never_cache_headers(response)
        return response

    door.permission = permission  # type: ignore[attr-defined]  # read by the test of all routes
    return door


def error_page(request: HttpRequest, wrong: DomainError | Several) -> HttpResponse:
    """Return a page that says what is wrong and what to do."""
    errors = wrong.errors if isinstance(wrong, Several) else [wrong]
    facts = [error.to_dict() for error in errors]
    return render(request, "console/error.html", {"errors": facts}, status=wrong.status)


def permits(request: HttpRequest, permission: Permission) -> bool:
    """Tell whether the roles of the signed-in officer include this permission."""
    return bool(request.user.has_perm(permission.full_name))


def _turned_away(request: Any, permission: Permission | None) -> HttpResponse | None:
    if not request.user.is_authenticated:
        return _to("account_login", request)
    officer = Officer.objects.select_related("user").filter(user_id=request.user.pk).first()
    if officer is None:
        logout(request)
        return error_page(request, NotOfficer())
    if _is_idle(request):
        logout(request)
        return _to("account_login", request, idle="1")
    if not has_second_factor(request):
        return _to("mfa_activate_totp", request)
    if officer.must_change_password:
        return _to("account_change_password", request)
    if permission is not None and not permits(request, permission):
        return error_page(request, RoleLacksPermission(permission=permission.label))
    request.officer, request.operator = officer, officer.user.username
    return None


def has_second_factor(request: HttpRequest) -> bool:
    """Tell whether the second factor exists and was shown in this sign-in."""
    return bool(request.session.get(SECOND_FACTOR)) and has_authenticator(request)


def has_authenticator(request: HttpRequest) -> bool:
    """Tell whether an authenticator is tied to the account."""
    return bool(
        Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.TOTP).exists()
    )


def _is_idle(request: HttpRequest) -> bool:
    """Tell whether nothing was done for too long, and note that something is done now."""
    now = int(clock.now().timestamp())
    seen = request.session.get(_SEEN_AT)
    if seen is None or now - seen > 60:  # once a minute: a session is a row in the database
        request.session[_SEEN_AT] = now
    return seen is not None and now - seen > IDLE_LIMIT.total_seconds()


def _to(name: str, request: HttpRequest, **query: str) -> HttpResponse:
    if request.method == "GET":
        query["next"] = request.get_full_path()
    return HttpResponseRedirect(f"{reverse(name)}?{urlencode(query)}" if query else reverse(name))
