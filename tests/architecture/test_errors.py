"""Every error can be told to a person: one code, one plain sentence, one remedy."""

from __future__ import annotations

import ast
import inspect
import re
import string
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.architecture.sources import PLATFORM, ROOT, Source
from yibao.catalogue.reference_pages import all_errors
from yibao.kernel.errors import DomainError

ERRORS = all_errors()
BANNED = ("非法", "错误操作", "系统繁忙", "系统异常", "参数错误", "未知错误", "操作失败")
MOST_CHARACTERS = 50
CODE = re.compile(r"[a-z][a-z0-9_]*\.[a-z0-9_]+")
ErrorType = type[DomainError]
# Errors that stand elsewhere, and why.
ELSEWHERE: dict[str, str] = {
    "src/yibao/platform/embedded_postgresql.py:DataFolderTooDeep": (
        "stops the start, before there is anybody to answer"
    ),
}
every_error = pytest.mark.parametrize("error", ERRORS, ids=lambda e: f"{e.__module__}.{e.__name__}")


def test_no_two_errors_share_a_code() -> None:
    shared = [code for code, times in Counter(e.code for e in ERRORS).items() if times > 1]
    assert ERRORS
    assert shared == []


def test_every_error_stands_in_a_file_of_errors() -> None:
    elsewhere = [
        f"{source.name}:{node.name}"
        for source in PLATFORM
        if not source.name.endswith("errors.py") and "/kernel/" not in source.name
        for node in source.tree.body
        if isinstance(node, ast.ClassDef) and _is_error(getattr(source.module, node.name, None))
    ]
    assert set(elsewhere) == ELSEWHERE.keys()


@every_error
def test_the_code_is_well_formed(error: ErrorType) -> None:
    assert CODE.fullmatch(error.code)


@every_error
def test_the_sentence_is_plain_and_short_and_blames_nobody(error: ErrorType) -> None:
    assert error.message.endswith("。")
    assert not [word for word in BANNED if word in error.message + error.fix]
    assert len(re.sub(r"\{\w+\}", "", error.message)) <= MOST_CHARACTERS


@every_error
def test_there_is_a_remedy(error: ErrorType) -> None:
    assert error.fix
    assert error.fix.endswith(("。", "}"))


@every_error
def test_the_reference_lists_it(error: ErrorType) -> None:
    page = (ROOT / "docs/reference/errors.md").read_text(encoding="utf-8")
    assert f"`{error.code}`" in page


@every_error
def test_its_class_says_what_it_means(error: ErrorType) -> None:
    assert inspect.getdoc(error) != inspect.getdoc(error.__mro__[1])


# Importing __main__ would run the command line.
@pytest.mark.parametrize(
    "source", [s for s in PLATFORM if not s.name.endswith("__main__.py")], ids=lambda s: s.name
)
def test_the_place_that_raises_passes_every_fact(source: Source) -> None:
    wrong = [
        f"line {line}: {error.__name__} wants {sorted(wanted)}, gets {sorted(given)}"
        for line, error, given in _made_in(source)
        if (wanted := _facts_of(error)) - given
    ]
    assert wrong == []


def _made_in(source: Source) -> Iterator[tuple[int, ErrorType, set[str]]]:
    """Yield where an error is made, which one, with which facts."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call):
            made, keywords = node.func, [keyword.arg for keyword in node.keywords]
        elif isinstance(node, ast.Raise) and isinstance(node.exc, ast.Name | ast.Attribute):
            made, keywords = node.exc, []
        else:
            continue
        error = _resolved(made, source)
        if not isinstance(error, type) or not _is_error(error):
            continue
        if None not in keywords and "__init__" not in vars(error):
            yield node.lineno, error, {keyword for keyword in keywords if keyword}


def _resolved(node: ast.expr, source: Source) -> object:
    """Return what a dotted name means at the top of the module, or None."""
    if isinstance(node, ast.Name):
        return (
            getattr(source.module, node.id, None)
            if node.id[:1].isupper()
            else (getattr(source.module, node.id, None) if node.id == "errors" else None)
        )
    if isinstance(node, ast.Attribute):
        owner = _resolved(node.value, source)
        return getattr(owner, node.attr, None) if owner is not None else None
    return None


def _facts_of(error: ErrorType) -> set[str]:
    formatter = string.Formatter()
    return {
        name.split(".")[0].split("[")[0]
        for text in (error.message, error.fix)
        for _, name, _, _ in formatter.parse(text)
        if name
    }


def _is_error(thing: object) -> bool:
    return isinstance(thing, type) and issubclass(thing, DomainError) and hasattr(thing, "code")
