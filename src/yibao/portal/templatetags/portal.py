"""Filters of the pages: where an error points, which errors belong to a place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django import template

from yibao.portal.drafts import Problem
from yibao.portal.pages import frame_of

register = template.Library()


@register.simple_tag(takes_context=True)
def frame(context: template.Context) -> str:
    """Fill in what the frame shows, for a page that Django itself makes (404.html)."""
    if "look" not in context:
        context.update(frame_of(context["request"]))
    return ""


_ANCHORS = {"answers": "q", "materials": "m"}


@register.filter
def anchor(at: str) -> str:
    """Return the id of the element that an error points to: answers.kind becomes q-kind."""
    head, _, tail = at.partition(".")
    if head in _ANCHORS and tail:
        return f"{_ANCHORS[head]}-{tail}"
    return "p-" + at.replace(".", "-") if at else "main"


@register.filter
def at(problems: Iterable[Problem], place: str) -> list[Problem]:
    """Return the errors of one place."""
    return [each for each in problems or () if each.at == place]


@register.filter
def of(mapping: Mapping[str, str], key: str) -> str:
    """Return an entry of a mapping, or nothing."""
    return mapping.get(key, "") if mapping else ""
