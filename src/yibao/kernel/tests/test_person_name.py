import pytest
from hypothesis import given
from hypothesis import strategies as st

from yibao.kernel.person_name import (
    PersonNameCharacterWrong,
    PersonNameDotMisplaced,
    PersonNameEmpty,
    PersonNameTooLong,
    PersonNameWrong,
    check,
    is_same,
    normalise,
)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("张三", "张三"),
        (" 张　三 ", "张三"),
        ("欧阳小华", "欧阳小华"),
        ("䶮〇𬭊𫖯", "䶮〇𬭊𫖯"),
        ("张\U000e0100三", "张三"),
        ("O'Neill,  Mary-Ann", "O'NEILL, MARY-ANN"),
        ("ＪＯＨＮ Ｆ. ＳＭＩＴＨ", "JOHN F. SMITH"),
    ],
)
def test_a_name_is_brought_into_its_normal_form(typed: str, name: str) -> None:
    assert check(typed) == name


@pytest.mark.parametrize("dot", ["·", "•", "・", "･", "‧", "∙", "⋅", ".", "．", "●", " · "])
def test_every_dot_between_the_parts_becomes_the_same_dot(dot: str) -> None:
    assert check(f"阿卜杜拉{dot}买买提") == "阿卜杜拉·买买提"
    assert is_same(f"阿卜杜拉{dot}买买提", "阿卜杜拉·买买提")


def test_a_long_minority_name_fits() -> None:
    name = "·".join(["阿卜杜热合曼"] * 7)
    assert len(name) == 48
    assert check(name) == name
    assert check("努" * 50) == "努" * 50


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("", PersonNameEmpty),
        ("  \u200b", PersonNameEmpty),
        ("努" * 51, PersonNameTooLong),
        ("A" * 51, PersonNameTooLong),
        ("张3", PersonNameCharacterWrong),
        ("张A", PersonNameCharacterWrong),
        ("张\ue863", PersonNameCharacterWrong),
        ("张三(父)", PersonNameCharacterWrong),
        ("JOHN2", PersonNameCharacterWrong),
        ("- -", PersonNameCharacterWrong),
        ("JOHN·SMITH", PersonNameCharacterWrong),
        ("·买买提", PersonNameDotMisplaced),
        ("买买提·", PersonNameDotMisplaced),
        ("阿卜杜拉··买买提", PersonNameDotMisplaced),
        ("·", PersonNameDotMisplaced),
    ],
)
def test_what_is_no_name_is_refused_with_a_remedy(typed: str, wrong: type[PersonNameWrong]) -> None:
    with pytest.raises(wrong) as caught:
        check(typed, at="answers.name")
    assert caught.value.at == "answers.name"
    assert str(caught.value).endswith("。")
    assert caught.value.to_dict()["fix"]


def test_the_wrong_character_is_pointed_at_and_not_repeated() -> None:
    with pytest.raises(PersonNameCharacterWrong) as caught:
        check("张三7")
    assert "第3个" in str(caught.value)
    assert "7" not in str(caught.value)


def test_different_people_have_different_names() -> None:
    assert not is_same("张三", "张四")


@given(st.text())
def test_a_normal_form_is_final(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(st.text("张三阿买提·.A b-", max_size=60))
def test_a_name_that_passes_is_its_own_normal_form(text: str) -> None:
    try:
        name = check(text)
    except PersonNameWrong:
        return
    assert check(name) == name
    assert 1 <= len(name) <= 50


def test_every_character_of_a_plain_name_stays_as_it_is() -> None:
    for code in (0x3007, *range(0x3400, 0x4DC0), *range(0x4E00, 0xA000)):
        assert check(chr(code)) == normalise(chr(code)) == chr(code)
