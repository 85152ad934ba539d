"""From the tree to Python: source that gives what SQL gives, three-valued logic included.

SQL knows TRUE, FALSE and unknown; who asks ``(condition) IS TRUE`` takes unknown for false. That
is only right at the leaves, once no NOT stands above them. So ``test_of`` is asked for one of two
sources, the one that is true just where a node is TRUE or the one that is true just where it is
FALSE; NOT changes from one to the other, AND becomes ``or`` on the way (De Morgan), and a leaf
that meets NULL is neither.

Only what may be None is guarded; columns that are never empty give plain comparisons. What is
dear to compute (CASE, COALESCE) is kept in a name (``:=``) by its own guard, so the source never
grows faster than the expression.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import singledispatch
from itertools import count
from typing import NamedTuple

from yibao.supervision.expressions.sql_text import ColumnText
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
    Sign,
    StartsWith,
)

_OPPOSITE: dict[Sign, Sign] = {"=": "<>", "<>": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_PYTHON_SIGN: dict[Sign, str] = {"=": "==", "<>": "!="}


class Scope:
    """How columns are written, and names that nobody has used yet."""

    def __init__(self, column: ColumnText) -> None:
        self.column = column
        self._numbers = count()

    def new_name(self) -> str:
        """Return a name that no column has: they do not start with an underscore."""
        return f"_{next(self._numbers)}"


class Operand(NamedTuple):
    """A source, and what must hold, in this order, before it may be evaluated."""

    guards: tuple[str, ...]
    text: str
    is_direct: bool = False
    """A literal or a column: may be evaluated even where it is None."""


@singledispatch
def test_of(node: Node, scope: Scope, *, wanted: bool) -> str:
    """Return source that is True just where the condition is ``wanted``, and False elsewhere."""
    raise TypeError(f"{type(node).__name__} is no node that this text is written for")


@singledispatch
def value_of(node: Node, scope: Scope) -> str:
    """Return source of the value of a node, None where SQL has NULL."""
    raise TypeError(f"{type(node).__name__} is no node that this text is written for")


@value_of.register
def _(node: Literal, scope: Scope) -> str:
    return repr(node.content)


@value_of.register
def _(node: ColumnOf, scope: Scope) -> str:
    return scope.column(node.alias, node.column.name)


@value_of.register(Negative)
@value_of.register(Arithmetic)
def _(node: Negative | Arithmetic, scope: Scope) -> str:
    operand = operand_of(node, scope)
    return _otherwise(operand, "None") if operand.guards else operand.text


@value_of.register
def _(node: Coalesce, scope: Scope) -> str:
    if not node.first.nullable:
        return value_of(node.first, scope)
    return _otherwise(operand_of(node.first, scope), value_of(node.second, scope))


@value_of.register
def _(node: Choice, scope: Scope) -> str:
    tests = _tests(node, scope)
    return _chosen(tests, [value_of(result, scope) for result in node.results])


@test_of.register
def _(node: Literal, scope: Scope, *, wanted: bool) -> str:
    return str(node.content is wanted)


@test_of.register
def _(node: ColumnOf, scope: Scope, *, wanted: bool) -> str:
    column = value_of(node, scope)
    if node.nullable:
        return f"{column} is {wanted}"
    return column if wanted else f"not {column}"


@test_of.register
def _(node: Choice, scope: Scope, *, wanted: bool) -> str:
    tests = _tests(node, scope)
    return _chosen(tests, [test_of(result, scope, wanted=wanted) for result in node.results])


@test_of.register
def _(node: Negation, scope: Scope, *, wanted: bool) -> str:
    return test_of(node.operand, scope, wanted=not wanted)


@test_of.register
def _(node: Junction, scope: Scope, *, wanted: bool) -> str:
    word = "and" if (node.word == "AND") is wanted else "or"
    return _joined(word, (test_of(part, scope, wanted=wanted) for part in node.operands))


@test_of.register
def _(node: Comparison, scope: Scope, *, wanted: bool) -> str:
    sign = node.sign if wanted else _OPPOSITE[node.sign]
    return _compared(operand_of(node.left, scope), sign, operand_of(node.right, scope))


@test_of.register
def _(node: Between, scope: Scope, *, wanted: bool) -> str:
    operand = operand_of(node.operand, scope, keep=True)
    low, high = operand_of(node.low, scope), operand_of(node.high, scope)
    if wanted:
        guards = (*operand.guards, *low.guards, *high.guards)
        return _guarded(guards, f"{low.text} <= {operand.text} <= {high.text}")
    plain = Operand((), operand.text)
    outside = [_compared(plain, "<", low), _compared(plain, ">", high)]
    return _guarded(operand.guards, _joined("or", outside))


@test_of.register
def _(node: Membership, scope: Scope, *, wanted: bool) -> str:
    contents = list(dict.fromkeys(value.content for value in node.values))
    if len(contents) == 1:
        only = Comparison(node.operand, "=", Literal(contents[0]))
        return test_of(only, scope, wanted=wanted)
    operand = operand_of(node.operand, scope)
    values = ", ".join(repr(content) for content in contents)
    found = f"{operand.text} {'in' if wanted else 'not in'} {{{values}}}"
    return found if wanted and operand.is_direct else _guarded(operand.guards, found)


@test_of.register
def _(node: IsNull, scope: Scope, *, wanted: bool) -> str:
    if not node.operand.nullable:
        return str(not wanted)
    return f"{value_of(node.operand, scope)} is {'None' if wanted else 'not None'}"


@test_of.register
def _(node: Listed, scope: Scope, *, wanted: bool) -> str:
    within, operand = operand_of(node.column, scope), operand_of(node.operand, scope)
    # A value never contains the separator: codes and classes of the national lists have no "|".
    searched = f"('|' + {operand.text} + '|')"
    if isinstance(node.operand, Literal):
        searched = repr(f"|{node.operand.content}|")
    found = f"{searched} {'in' if wanted else 'not in'} {within.text}"
    return _guarded((*within.guards, *operand.guards), found)


@test_of.register
def _(node: StartsWith, scope: Scope, *, wanted: bool) -> str:
    operand = operand_of(node.operand, scope)
    begins = f"{operand.text}.startswith({node.prefix!r})"
    return _guarded(operand.guards, begins if wanted else f"not {begins}")


def operand_of(node: Node, scope: Scope, *, keep: bool = False) -> Operand:
    """Return the source of a value for use in a larger one, which its guards must precede.

    With ``keep`` the text may be used several times at no cost, provided the guards come first.
    """
    if isinstance(node, Literal):
        return Operand((), value_of(node, scope), is_direct=True)
    if isinstance(node, ColumnOf):
        column = value_of(node, scope)
        guard = f"{column} is not None"
        return Operand((guard,) if node.nullable else (), column, is_direct=True)
    if isinstance(node, Negative):
        inner = operand_of(node.operand, scope, keep=keep)
        return Operand(inner.guards, f"(-{inner.text})")
    if isinstance(node, Arithmetic):
        left = operand_of(node.left, scope, keep=keep)
        right = operand_of(node.right, scope, keep=keep)
        guards = tuple(dict.fromkeys((*left.guards, *right.guards)))
        return Operand(guards, f"({left.text} {node.sign} {right.text})")
    if not (node.nullable or keep):
        return Operand((), value_of(node, scope))
    name = scope.new_name()
    return Operand((f"({name} := {value_of(node, scope)}) is not None",), name)


def _compared(left: Operand, sign: Sign, right: Operand) -> str:
    """Compare. ``None == 1`` is False as it should be, so equality needs one guard at most."""
    guards = (*left.guards, *right.guards)
    if sign == "=" and left.is_direct and right.is_direct:
        guards = left.guards if right.guards else ()
    return _guarded(guards, f"{left.text} {_PYTHON_SIGN.get(sign, sign)} {right.text}")


def _tests(node: Choice, scope: Scope) -> list[str]:
    """Return the sources of the tests; a subject that is dear is kept by the first of them."""
    if node.subject is None:
        return [test_of(test, scope, wanted=True) for test, _ in node.branches]
    first = text = value_of(node.subject, scope)
    if not isinstance(node.subject, Literal | ColumnOf):
        text = scope.new_name()
        first = f"({text} := {first})"
    literals = [value_of(test, scope) for test, _ in node.branches]
    return [f"{text if index else first} == {it}" for index, it in enumerate(literals)]


def _otherwise(operand: Operand, text: str) -> str:
    """Return the operand where its guards hold, else the text."""
    return f"({operand.text} if {' and '.join(operand.guards)} else {text})"


def _chosen(tests: Sequence[str], results: Sequence[str]) -> str:
    branches = "".join(
        f"{result} if {test} else " for test, result in zip(tests, results[:-1], strict=True)
    )
    return f"({branches}{results[-1]})"


def _guarded(guards: Sequence[str], text: str) -> str:
    return _joined("and", [*dict.fromkeys(guards), text]) if guards else text


def _joined(word: str, parts: Iterable[str]) -> str:
    return f"({f' {word} '.join(parts)})"
