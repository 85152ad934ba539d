"""A verification code survives being read aloud and typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yibao.casework.notices import codes
from yibao.casework.notices.errors import VerificationCodeWrong


def test_a_code_has_sixteen_clear_characters_and_is_new_each_time() -> None:
    made = {codes.new_code() for _ in range(500)}
    assert len(made) == 500
    assert all(len(code) == codes.LENGTH for code in made)
    assert set("".join(made)) == set(codes.ALPHABET)


def test_no_character_of_a_code_looks_like_another() -> None:
    assert len(set(codes.ALPHABET)) == 32
    assert not set("01OI") & set(codes.ALPHABET)


@given(st.text(codes.ALPHABET, min_size=16, max_size=16))
def test_a_code_is_read_in_any_spelling(code: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) for c in code)
    parts = "-".join(code[at : at + 4] for at in range(0, 16, 4))
    for spelling in (code, code.lower(), wide, parts, f" {parts.replace('-', ' ')}\n"):
        assert codes.read_code(spelling) == code


@pytest.mark.parametrize("text", ["", "ABCD", "ABCDEFGHJKLMNPQ0", "ABCDEFGHJKLMNPQRS", "甲" * 16])
def test_what_cannot_be_a_code_is_refused(text: str) -> None:
    with pytest.raises(VerificationCodeWrong):
        codes.read_code(text)
