"""An expression that was read and checked, and the two languages it is written in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from sqlglot import Token
from sqlglot.errors import ParseError
from sqlglot.expressions import Expr

from yibao.supervision.expressions import errors
from yibao.supervision.expressions.places import Place
from yibao.supervision.expressions.python_text import Scope, test_of, value_of
from yibao.supervision.expressions.reading import Reader, relations_for
from yibao.supervision.expressions.sql_text import sql_of
from yibao.supervision.expressions.tree import Node
from yibao.supervision.expressions.word_checks import check_words
from yibao.supervision.expressions.words import (
    DIALECT,
    MOST_LEVELS,
    anchors,
    tokens_of,
    words_of,
)
from yibao.supervision.vocabulary import Kind, Relation, vocabulary


def qualified(alias: str, column: str) -> str:
    """Return ``alias.column``, which both languages understand."""
    return f"{alias}.{column}"


@dataclass(frozen=True)
class Expression:
    """A well-typed expression. ``columns`` are the pairs (alias, column) that it uses.

    Numbers are exact in Python; SQL stops with an error where a result leaves 64 bits. Integer
    columns must be BIGINT, so that nothing leaves 32 bits on the way.
    """

    text: str
    columns: frozenset[tuple[str, str]]
    tree: Node

    @property
    def kind(self) -> Kind:
        """Return ``boolean`` for a condition, else the type of the value."""
        return self.tree.kind

    def sql(self, column: Callable[[str, str], str] = qualified) -> str:
        """Return SQL for DuckDB, in brackets; ``column`` says how a column is written there.

        SQLGlot transpiles it for Spark. In a condition NULL means unknown; WHERE takes that for
        false, and so does ``(...) IS TRUE``.
        """
        return sql_of(self.tree, column)

    def source(self, column: Callable[[str, str], str] = qualified) -> str:
        """Return Python source; ``column`` says how a column is written there.

        A condition gives True or False, as ``(...) IS TRUE`` does in SQL. A value gives None for
        NULL. The source uses columns, literals and names that start with an underscore, no others.
        """
        scope = Scope(column)
        if self.kind == "boolean":
            return test_of(self.tree, scope, wanted=True)
        return value_of(self.tree, scope)


def parse(
    text: str,
    *,
    allowed: Collection[str],
    relations: Mapping[str, Relation] | None = None,
) -> Expression:
    """Read and check an expression that may use the ``allowed`` aliases.

    ``relations`` are the words to use instead of those of supervision (``vocabulary()``).

    :raises ExpressionError: the expression is not of the language; the facts say where
    """
    known = relations_for(allowed, vocabulary() if relations is None else relations)
    tokens = tokens_of(text)
    words = words_of(text, tokens)
    check_words(text, words)
    reader = Reader(text, anchors(words), known)
    tree = reader.read(_parsed(text, tokens)).node
    return Expression(text, frozenset(reader.columns), tree)


def _parsed(text: str, tokens: list[Token]) -> Expr:
    """Return SQLGlot's tree; for a lone ``ELSE`` it has none, and does not complain."""
    try:
        tree = next(iter(DIALECT.parser().parse(tokens, text)), None)
    except ParseError as error:
        raise errors.SyntaxIncomplete(**_where(error, text).facts(text)) from None
    except RecursionError:  # the caller's own stack was deep already
        facts = Place(0, len(text) - 1).facts(text)
        raise errors.TooDeep(**facts, most=MOST_LEVELS) from None
    if tree is None:
        raise errors.SyntaxIncomplete(**Place(tokens[0].start, tokens[-1].end).facts(text))
    return tree


def _where(error: ParseError, text: str) -> Place:
    """Return the place that SQLGlot gives: line and column of the last character."""
    facts = error.errors[0]
    lines = text.splitlines(keepends=True)
    end = sum(len(line) for line in lines[: facts["line"] - 1]) + facts["col"] - 1
    return Place(max(0, end + 1 - len(facts["highlight"])), end)
