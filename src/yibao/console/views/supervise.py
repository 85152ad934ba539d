"""审计、调用说明、参数: what auditors and channel managers look up."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yibao.console import parameter_list, searching
from yibao.console.audit_status import status_of_trail
from yibao.console.guard import StaffRequest
from yibao.gateway import why
from yibao.platform import database
from yibao.platform.audit_log import api as audit_log
from yibao.platform.audit_log.verification import verify

_LONGEST_REQUEST_ID = 40


@require_safe
def audit(request: StaffRequest) -> HttpResponse:
    """Show how the trail stands, and the entries of one case."""
    typed = request.GET.get("number", "").strip()
    number = searching.case_number_in(typed)
    with database.reading() as sql:
        entries = audit_log.of_case(sql, number) if number else []
        status = status_of_trail(sql)
    context = {"status": status, "typed": typed, "number": number, "entries": entries}
    return render(request, "console/audit.html", context)


@require_POST
def verify_trail(request: StaffRequest) -> HttpResponse:
    """Recompute the whole trail and hold it against every signed checkpoint."""
    report = verify()
    with database.transaction() as sql:
        audit_log.record(
            sql,
            action="console.verify_audit_log",
            object_id="audit_log",
            operator=f"officer:{request.operator}",
            facts={"is_intact": report.is_intact, "checked": report.checked},
        )
    if report.is_intact:
        messages.success(
            request,
            f"核验通过：{report.checked}条记录、{report.checkpoints}个签名检查点全部一致。",
        )
    else:
        messages.error(request, f"核验不通过：{report.first_difference}。请立即保留现场并上报。")
    return HttpResponseRedirect(reverse("console:audit"))


@require_safe
def explain(request: StaffRequest) -> HttpResponse:
    """Say why a channel's call was refused."""
    request_id = request.GET.get("request_id", "").strip()[:_LONGEST_REQUEST_ID]
    found = why.explain(request_id) if request_id else None
    context = {"request_id": request_id, "found": found}
    return render(request, "console/explain.html", context)


@require_safe
def parameters(request: StaffRequest) -> HttpResponse:
    """List all policy numbers; those that nobody has confirmed come first and say so."""
    lines = parameter_list.lines()
    unconfirmed = sum(not line.is_verified for line in lines)
    context = {"lines": lines, "unconfirmed": unconfirmed}
    return render(request, "console/parameters.html", context)
