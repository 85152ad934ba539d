"""The judge of JSON Schema is right about small cases, so that its verdicts on large ones count."""

from __future__ import annotations

from typing import Any

import pytest

from tests.catalogue.json_schema import Schema, violations

DOCUMENT: dict[str, Any] = {"parts": {"colour": {"enum": ["red"]}}}
CONDITION: Schema = {
    "if": {"properties": {"kind": {"const": "a"}}, "required": ["kind"]},
    "then": {"required": ["more"]},
    "else": {"properties": {"more": False}},
}


@pytest.mark.parametrize(
    ("value", "schema", "is_right"),
    [
        ("x", {"type": "string"}, True),
        (True, {"type": "integer"}, False),
        (1, {"type": "integer", "minimum": 1, "maximum": 1}, True),
        (2, {"maximum": 1}, False),
        ({"a": 1}, {"properties": {"a": {"type": "string"}}}, False),
        ({"b": 1}, {"properties": {"a": {}}, "additionalProperties": False}, False),
        ({}, {"required": ["a"]}, False),
        ("blue", {"$ref": "#/parts/colour"}, False),
        ("red", {"$ref": "#/parts/colour"}, True),
        (None, {"anyOf": [{"type": "string"}, {"type": "null"}]}, True),
        (1, {"anyOf": [{"type": "string"}, {"type": "null"}]}, False),
        ("a", {"oneOf": [{"type": "string"}, {"const": "a"}]}, False),
        ({"kind": "a"}, CONDITION, False),
        ({"kind": "a", "more": 1}, CONDITION, True),
        ({"kind": "b", "more": 1}, CONDITION, False),
        ({"kind": "b"}, CONDITION, True),
        (["a", 1], {"items": {"type": "string"}}, False),
        ("2026-02-30", {"format": "date"}, False),
        ("52010", {"pattern": "^[0-9]{6}$"}, False),
        ("ab", {"minLength": 3}, False),
        ("a", {"allOf": [{"type": "string"}, {"const": "b"}]}, False),
    ],
)
def test_a_value_is_judged_by_its_schema(value: object, schema: Schema, is_right: bool) -> None:
    assert (violations(value, schema, DOCUMENT) == []) is is_right


def test_a_keyword_that_it_does_not_know_is_no_verdict() -> None:
    with pytest.raises(KeyError):
        violations(1, {"multipleOf": 2}, DOCUMENT)
