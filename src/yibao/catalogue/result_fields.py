"""What a service gives back, row by row, read from its result type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from yibao.catalogue.service import AnyService

REFERENCE = "#/components/schemas/"
_TYPES = {
    "string": "文字",
    "integer": "整数",
    "number": "数字",
    "boolean": "true 或 false",
    "array": "列表",
    "object": "对象",
}
_FORMATS = {"date": "日期", "date-time": "时间", "uuid": "编号"}


@dataclass(frozen=True)
class ResultField:
    """One value of the answer: where it stands, what it is called, of which kind it is."""

    path: str
    label: str
    type: str
    may_be_missing: bool


def result_schemas(services: list[AnyService]) -> tuple[dict[str, str], dict[str, Any]]:
    """Return the component of each service's result by operation, and all components."""
    types = [service.result for service in services]
    references, components = msgspec.json.schema_components(
        types, ref_template=REFERENCE + "{name}"
    )
    pairs = zip(services, references, strict=True)
    return {service.operation: shape["$ref"] for service, shape in pairs}, components


def result_fields(service: AnyService) -> list[ResultField]:
    """Return every value of the result, nested ones below the list or object they stand in."""
    references, components = result_schemas([service])
    name = references[service.operation].removeprefix(REFERENCE)
    return list(_rows(components[name], components, ""))


def _rows(schema: dict[str, Any], components: dict[str, Any], prefix: str) -> Iterator[ResultField]:
    required = schema.get("required", [])
    for name, part in schema.get("properties", {}).items():
        kinds = part.get("anyOf", [part])
        is_null = any(kind.get("type") == "null" for kind in kinds)
        kind = next((kind for kind in kinds if kind.get("type") != "null"), part)
        inner, mark = _inner(kind, components)
        yield ResultField(
            path=f"{prefix}{name}",
            label=part.get("title", ""),
            type=_type_of(kind, components),
            may_be_missing=is_null or name not in required,
        )
        if inner is not None:
            yield from _rows(inner, components, f"{prefix}{name}{mark}.")


def _inner(kind: dict[str, Any], components: dict[str, Any]) -> tuple[dict[str, Any] | None, str]:
    """Return the object inside a list or a reference, and how a path into it is written."""
    mark = "[]" if kind.get("type") == "array" else ""
    target = _resolved(kind.get("items", {}) if mark else kind, components)
    return (target, mark) if "properties" in target else (None, "")


def _type_of(kind: dict[str, Any], components: dict[str, Any]) -> str:
    found = _resolved(kind, components)
    if "enum" in found:
        return "、".join(f"`{value}`" for value in found["enum"])
    return _FORMATS.get(found.get("format", ""), _TYPES.get(found.get("type", ""), "值"))


def _resolved(schema: dict[str, Any], components: dict[str, Any]) -> dict[str, Any]:
    reference = schema.get("$ref")
    if reference is None:
        return schema
    target: dict[str, Any] = components[reference.removeprefix(REFERENCE)]
    return target
