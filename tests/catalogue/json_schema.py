"""A small judge of JSON Schema, for the keywords that the OpenAPI document uses and no others.

A keyword that it does not know is an error: better no verdict than a false one.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

Schema = dict[str, Any] | bool
_REMARKS = {"title", "description", "examples", "default", "discriminator"}
_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int,),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}
_FORMATS: dict[str, Callable[[str], object]] = {
    "date": date.fromisoformat,
    "date-time": datetime.fromisoformat,
    "uuid": UUID,
    "uri": urlsplit,
}


def violations(value: Any, schema: Schema, document: dict[str, Any]) -> list[str]:
    """Return what is wrong with the value; ``document`` holds what references point to."""
    if isinstance(schema, bool):
        return [] if schema else ["nothing may stand here"]
    found: list[str] = []
    for keyword, argument in schema.items():
        if keyword.startswith("x-") or keyword in _REMARKS | {"then", "else"}:
            continue
        judge = _JUDGES[keyword]
        found += [f"{keyword}: {wrong}" for wrong in judge(value, argument, schema, document)]
    return found


def resolve(reference: str, document: dict[str, Any]) -> Any:
    """Return what ``#/a/b`` points to; raise KeyError for a reference to nothing."""
    assert reference.startswith("#/"), reference
    target: Any = document
    for step in reference[2:].split("/"):
        target = target[step.replace("~1", "/").replace("~0", "~")]
    return target


def _type(value: Any, wanted: str, *_: Any) -> Iterator[str]:
    if not isinstance(value, _TYPES[wanted]) or (isinstance(value, bool) and wanted != "boolean"):
        yield f"not of type {wanted}"


def _properties(value: Any, parts: dict[str, Schema], _: Any, document: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name in parts.keys() & value.keys():
            yield from (
                f"{name} {wrong}" for wrong in violations(value[name], parts[name], document)
            )


def _additional(value: Any, allowed: bool, schema: dict[str, Any], _: Any) -> Iterator[str]:
    if isinstance(value, dict) and not allowed:
        yield from sorted(value.keys() - schema.get("properties", {}).keys())


def _one_of(value: Any, options: list[Schema], _: Any, document: Any) -> Iterator[str]:
    fitting = sum(not violations(value, option, document) for option in options)
    if fitting != 1:
        yield f"fits {fitting} of {len(options)}"


def _any_of(value: Any, options: list[Schema], _: Any, document: Any) -> Iterator[str]:
    if not any(not violations(value, option, document) for option in options):
        yield "fits none"


def _all_of(value: Any, parts: list[Schema], _: Any, document: Any) -> Iterator[str]:
    for part in parts:
        yield from violations(value, part, document)


def _if(value: Any, condition: Schema, schema: dict[str, Any], document: Any) -> Iterator[str]:
    branch = "else" if violations(value, condition, document) else "then"
    yield from violations(value, schema.get(branch, True), document)


def _format(value: Any, name: str, *_: Any) -> Iterator[str]:
    try:
        if isinstance(value, str):
            _FORMATS[name](value)
    except ValueError:
        yield f"{value!r} is no {name}"


def _items(value: Any, part: Schema, _: Any, document: Any) -> Iterator[str]:
    for number, item in enumerate(value if isinstance(value, list) else []):
        yield from (f"{number} {wrong}" for wrong in violations(item, part, document))


def _unless(
    holds: Callable[[Any, Any], bool], of: type | None = None
) -> Callable[..., Iterator[str]]:
    """Return a judge of one keyword; it has nothing to say on values that are not ``of`` a type."""

    def judge(value: Any, argument: Any, *_: Any) -> Iterator[str]:
        if (of is None or isinstance(value, of)) and not holds(value, argument):
            yield f"{value!r} against {argument!r}"

    return judge


_JUDGES: dict[str, Callable[..., Iterator[str]]] = {
    "$ref": lambda v, a, _, d: iter(violations(v, resolve(a, d), d)),
    "type": _type,
    "properties": _properties,
    "additionalProperties": _additional,
    "oneOf": _one_of,
    "anyOf": _any_of,
    "allOf": _all_of,
    "if": _if,
    "items": _items,
    "format": _format,
    "required": _unless(lambda v, names: set(names) <= v.keys(), dict),
    "enum": _unless(lambda v, options: v in options),
    "const": _unless(lambda v, only: v == only),
    "minLength": _unless(lambda v, least: len(v) >= least, str),
    "maxLength": _unless(lambda v, most: len(v) <= most, str),
    "minItems": _unless(lambda v, least: len(v) >= least, list),
    "maxItems": _unless(lambda v, most: len(v) <= most, list),
    "minimum": _unless(lambda v, least: v >= least, int),
    "maximum": _unless(lambda v, most: v <= most, int),
    "pattern": _unless(lambda v, shape: re.search(shape, v) is not None, str),
    "contentEncoding": _unless(lambda v, _: bool(base64.b64decode(v, validate=True)), str),
}
