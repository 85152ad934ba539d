"""What the code cites of the page about the domain stands there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.architecture.sources import ROOT

_PAGE = "docs/explanation/domain.md"
_CITED = re.compile(rf"{re.escape(_PAGE)}\s+(\d+(?:\.\d+)?)")
_RULE = re.compile(r"\b(?:R-[A-Z]\d+|INV-\d+)\b")
_WORDS = (ROOT / _PAGE).read_text(encoding="utf-8")


def _texts() -> Iterator[str]:
    for folder in ("src", "tests", "config"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in {".py", ".yaml"}:
                yield path.read_text(encoding="utf-8")


def test_every_section_that_is_cited_is_there() -> None:
    headings = set(re.findall(r"^## (\d+(?:\.\d+)?) ", _WORDS, re.MULTILINE))
    cited = {section for text in _texts() for section in _CITED.findall(text)}
    assert len(cited) > 10
    assert cited <= headings


def test_every_rule_and_invariant_that_is_named_is_told() -> None:
    named = {rule for text in _texts() for rule in _RULE.findall(text)}
    assert len(named) > 15
    assert named <= set(_RULE.findall(_WORDS))


def test_the_page_stays_compact() -> None:
    assert len(_WORDS.splitlines()) <= 400
