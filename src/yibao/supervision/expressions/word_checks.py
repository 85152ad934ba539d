"""What SQLGlot forgives and this language does not.

SQLGlot reads far more than this language and overlooks a lot: ``1_000``, ``NVL``, ``(a,)``,
comments, ``x NOT NULL``. So each token is checked by its own characters in the text, and whatever
lies between two tokens must be blank. What is refused here is refused at its exact place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from yibao.supervision.expressions import errors
from yibao.supervision.expressions.places import Place
from yibao.supervision.expressions.words import (
    FUNCTIONS,
    LARGEST,
    MOST_LEVELS,
    Word,
    word_at,
)

ALLOWED_REMEDY = (
    "可以用：= <> < <= > >=、AND、OR、NOT、IN、BETWEEN、IS NULL、+ - *、CASE、"
    "COALESCE、listed、starts_with。"
)

_KNOWN = "AND OR NOT BETWEEN IN IS NULL TRUE FALSE CASE WHEN THEN ELSE END"
_KNOWN_SIGNS = "= <> < <= > >= + - * ( ) ,"
_KEYWORDS = frozenset(f"{_KNOWN} {_KNOWN_SIGNS}".split())
_ENDS_OF_OPERANDS = frozenset((")", "END", "TRUE", "FALSE", "NULL"))
_WHOLE_NUMBERS = "只能写整数：金额用分，数量用万分之一，单价用百万分之一元。"
_PREFIXES = "看开头用 starts_with(列, '开头')，看清单用 listed。"
_REMEDIES = {
    "!=": "不等于写成 <>。",
    "==": "等于写成一个 =。",
    "!": "否定写成 NOT。",
    "%": "改为两边相乘，或在知识库里给出数值。",
    "||": f"不能拼接文字；{_PREFIXES}",
    "LIKE": _PREFIXES,
    "ILIKE": _PREFIXES,
    "IS": "IS 后面只能写 NULL 或 NOT NULL；判断真假直接写条件或 NOT 条件。",
    "+": "正数前面不用写加号。",
}
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_NUMBER = re.compile(r"[0-9]+")


def check_words(text: str, words: Sequence[Word]) -> None:
    """Check every word by itself and beside its neighbours.

    :raises ExpressionError: the first word that is not of the language, or that stands wrongly
    """
    _nothing_lies_between(text, words)
    for index in range(len(words)):
        _check(text, words, index)
    _not_too_deep(text, words)


def _nothing_lies_between(text: str, words: Sequence[Word]) -> None:
    """Refuse comments: a condition behind ``--`` would silently be gone."""
    ends = [-1, *(word.place.end for word in words)]
    starts = [*(word.place.start for word in words), len(text)]
    for end, start in zip(ends, starts, strict=True):
        between = text[end + 1 : start]
        if between.strip():
            first = start - len(between.lstrip())
            facts = Place(first, start - 1).facts(text)
            raise errors.Unsupported(**facts, remedy="注释写在规则的说明里，不写在表达式里。")


def _check(text: str, words: Sequence[Word], index: int) -> None:
    word = words[index]
    if word.text == ".":
        return
    if "." in (word_at(words, index - 1), word_at(words, index + 1)):
        if not _NAME.fullmatch(word.text):
            raise _unsupported(text, word)
    elif word.text[0] == "'":
        _check_text(text, word)
    elif _NUMBER.fullmatch(word.text):
        if int(word.text) > LARGEST:
            raise errors.IntegerTooLarge(**word.place.facts(text))
    elif word.upper in _KEYWORDS:
        _check_null(text, words, index)
        _check_signs(text, words, index)
    else:
        _check_other(text, words, index)


def _check_text(text: str, word: Word) -> None:
    if not word.text.isprintable():
        remedy = "文字里不能有换行、制表符等不可见字符。"
        raise errors.Unsupported(**word.place.facts(text), remedy=remedy)


def _check_null(text: str, words: Sequence[Word], index: int) -> None:
    """Let NULL stand only in IS NULL and IS NOT NULL, and nothing else behind IS."""
    word, before = words[index], (word_at(words, index - 2), word_at(words, index - 1))
    if word.upper == "NULL" and before != ("IS", "NOT") and before[1] != "IS":
        raise errors.NullMisused(**word.place.facts(text))
    after = (word_at(words, index + 1), word_at(words, index + 2))
    if word.upper == "IS" and after != ("NOT", "NULL") and after[0] != "NULL":
        raise _unsupported(text, word)


def _check_signs(text: str, words: Sequence[Word], index: int) -> None:
    """Refuse a comma too many, IN without a list, and a plus before a single number."""
    word = words[index]
    before, after = word_at(words, index - 1), word_at(words, index + 1)
    if word.text == "," and (before in {"(", ","} or after in {")", ","}):
        raise errors.SyntaxIncomplete(**word.place.facts(text))
    if word.upper == "IN" and (after != "(" or word_at(words, index + 2) == ")"):
        raise errors.SyntaxIncomplete(**word.place.facts(text))
    if word.text == "+" and not _ends_an_operand(words, index - 1):
        raise _unsupported(text, word)


def _ends_an_operand(words: Sequence[Word], index: int) -> bool:
    word = word_at(words, index)
    if word in _ENDS_OF_OPERANDS or word_at(words, index - 1) == ".":
        return True
    return bool(word) and word not in _KEYWORDS


def _check_other(text: str, words: Sequence[Word], index: int) -> None:
    """Let the three functions pass, and refuse every other word with the most fitting error."""
    word = words[index]
    if word.text.startswith("/"):
        raise _division(text, words, index)
    if word.text[0].isdecimal():
        raise errors.Unsupported(**word.place.facts(text), remedy=_WHOLE_NUMBERS)
    if not _NAME.fullmatch(word.text) or word.upper in _REMEDIES:
        raise _unsupported(text, word)
    is_function = word.text.lower() in FUNCTIONS
    if word_at(words, index + 1) == "(":
        if not is_function:
            raise errors.UnknownFunction(**word.place.facts(text), choices="、".join(FUNCTIONS))
    elif word.is_name or is_function:
        raise errors.ColumnNotQualified(**word.place.facts(text))
    else:
        raise _unsupported(text, word)


def _not_too_deep(text: str, words: Sequence[Word]) -> None:
    """Refuse deep nesting before SQLGlot, which descends some 30 calls for each level."""
    open_levels = signs = 0
    for word in words:
        signs = signs + 1 if word.upper in {"NOT", "-"} else 0
        open_levels += (word.upper in {"(", "CASE"}) - (word.upper in {")", "END"})
        if open_levels + signs > MOST_LEVELS:
            raise errors.TooDeep(**word.place.facts(text), most=MOST_LEVELS)


def _division(text: str, words: Sequence[Word], index: int) -> errors.ExpressionError:
    sign = words[index]
    if _NUMBER.fullmatch(word_at(words, index + 1)) and int(words[index + 1].text) == 0:
        return errors.DivisionByZero(**sign.place.to(words[index + 1].place).facts(text))
    return errors.Division(**sign.place.facts(text))


def _unsupported(text: str, word: Word) -> errors.Unsupported:
    remedy = _REMEDIES.get(word.upper, ALLOWED_REMEDY)
    return errors.Unsupported(**word.place.facts(text), remedy=remedy)
