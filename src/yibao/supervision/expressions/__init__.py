"""One expression language, a subset of SQL, emitted as SQL text and as Python source.

A condition of a supervision rule is written once: ``parse`` reads and checks it, ``Expression.sql``
gives the text for a batch over months of lines, ``predicate`` and ``value`` give the function for
one line at the moment of ordering. Both give the same answer, empty columns included.

The language: whole numbers, texts, TRUE and FALSE; columns as ``alias.column``; AND, OR, NOT;
= <> < <= > >=, BETWEEN, IN with a list of literals, IS NULL, IS NOT NULL; + - *; CASE with ELSE;
COALESCE(a, b); ``listed(column, x)``: x is one of the values of a column such as ``|a|b|``;
``starts_with(x, 'literal')``. Everything else is refused with its place.
"""

from yibao.supervision.expressions.compiled import predicate, value
from yibao.supervision.expressions.expression import Expression, parse

__all__ = ["Expression", "parse", "predicate", "value"]
