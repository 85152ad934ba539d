"""The words of an expression: SQLGlot's tokens with their characters and places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from sqlglot import Token, TokenType
from sqlglot.dialects.dialect import Dialect
from sqlglot.errors import TokenError

from yibao.supervision.expressions import errors
from yibao.supervision.expressions.places import Place

DIALECT = Dialect.get_or_raise("duckdb")
FUNCTIONS = ("coalesce", "listed", "starts_with")
MOST_CHARACTERS = 2_000
MOST_LEVELS = 30
LARGEST = 2**63 - 1

_UNCLOSED = re.compile(r"'(?:[^']|'')*+'|(?P<open>['\"$]|/\*|\{#)")


class Word(NamedTuple):
    """A token: its characters as written, its place, whether SQLGlot takes it for a mere name."""

    text: str
    place: Place
    is_name: bool = False

    @property
    def upper(self) -> str:
        """Return the characters in capitals, for keywords."""
        return self.text.upper()


def tokens_of(text: str) -> list[Token]:
    """Return SQLGlot's tokens.

    :raises EmptyExpression: there is nothing but blanks or comments
    :raises TooLong: more than 2,000 characters
    :raises SyntaxIncomplete: a text or a comment is not closed
    """
    if len(text) > MOST_CHARACTERS:
        place = Place(MOST_CHARACTERS, len(text))
        raise errors.TooLong(**place.facts(text), most=MOST_CHARACTERS)
    try:
        tokens = DIALECT.tokenize(text)
    except TokenError:
        found = next((m for m in _UNCLOSED.finditer(text) if m["open"]), None)
        start = found.start() if found else 0
        raise errors.SyntaxIncomplete(**Place(start, len(text)).facts(text)) from None
    if not tokens:
        raise errors.EmptyExpression(**Place(0, 0).facts(text))
    return tokens


def words_of(text: str, tokens: Sequence[Token]) -> list[Word]:
    """Return the words that the tokens stand for."""
    return [
        Word(
            text[token.start : token.end + 1],
            Place(token.start, token.end),
            token.token_type == TokenType.VAR,
        )
        for token in tokens
    ]


def word_at(words: Sequence[Word], index: int) -> str:
    """Return a word in capitals, or nothing beyond either end."""
    return words[index].upper if 0 <= index < len(words) else ""


def anchors(words: Sequence[Word]) -> list[Place]:
    """Return the places of literals, columns, functions and CASE, in the order of the text.

    Whoever walks the parsed tree in the order of the text meets just these, one after the other.
    """
    found = []
    index = 0
    while index < len(words):
        last = index
        while word_at(words, last + 1) == ".":
            last += 2
        if last > index or _is_anchor(words, index):
            found.append(words[index].place.to(words[min(last, len(words) - 1)].place))
        index = last + 1
    return found


def _is_anchor(words: Sequence[Word], index: int) -> bool:
    word = words[index]
    is_function = word.text.lower() in FUNCTIONS and word_at(words, index + 1) == "("
    is_literal = word.text[0] in "'0123456789" or word.upper in {"TRUE", "FALSE"}
    return is_function or is_literal or word.upper == "CASE"
