"""What an expression means: a small tree of checked nodes, from which SQL and Python are written.

Only ``reading.py`` makes nodes, and only well-typed ones; whoever writes a language from them
need not check again. ``kind`` is the type of a node's value, ``nullable`` whether it may be
unknown (NULL).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal as OneOf

from yibao.supervision.vocabulary import Column, Kind

Sign = OneOf["=", "<>", "<", "<=", ">", ">="]


@dataclass(frozen=True, slots=True)
class Node:
    """Any part of an expression."""

    @property
    def kind(self) -> Kind:
        """Return the type of the value; most nodes are conditions."""
        return "boolean"

    @property
    def nullable(self) -> bool:
        """Tell whether the value may be unknown; nobody asks a compound condition."""
        return True


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A number, a text, TRUE or FALSE as written."""

    content: int | str | bool

    @property
    def kind(self) -> Kind:
        """Return the type of the content; a flag is also an int to Python, so it goes first."""
        if isinstance(self.content, bool):
            return "boolean"
        return "integer" if isinstance(self.content, int) else "text"

    @property
    def nullable(self) -> bool:
        """NULL is no literal here."""
        return False


@dataclass(frozen=True, slots=True)
class ColumnOf(Node):
    """A column of an alias."""

    alias: str
    column: Column

    @property
    def kind(self) -> Kind:
        """Return what the vocabulary says."""
        return self.column.kind

    @property
    def nullable(self) -> bool:
        """Return what the vocabulary says."""
        return self.column.nullable


@dataclass(frozen=True, slots=True)
class Negative(Node):
    """``- x``."""

    operand: Node

    @property
    def kind(self) -> Kind:
        """Numbers only."""
        return "integer"

    @property
    def nullable(self) -> bool:
        """Unknown stays unknown."""
        return self.operand.nullable


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """``left + right``, ``-``, ``*``."""

    left: Node
    sign: OneOf["+", "-", "*"]
    right: Node

    @property
    def kind(self) -> Kind:
        """Numbers only."""
        return "integer"

    @property
    def nullable(self) -> bool:
        """One unknown makes the whole unknown."""
        return self.left.nullable or self.right.nullable


@dataclass(frozen=True, slots=True)
class Coalesce(Node):
    """The first operand, or the second where the first is unknown. Numbers or texts."""

    first: Node
    second: Node

    @property
    def kind(self) -> Kind:
        """Both are of one kind."""
        return self.first.kind

    @property
    def nullable(self) -> bool:
        """Unknown only where both are."""
        return self.first.nullable and self.second.nullable


@dataclass(frozen=True, slots=True)
class Choice(Node):
    """CASE: the result beside the first test that holds. With ``subject``, tests are literals."""

    subject: Node | None
    branches: tuple[tuple[Node, Node], ...]
    otherwise: Node

    @property
    def kind(self) -> Kind:
        """All results are of one kind."""
        return self.otherwise.kind

    @property
    def nullable(self) -> bool:
        """Any result may be the one."""
        return any(result.nullable for result in self.results)

    @property
    def results(self) -> tuple[Node, ...]:
        """Return all results, that of ELSE last."""
        return (*(result for _, result in self.branches), self.otherwise)


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    """Two numbers or two texts. Texts are compared by code points, as the engines do."""

    left: Node
    sign: Sign
    right: Node


@dataclass(frozen=True, slots=True)
class Between(Node):
    """``low <= operand AND operand <= high``."""

    operand: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class Membership(Node):
    """``operand IN (...)``, all literals."""

    operand: Node
    values: tuple[Literal, ...]


@dataclass(frozen=True, slots=True)
class IsNull(Node):
    """``operand IS NULL``: a number, a text, or a flag that is a column."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Listed(Node):
    """The operand is one of the values of a column such as ``|a|b|``."""

    column: ColumnOf
    operand: Node


@dataclass(frozen=True, slots=True)
class StartsWith(Node):
    """The operand begins with the prefix."""

    operand: Node
    prefix: str


@dataclass(frozen=True, slots=True)
class Negation(Node):
    """``NOT operand``."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Junction(Node):
    """Two or more conditions that must all hold (AND) or one of which must (OR)."""

    word: OneOf["AND", "OR"]
    operands: tuple[Node, ...]
