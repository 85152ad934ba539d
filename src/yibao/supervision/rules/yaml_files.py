"""Reading rule files: YAML in which nothing is guessed.

``on`` stays a text, ``001103000010000`` and ``47.01`` stay codes, ``2026-03-02`` and ``12.50`` stay
texts until a typed field reads them (so money never passes through a float), and a key written
twice is refused.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

_WHOLE_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)")
_BOOLEAN = re.compile(r"true|false")
_NULL = re.compile(r"null|~|")


class _Reader(yaml.CSafeLoader):
    """The C reader with three kinds of plain values: whole numbers, true/false, null."""

    yaml_implicit_resolvers: dict[str, list[Any]] = {}

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Return the mapping; a key written twice is an error."""
        found = super().construct_mapping(node, deep=deep)
        if len(found) != len(node.value):
            raise yaml.constructor.ConstructorError(
                None, None, "a key is written twice", _second(node).start_mark
            )
        return found


def _second(node: yaml.MappingNode) -> yaml.Node:
    """Return the key that was there before; the mapping itself where keys only look different."""
    seen: set[object] = set()
    key: yaml.Node
    for key, _ in node.value:
        if key.value in seen:
            return key
        seen.add(key.value)
    return node


def _construct_mapping(reader: _Reader, node: yaml.MappingNode) -> dict[Any, Any]:
    return reader.construct_mapping(node, deep=True)


for _tag, _pattern, _first in (
    ("int", _WHOLE_NUMBER, "-0123456789"),
    ("bool", _BOOLEAN, "tf"),
    ("null", _NULL, ["n", "~", ""]),
):
    _Reader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(f"(?:{_pattern.pattern})$"), list(_first)
    )
_Reader.add_constructor("tag:yaml.org,2002:map", _construct_mapping)


def read(text: str) -> Any:
    """Return what a YAML text holds.

    Raises:
        yaml.YAMLError: the text is no YAML, or writes a key twice.
    """
    return yaml.load(text, Loader=_Reader)  # noqa: S506 - a safe loader, with fewer types still
