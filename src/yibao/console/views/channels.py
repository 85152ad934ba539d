"""接入渠道: setting up a channel. Every deed goes through ``channels.actions``."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yibao.catalogue.directory import groups
from yibao.channels import actions
from yibao.channels.errors import ChannelUnknown
from yibao.channels.models import Channel
from yibao.console.errors import RegionUnfit
from yibao.console.guard import StaffRequest
from yibao.kernel.errors import DomainError
from yibao.platform import clock
from yibao.reference import regions


@require_safe
def show(request: StaffRequest) -> HttpResponse:
    """List the channels."""
    return _list(request)


@require_POST
def create(request: StaffRequest) -> HttpResponse:
    """Enter a channel in the register."""
    given = {key: str(value).strip() for key, value in request.POST.items()}
    try:
        if not regions.exists(given.get("region", "")):
            raise RegionUnfit(at="region")
        actions.create_channel(
            given.get("code", ""),
            name=given.get("name", "")[:100],
            organisation=given.get("organisation", "")[:100],
            region=given["region"],
            operator=f"officer:{request.operator}",
        )
    except DomainError as wrong:
        return _list(request, errors=[wrong], typed=given)
    messages.success(request, "渠道已建立。下一步：登记来源地址、授权事项、签发密钥。")
    return _back(given["code"])


@require_safe
def detail(request: StaffRequest, code: str) -> HttpResponse:
    """Show one channel with everything that can be done to it."""
    return _detail(request, _find(code))


@require_POST
def issue_key(request: StaffRequest, code: str) -> HttpResponse:
    """Make a key and hand over the credentials file: the answer is its only copy."""
    _find(code)
    credentials = actions.issue_key(
        code, base_url=settings.BASE_URL, operator=f"officer:{request.operator}"
    )
    response = HttpResponse(
        json.dumps(asdict(credentials), indent=2), content_type="application/json"
    )
    response["Content-Disposition"] = f'attachment; filename="{credentials.key}.json"'
    return response


@require_POST
def change(request: StaffRequest, code: str) -> HttpResponse:
    """Do one of the deeds of ``_DEEDS``."""
    channel = _find(code)
    deed = _DEEDS.get(request.POST.get("deed", ""))
    if deed is None:
        return _back(code)
    try:
        messages.success(request, deed(channel.code, request.POST, f"officer:{request.operator}"))
    except DomainError as wrong:
        return _detail(request, channel, errors=[wrong])
    return _back(code)


def _online(code: str, _: QueryDict, operator: str) -> str:
    actions.set_online(code, is_online=True, operator=operator)
    return "正式环境已开通。"


def _offline(code: str, _: QueryDict, operator: str) -> str:
    actions.set_online(code, is_online=False, operator=operator)
    return "正式环境已关闭。"


def _suspend(code: str, _: QueryDict, operator: str) -> str:
    actions.set_suspended(code, is_suspended=True, operator=operator)
    return "调用已暂停。"


def _resume(code: str, _: QueryDict, operator: str) -> str:
    actions.set_suspended(code, is_suspended=False, operator=operator)
    return "调用已恢复。"


def _grant(code: str, given: QueryDict, operator: str) -> str:
    operations = given.getlist("operations")
    actions.grant(code, operations, operator=operator)
    return f"已授权{len(operations)}个事项。"


def _allow(code: str, given: QueryDict, operator: str) -> str:
    networks = given.get("networks", "").split()
    actions.allow_addresses(code, networks, operator=operator)
    return f"已登记{len(networks)}个网段。"


def _revoke(code: str, given: QueryDict, operator: str) -> str:
    key = given.get("key", "")
    if not Channel.objects.filter(code=code, keys__id=key).exists():
        raise ChannelUnknown(channel=key[:60])
    actions.revoke_key(key, operator=operator)
    return f"密钥{key}已停用。"


_DEEDS: dict[str, Callable[[str, QueryDict, str], str]] = {
    "go_online": _online,
    "go_offline": _offline,
    "suspend": _suspend,
    "resume": _resume,
    "grant": _grant,
    "allow_addresses": _allow,
    "revoke_key": _revoke,
}


def _find(code: str) -> Channel:
    channel = Channel.objects.filter(code=code).first()
    if channel is None:
        raise ChannelUnknown(channel=code[:40])
    return channel


def _back(code: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("console:channel", args=[code]))


def _list(
    request: StaffRequest,
    *,
    errors: list[DomainError] | None = None,
    typed: dict[str, str] | None = None,
) -> HttpResponse:
    is_valid = Q(keys__revoked_at=None, keys__valid_until__gt=clock.now())
    channels = Channel.objects.annotate(
        key_count=Count("keys", filter=is_valid, distinct=True),
        grant_count=Count("grants", distinct=True),
    ).order_by("code")
    context = {
        "channels": channels,
        "errors": [error.to_dict() for error in errors or ()],
        "typed": typed or {},
    }
    status = errors[0].status if errors else 200
    return render(request, "console/channels.html", context, status=status)


def _detail(
    request: StaffRequest, channel: Channel, *, errors: list[DomainError] | None = None
) -> HttpResponse:
    granted = set(channel.grants.values_list("operation", flat=True))
    context: dict[str, Any] = {
        "channel": channel,
        "keys": channel.keys.order_by("-valid_from"),
        "addresses": channel.addresses.order_by("network"),
        "now": clock.now(),
        "errors": [error.to_dict() for error in errors or ()],
        "groups": [
            (
                group,
                {
                    "all": [(entry, entry.operation in granted) for entry in entries],
                    "granted": sum(entry.operation in granted for entry in entries),
                },
            )
            for group, entries in groups().items()
        ],
    }
    status = errors[0].status if errors else 200
    return render(request, "console/channel.html", context, status=status)
