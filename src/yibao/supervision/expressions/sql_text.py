"""From the tree to SQL: text that DuckDB runs as it stands, and Spark after SQLGlot's transpiling.

Every compound part is in brackets, so the text may be put anywhere. Integer columns must be BIGINT.
Texts are joined with ``||`` and never with ``concat``, which skips NULL in DuckDB and which
SQLGlot rewrites with COALESCE for Spark: both would find ``||`` listed where nothing is.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import singledispatch

from yibao.supervision.expressions.tree import (
    Arithmetic,
    Between,
    Choice,
    Coalesce,
    ColumnOf,
    Comparison,
    IsNull,
    Junction,
    Listed,
    Literal,
    Membership,
    Negation,
    Negative,
    Node,
    StartsWith,
)

ColumnText = Callable[[str, str], str]
"""Given an alias and a column: how the column is written."""


@singledispatch
def sql_of(node: Node, column: ColumnText) -> str:
    """Return the SQL text of a node."""
    raise TypeError(f"{type(node).__name__} is no node that this text is written for")


@sql_of.register
def _(node: Literal, column: ColumnText) -> str:
    if isinstance(node.content, bool):
        return "TRUE" if node.content else "FALSE"
    return _quoted(node.content) if isinstance(node.content, str) else str(node.content)


@sql_of.register
def _(node: ColumnOf, column: ColumnText) -> str:
    return column(node.alias, node.column.name)


@sql_of.register
def _(node: Negative, column: ColumnText) -> str:
    return f"(- {sql_of(node.operand, column)})"


@sql_of.register
def _(node: Arithmetic, column: ColumnText) -> str:
    left = sql_of(node.left, column)
    if not (_is_wide(node.left) or _is_wide(node.right)):
        left = f"CAST({left} AS BIGINT)"
    return f"({left} {node.sign} {sql_of(node.right, column)})"


@sql_of.register
def _(node: Coalesce, column: ColumnText) -> str:
    return f"COALESCE({sql_of(node.first, column)}, {sql_of(node.second, column)})"


@sql_of.register
def _(node: Choice, column: ColumnText) -> str:
    subject = f" {sql_of(node.subject, column)}" if node.subject else ""
    branches = "".join(
        f" WHEN {sql_of(test, column)} THEN {sql_of(result, column)}"
        for test, result in node.branches
    )
    return f"CASE{subject}{branches} ELSE {sql_of(node.otherwise, column)} END"


@sql_of.register
def _(node: Comparison, column: ColumnText) -> str:
    return f"({sql_of(node.left, column)} {node.sign} {sql_of(node.right, column)})"


@sql_of.register
def _(node: Between, column: ColumnText) -> str:
    low, high = sql_of(node.low, column), sql_of(node.high, column)
    return f"({sql_of(node.operand, column)} BETWEEN {low} AND {high})"


@sql_of.register
def _(node: Membership, column: ColumnText) -> str:
    values = ", ".join(sql_of(value, column) for value in node.values)
    return f"({sql_of(node.operand, column)} IN ({values}))"


@sql_of.register
def _(node: IsNull, column: ColumnText) -> str:
    return f"({sql_of(node.operand, column)} IS NULL)"


@sql_of.register
def _(node: Listed, column: ColumnText) -> str:
    operand = sql_of(node.operand, column)
    return f"contains({sql_of(node.column, column)}, '|' || {operand} || '|')"


@sql_of.register
def _(node: StartsWith, column: ColumnText) -> str:
    return f"starts_with({sql_of(node.operand, column)}, {_quoted(node.prefix)})"


@sql_of.register
def _(node: Negation, column: ColumnText) -> str:
    return f"(NOT {sql_of(node.operand, column)})"


@sql_of.register
def _(node: Junction, column: ColumnText) -> str:
    return f"({f' {node.word} '.join(sql_of(part, column) for part in node.operands)})"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _is_wide(node: Node) -> bool:
    """Tell whether SQL gives the number 64 bits; to SQL a small literal has 32."""
    if isinstance(node, Literal):
        return False
    if isinstance(node, Negative):
        return _is_wide(node.operand)
    if isinstance(node, Coalesce):
        return _is_wide(node.first) or _is_wide(node.second)
    return not isinstance(node, Choice) or any(_is_wide(result) for result in node.results)
