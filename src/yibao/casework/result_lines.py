"""The result of a service as labelled lines: the labels stand in the declaration of its type."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import Any

import msgspec

from yibao.platform import clock


def lines_of(result_type: Any, result: object) -> list[tuple[str, str]]:
    """Return label and text of every field of ``result`` that holds something.

    ``result`` is the typed value, or the plain JSON that was kept of it. A field that is itself a
    group, or a list of groups, gives the lines of its parts.
    """
    if result is None:
        return []
    described = msgspec.inspect.type_info(result_type)
    return _lines(described, msgspec.to_builtins(result, builtin_types=(date, datetime)))


def _lines(described: Any, value: object) -> list[tuple[str, str]]:
    described = _bare(described, value)
    if not isinstance(value, dict) or not hasattr(described, "fields"):
        return []
    lines: list[tuple[str, str]] = []
    for field in described.fields:
        lines += _lines_of_field(field, value.get(field.encode_name))
    return lines


def _lines_of_field(field: Any, value: object) -> list[tuple[str, str]]:
    if value in (None, "", [], ()):
        return []
    title = _title(field.type) or field.encode_name
    if isinstance(value, dict):
        return _lines(field.type, value)
    if isinstance(value, list | tuple) and value and isinstance(value[0], dict):
        item = _bare(field.type, value).item_type
        return [line for each in value for line in _lines(item, each)]
    return [(title, _text(value))]


def _bare(described: Any, value: object) -> Any:
    """Return the description without title and without the alternative None."""
    while True:
        if isinstance(described, msgspec.inspect.Metadata):
            described = described.type
        elif isinstance(described, msgspec.inspect.UnionType):
            some = [t for t in described.types if not isinstance(t, msgspec.inspect.NoneType)]
            described = some[0]
        else:
            return described


def _title(described: Any) -> str:
    while isinstance(described, msgspec.inspect.Metadata):
        title = (described.extra_json_schema or {}).get("title")
        if title:
            return str(title)
        described = described.type
    if isinstance(described, msgspec.inspect.UnionType):
        return next((found for t in described.types if (found := _title(t))), "")
    return ""


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.astimezone(clock.CHINA).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, list | tuple):
        return "、".join(_text(each) for each in value)
    if isinstance(value, Enum):
        return str(getattr(value, "label", value.value))
    return str(value)
