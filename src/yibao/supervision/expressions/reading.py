"""From SQLGlot's tree to ours: what is not known is refused, and every type is checked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, NamedTuple

from sqlglot import exp

from yibao.supervision.expressions import errors
from yibao.supervision.expressions.places import Place
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
from yibao.supervision.expressions.word_checks import ALLOWED_REMEDY
from yibao.supervision.expressions.words import MOST_LEVELS
from yibao.supervision.vocabulary import Kind, Relation

KIND_LABELS: Mapping[Kind, str] = {"integer": "数值", "text": "文字", "boolean": "条件"}
VALUES: tuple[Kind, ...] = ("integer", "text")


class Read(NamedTuple):
    """A node and where it stands."""

    node: Node
    place: Place


class Reader:
    """Reads one expression. Call ``read`` once; afterwards ``columns`` holds what it uses."""

    def __init__(
        self, text: str, places: Sequence[Place], relations: Mapping[str, Relation]
    ) -> None:
        self.columns: set[tuple[str, str]] = set()
        self._text = text
        self._relations = relations
        self._places = places or [Place(0, len(text) - 1)]
        self._taken = 0
        self._levels = 0

    def read(self, tree: Any) -> Read:
        """Return the node for a tree of SQLGlot.

        :raises ExpressionError: the tree holds something unknown or of the wrong type
        """
        tree = _without_brackets(tree)
        start = self._ahead()
        kind, known = _KNOWN.get(type(tree), (None, frozenset()))
        if kind is None or {name for name, part in tree.args.items() if part} - known:
            raise errors.Unsupported(**self._facts(start), remedy=ALLOWED_REMEDY)
        self._levels += 1
        if self._levels > MOST_LEVELS:
            raise errors.TooDeep(**self._facts(start), most=MOST_LEVELS)
        node = kind(self, tree)
        self._levels -= 1
        return Read(node, start.to(self._places[max(0, self._taken - 1)]))

    def _ahead(self) -> Place:
        return self._places[min(self._taken, len(self._places) - 1)]

    def _take(self) -> Place:
        place = self._ahead()
        self._taken += 1
        return place

    def _facts(self, place: Place) -> Any:
        return place.facts(self._text)

    def _read_as(self, tree: Any, *kinds: Kind) -> Node:
        """Read what must be of one of the kinds."""
        read = self.read(tree)
        if read.node.kind not in kinds:
            raise self._mismatch(read, *kinds)
        return read.node

    def _read_literal(self, tree: Any, kind: Kind) -> Literal:
        read = self.read(tree)
        if not isinstance(read.node, Literal):
            raise errors.LiteralWanted(**self._facts(read.place))
        if read.node.kind != kind:
            raise self._mismatch(read, kind)
        return read.node

    def _mismatch(self, read: Read, *kinds: Kind) -> errors.TypeMismatch:
        wanted = "或".join(KIND_LABELS[kind] for kind in kinds)
        given = KIND_LABELS[read.node.kind]
        return errors.TypeMismatch(**self._facts(read.place), wanted=wanted, given=given)

    def _literal(self, tree: exp.Literal) -> Node:
        self._take()
        return Literal(tree.this if tree.is_string else int(tree.this))

    def _boolean(self, tree: exp.Boolean) -> Node:
        self._take()
        return Literal(bool(tree.this))

    def _column(self, tree: exp.Column) -> Node:
        place = self._take()
        alias, name = tree.table, tree.name
        relation = self._relations.get(alias)
        if relation is None:
            facts = self._facts(Place(place.start, place.start + len(alias) - 1))
            raise errors.UnknownAlias(**facts, choices="、".join(sorted(self._relations)))
        if name not in relation:
            facts = self._facts(Place(place.end - len(name) + 1, place.end))
            raise errors.UnknownColumn(**facts, remedy=_nearest(alias, name, relation))
        self.columns.add((alias, name))
        return ColumnOf(alias, relation[name])

    def _negative(self, tree: exp.Neg) -> Node:
        operand = self._read_as(tree.this, "integer")
        if isinstance(operand, Literal) and isinstance(operand.content, int):
            return Literal(-operand.content)
        return Negative(operand)

    def _arithmetic(self, tree: exp.Binary) -> Node:
        left = self._read_as(tree.this, "integer")
        return Arithmetic(left, _ARITHMETIC[type(tree)], self._read_as(tree.expression, "integer"))

    def _comparison(self, tree: exp.Binary) -> Node:
        left = self._read_as(tree.this, *VALUES)
        return Comparison(left, _COMPARISONS[type(tree)], self._read_as(tree.expression, left.kind))

    def _between(self, tree: exp.Between) -> Node:
        operand = self._read_as(tree.this, *VALUES)
        low = self._read_as(tree.args["low"], operand.kind)
        return Between(operand, low, self._read_as(tree.args["high"], operand.kind))

    def _membership(self, tree: exp.In) -> Node:
        operand = self._read_as(tree.this, *VALUES)
        values = tuple(self._read_literal(value, operand.kind) for value in tree.expressions)
        return Membership(operand, values)

    def _is_null(self, tree: exp.Is) -> Node:
        read = self.read(tree.this)
        if not isinstance(read.node, ColumnOf) and read.node.kind == "boolean":
            raise self._mismatch(read, *VALUES)
        return IsNull(read.node)

    def _negation(self, tree: exp.Not) -> Node:
        return Negation(self._read_as(tree.this, "boolean"))

    def _junction(self, tree: exp.Connector) -> Node:
        operands = tuple(self._read_as(part, "boolean") for part in _chain(tree))
        return Junction("AND" if isinstance(tree, exp.And) else "OR", operands)

    def _coalesce(self, tree: exp.Coalesce) -> Node:
        place = self._take()
        arguments = [tree.this, *tree.expressions]
        self._count(place, arguments, "COALESCE(列, 值)")
        first = self._read_as(arguments[0], *VALUES)
        return Coalesce(first, self._read_as(arguments[1], first.kind))

    def _function(self, tree: exp.Anonymous) -> Node:
        """Read ``listed``, the only function that SQLGlot does not know."""
        place = self._take()
        self._count(place, tree.expressions, "listed(列, 值)")
        column = self.read(tree.expressions[0])
        if not isinstance(column.node, ColumnOf) or column.node.kind != "text":
            raise errors.ColumnWanted(**self._facts(column.place))
        return Listed(column.node, self._read_as(tree.expressions[1], "text"))

    def _count(self, place: Place, arguments: Sequence[Any], pattern: str) -> None:
        if len(arguments) != 2 or None in arguments:
            raise errors.WrongArguments(**self._facts(place), count=2, pattern=pattern)

    def _starts_with(self, tree: exp.StartsWith) -> Node:
        self._take()
        operand = self._read_as(tree.this, "text")
        return StartsWith(operand, str(self._read_literal(tree.expression, "text").content))

    def _choice(self, tree: exp.Case) -> Node:
        place = self._take()
        subject = self._read_as(tree.this, *VALUES) if tree.this else None
        branches: list[tuple[Node, Node]] = []
        for branch in tree.args["ifs"]:
            test = (
                self._read_literal(branch.this, subject.kind)
                if subject
                else self._read_as(branch.this, "boolean")
            )
            branches.append((test, self._result(branch.args["true"], branches)))
        if tree.args.get("default") is None:
            raise errors.ElseMissing(**self._facts(place))
        return Choice(subject, tuple(branches), self._result(tree.args["default"], branches))

    def _result(self, tree: Any, before: Sequence[tuple[Node, Node]]) -> Node:
        """Read a result of CASE, which is of the kind of the first one."""
        return self._read_as(tree, before[0][1].kind) if before else self.read(tree).node


def relations_for(
    allowed: Collection[str], vocabulary: Mapping[str, Relation]
) -> Mapping[str, Relation]:
    """Return the relations that an expression may use."""
    return {alias: relation for alias, relation in vocabulary.items() if alias in allowed}


def _without_brackets(tree: Any) -> Any:
    while isinstance(tree, exp.Paren):
        tree = tree.this
    return tree


def _chain(tree: exp.Connector) -> list[Any]:
    """Return what AND (or OR) joins, in order: ``a AND b AND c`` is one level, not two."""
    open_parts: list[Any] = [tree]
    parts = []
    while open_parts:
        part = _without_brackets(open_parts.pop())
        if type(part) is type(tree):
            open_parts += [part.expression, part.this]
        else:
            parts.append(part)
    return parts


def _nearest(alias: str, name: str, relation: Relation) -> str:
    found = get_close_matches(name, relation, n=1, cutoff=0.5)
    if found:
        return f"最接近的列是 {alias}.{found[0]}，请核对。"
    return f"{alias} 的列：{'、'.join(relation)}。"


_ARITHMETIC: dict[Any, Any] = {exp.Add: "+", exp.Sub: "-", exp.Mul: "*"}
_COMPARISONS: dict[Any, Any] = {
    exp.EQ: "=",
    exp.NEQ: "<>",
    exp.LT: "<",
    exp.LTE: "<=",
    exp.GT: ">",
    exp.GTE: ">=",
}
_PAIR = frozenset({"this", "expression"})
_LIST = frozenset({"this", "expressions"})
_KNOWN: dict[Any, tuple[Callable[[Reader, Any], Node] | None, frozenset[str]]] = {
    exp.Literal: (Reader._literal, frozenset({"this", "is_string"})),
    exp.Boolean: (Reader._boolean, frozenset({"this"})),
    exp.Column: (Reader._column, frozenset({"this", "table"})),
    exp.Neg: (Reader._negative, frozenset({"this"})),
    **dict.fromkeys(_ARITHMETIC, (Reader._arithmetic, _PAIR)),
    **dict.fromkeys(_COMPARISONS, (Reader._comparison, _PAIR)),
    exp.Between: (Reader._between, frozenset({"this", "low", "high"})),
    exp.In: (Reader._membership, _LIST),
    exp.Is: (Reader._is_null, _PAIR),
    exp.Not: (Reader._negation, frozenset({"this"})),
    exp.And: (Reader._junction, _PAIR),
    exp.Or: (Reader._junction, _PAIR),
    exp.Coalesce: (Reader._coalesce, _LIST),
    exp.Anonymous: (Reader._function, _LIST),
    exp.StartsWith: (Reader._starts_with, _PAIR),
    exp.Case: (Reader._choice, frozenset({"this", "ifs", "default"})),
}
"""What is known of SQLGlot, and which of its parts may be filled."""
