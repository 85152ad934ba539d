"""What the templates of the console need beyond Django's own tags."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import template
from django.urls import reverse

from yibao.console.roles import Permission
from yibao.platform import clock

register = template.Library()


@dataclass(frozen=True)
class Link:
    """One entry of the navigation."""

    label: str
    url: str
    is_here: bool
    key: str


_LINKS: tuple[tuple[str, str, tuple[Permission, ...], str], ...] = (
    ("待办", "console:worklist", (Permission.SEE_CASES,), "1"),
    ("专家评定", "console:assessments", (Permission.ASSESS_CASES,), "9"),
    ("窗口受理", "console:counter", (Permission.USE_COUNTER,), "2"),
    (
        "登记簿",
        "admin:index",
        (
            Permission.SEE_REGISTERS,
            Permission.MANAGE_CHANNELS,
            Permission.SEE_AUDIT,
            Permission.SEE_OPERATIONS,
        ),
        "3",
    ),
    ("接入渠道", "console:channels", (Permission.MANAGE_CHANNELS,), "4"),
    ("调用说明", "console:explain", (Permission.EXPLAIN_CALLS,), "5"),
    ("审计", "console:audit", (Permission.SEE_AUDIT,), "6"),
    ("经办人员", "console:staff", (Permission.MANAGE_STAFF,), "7"),
    ("政策参数", "console:parameters", (), "8"),
)


@register.simple_tag(takes_context=True)
def navigation(context: Any) -> list[Link]:
    """Return the pages that the officer's roles open."""
    request = context["request"]
    links = []
    for label, name, permissions, key in _LINKS:
        if not permissions or any(request.user.has_perm(p.full_name) for p in permissions):
            url = reverse(name)
            is_root = name == "console:worklist"
            here = request.path == url or (not is_root and request.path.startswith(url))
            here = here or (is_root and "/cases/" in request.path)
            links.append(Link(label, url, here, key))
    return links


@register.filter
def entry(values: Mapping[str, str], key: str) -> str:
    """Return what the mapping has under ``key``, or an empty text."""
    return values.get(key, "")


@register.filter
def moment(instant: datetime | None) -> str:
    """Return an instant in China's time, to the minute."""
    return instant.astimezone(clock.CHINA).strftime("%Y-%m-%d %H:%M") if instant else "—"


@register.filter
def day(value: date | None) -> str:
    """Return a day as it is written in lists."""
    return value.isoformat() if value else "—"


@register.filter
def spoken(number: str) -> str:
    """Return a case number in the groups in which one reads it out."""
    return f"{number[:6]} {number[6:14]} {number[14:]}" if len(number) == 22 else number
