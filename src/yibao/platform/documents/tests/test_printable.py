"""Every character can be printed, or is named by its number."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from yibao.platform.documents.fonts import printable_characters
from yibao.platform.documents.printable import printable, printable_tree, unprintable_in


def test_names_of_minorities_and_rare_characters_in_the_font_stay() -> None:
    text = "阿卜杜拉·买买提 龘䶮㛃㑇𬱖𫖯𣲗"
    assert printable(text) == text
    assert unprintable_in(text) == []


def test_a_character_without_a_glyph_is_named_by_its_number() -> None:
    assert printable("赵𠮷ꀀ") == "赵〔U+20BB7〕〔U+A000〕"
    assert unprintable_in("𠮷赵𠮷ꀀ") == ["𠮷", "ꀀ"]


def test_signs_that_hide_or_turn_a_text_are_dropped() -> None:
    assert printable("张\u200b三\u202e四\ufeff\x00\U000e0100") == "张三四"


def test_line_ends_stay_and_other_space_becomes_a_blank() -> None:
    assert printable("甲\n乙\t丙\u2003丁\u3000戊") == "甲\n乙 丙 丁\u3000戊"


def test_texts_are_found_however_deep_they_lie() -> None:
    assert printable_tree({"a": [{"b": "\u200b甲"}, 1, None], "c": True}) == {
        "a": [{"b": "甲"}, 1, None],
        "c": True,
    }


@given(st.text())
def test_what_is_printable_is_in_the_fonts_and_stays_as_it_is(text: str) -> None:
    shown = printable(text)
    assert all(ord(c) in printable_characters() for c in shown if c != "\n")
    assert printable(shown) == shown
