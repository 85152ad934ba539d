"""人员: the administrator's page of members of staff."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yibao.console import staff
from yibao.console.accounts import StaffAccountAdapter
from yibao.console.guard import StaffRequest
from yibao.console.models import Officer
from yibao.console.roles import PERMISSIONS, Role
from yibao.kernel.errors import DomainError
from yibao.platform import database
from yibao.platform.audit_log import api as audit_log


@require_safe
def show(request: StaffRequest) -> HttpResponse:
    """List the members of staff."""
    return _page(request)


@require_POST
def create(request: StaffRequest) -> HttpResponse:
    """Make an account; the first password is shown once, on this page."""
    values = request.POST
    labels = {role.value: role for role in Role}
    try:
        made = staff.create(
            values.get("username", "").strip(),
            full_name=values.get("full_name", "").strip()[:50],
            region=values.get("region", "").strip(),
            roles=[labels[value] for value in values.getlist("roles") if value in labels],
            operator=f"officer:{request.operator}",
        )
    except DomainError as wrong:
        return _page(request, errors=[wrong], typed=values.dict(), status=wrong.status)
    return _page(request, username=made.officer.user.username, password=made.password)


@require_POST
def change(request: StaffRequest, username: str) -> HttpResponse:
    """Stop or resume an account, unlock it, or reset its second factor."""
    officer, deed = staff.find(username), request.POST.get("deed", "")
    if deed in {"stop", "resume"}:
        staff.set_active(officer, is_active=deed == "resume", operator=request.officer)
        messages.success(
            request, f"{officer.full_name}的账号已{'恢复' if deed == 'resume' else '停用'}。"
        )
    elif deed == "unlock":
        StaffAccountAdapter(request).forget_failures(request, username)
        with database.transaction() as sql:
            audit_log.record(
                sql,
                action="console.unlock_staff",
                object_id=username,
                operator=f"officer:{request.operator}",
                facts={},
            )
        messages.success(request, f"{officer.full_name}的账号已解锁。")
    elif deed == "reset":
        password = staff.reset_second_factor(officer, operator=request.officer)
        return _page(request, username=username, password=password)
    return HttpResponseRedirect(reverse("console:staff"))


def _page(
    request: StaffRequest,
    *,
    errors: list[DomainError] | None = None,
    typed: dict[str, str] | None = None,
    username: str = "",
    password: str = "",
    status: int = 200,
) -> HttpResponse:
    officers = Officer.objects.select_related("user").prefetch_related("user__groups")
    with_factor = set(
        Authenticator.objects.filter(type=Authenticator.Type.TOTP).values_list("user_id", flat=True)
    )
    roles = [
        (role, "、".join(sorted(permission.label for permission in PERMISSIONS[role])))
        for role in Role
    ]
    context = {
        "officers": officers.order_by("user__username"),
        "with_factor": with_factor,
        "roles": roles,
        "errors": [error.to_dict() for error in errors or ()],
        "typed": typed or {},
        "new_username": username,
        "new_password": password,
    }
    return render(request, "console/staff.html", context, status=status)
