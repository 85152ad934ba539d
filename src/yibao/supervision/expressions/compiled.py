"""Functions for the evaluation of one line at a time, in some hundred nanoseconds a call.

Why compiling is safe here: the source is not the rule author's text. It is written from a tree of
checked nodes and holds only column names of our own vocabulary, the parameter names, names that
``Scope`` invents, operators, and literals through ``repr``. The namespace is empty and has no
builtins. The only attribute beside columns is ``startswith`` of a text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from keyword import iskeyword
from typing import Any

from yibao.supervision.expressions import errors
from yibao.supervision.expressions.expression import Expression
from yibao.supervision.expressions.places import Place
from yibao.supervision.expressions.reading import KIND_LABELS, VALUES
from yibao.supervision.vocabulary import Kind


def predicate(expression: Expression, parameters: Sequence[str]) -> Callable[..., bool]:
    """Return a function of the aliases in this order: does the condition hold (``IS TRUE``)?

    :raises KindWrong: the expression is no condition
    :raises ValueError: a parameter is no name, or the expression uses an alias that is not given
    """
    _must_be(expression, "boolean")
    function: Callable[..., bool] = _function(expression, parameters)
    return function


def value(expression: Expression, parameters: Sequence[str]) -> Callable[..., int | str | None]:
    """Return a function of the aliases in this order: the number or text, None for NULL.

    :raises KindWrong: the expression is a condition
    :raises ValueError: a parameter is no name, or the expression uses an alias that is not given
    """
    _must_be(expression, *VALUES)
    function: Callable[..., int | str | None] = _function(expression, parameters)
    return function


def _must_be(expression: Expression, *kinds: Kind) -> None:
    if expression.kind not in kinds:
        facts = Place(0, len(expression.text) - 1).facts(expression.text)
        wanted = "或".join(KIND_LABELS[kind] for kind in kinds)
        raise errors.KindWrong(**facts, wanted=wanted, given=KIND_LABELS[expression.kind])


def _function(expression: Expression, parameters: Sequence[str]) -> Any:
    for name in parameters:
        if not name.isidentifier() or iskeyword(name) or name.startswith("_"):
            raise ValueError(f"not a parameter name: {name!r}")
    missing = {alias for alias, _ in expression.columns} - set(parameters)
    if missing:
        raise ValueError(f"no parameter for {sorted(missing)} in {expression.text!r}")
    source = f"lambda {', '.join(parameters)}: {expression.source()}"
    code = compile(source, f"<{expression.text}>", "eval")
    # Written by python_text from checked nodes, see above; no text of the rule gets here unquoted.
    return eval(code, {"__builtins__": {}})  # noqa: S307
