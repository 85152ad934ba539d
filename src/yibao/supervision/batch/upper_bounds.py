"""Whether a condition stays true when some measures grow: then bounds may stand for them first.

A different item or day needs a line of its own, so no group has more of them than lines. A text
that counts lines, keeps the groups that could violate with so many, and counts kinds in those
alone leaves out nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields

from yibao.supervision.expressions.tree import ColumnOf, Comparison, Junction, Node
from yibao.supervision.shapes.compiled import NameColumn

BOUNDED = frozenset({"kinds", "days"})
"""The measures that no group has more of than lines."""

_AGGREGATES = {
    "count": "sum(CASE WHEN {scope} THEN 1 ELSE 0 END)",
    "kinds": "sum(CASE WHEN {scope} THEN 1 ELSE 0 END)",
    "days": "sum(CASE WHEN {scope} THEN 1 ELSE 0 END)",
    "listed": "0",
    "quantity": "sum(CASE WHEN {scope} THEN line.quantity END)",
    "amount": "sum(CASE WHEN {scope} THEN line.amount END)",
    "supply": "max(CASE WHEN {scope} THEN coalesce(line.days, 0) END)",
    "span": "max(CASE WHEN {scope} THEN line.day END) - min(CASE WHEN {scope} THEN line.day END) + 1",
}
"""The measures of a prescription's lines in scope, the bounded ones by the number of lines."""


def bounds_of(names: Iterable[str], scope: str, number: int) -> list[str]:
    """Return measures of the lines in a scope as columns ``name_number``."""
    return [
        f"CAST({_AGGREGATES[name].format(scope=scope)} AS BIGINT) AS {name}_{number}"
        for name in sorted(names)
    ]


def plain_bounds(number: int) -> NameColumn:
    """Return the way in which a condition names these columns."""
    return lambda _alias, name: f"{name}_{number}"


def grows(node: Node) -> bool:
    """Tell whether a condition that holds still holds when bounded measures become larger."""
    if not _mentions(node):
        return True
    if isinstance(node, Junction):
        return all(grows(operand) for operand in node.operands)
    if isinstance(node, Comparison):
        larger, smaller = (
            (node.left, node.right) if node.sign in {">", ">="} else (node.right, node.left)
        )
        return node.sign not in {"=", "<>"} and _is_bounded(larger) and not _mentions(smaller)
    return False


def _is_bounded(node: Node) -> bool:
    return isinstance(node, ColumnOf) and node.alias == "measure" and node.column.name in BOUNDED


def _mentions(node: Node) -> bool:
    return _is_bounded(node) or any(_mentions(part) for part in _parts(node))


def _parts(node: Node) -> Iterator[Node]:
    """Yield the nodes that a node is made of."""
    for field in fields(node):
        yield from _nodes(getattr(node, field.name))


def _nodes(value: object) -> Iterator[Node]:
    if isinstance(value, Node):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _nodes(part)
