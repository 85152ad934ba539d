"""The register pages speak Chinese, and the compiled words are those of the source."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import unfold
from django.utils.translation import gettext, override

from yibao.console.translations import COMPILED, SOURCE, compile_po

_TAG = re.compile(r"""\{%\s*trans(?:late)?\s+(?:"([^"]*)"|'([^']*)')""")


def _words() -> list[str]:
    """Return what the library's own templates translate, its optional parts left out."""
    folder = Path(unfold.__path__[0])
    texts = [
        path.read_text(encoding="utf-8")
        for path in folder.rglob("*.html")
        if "contrib" not in path.parts
    ]
    return sorted({found[1] or found[2] for text in texts for found in _TAG.finditer(text)} - {""})


def test_the_compiled_file_is_that_of_the_source() -> None:
    assert COMPILED.read_bytes() == compile_po(SOURCE.read_text(encoding="utf-8"))


def test_there_are_words_to_translate() -> None:
    assert len(_words()) > 80


@pytest.mark.parametrize("word", _words())
def test_every_word_of_the_register_pages_has_a_chinese_one(word: str) -> None:
    with override("zh-hans"):
        assert gettext(word) != word


def test_a_line_that_is_no_translation_is_refused() -> None:
    with pytest.raises(ValueError, match="nonsense"):
        compile_po('msgid "a"\nnonsense\n')
