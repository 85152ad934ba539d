import pytest
from hypothesis import given
from hypothesis import strategies as st

from yibao.kernel.phone import MobileNumberWrong, check


@pytest.mark.parametrize(
    "text",
    [
        "13800000000",
        "138 0000 0000",
        "138-0000-0000",
        "+86 13800000000",
        "008613800000000",
        "１３８００００００００",
        "\u200e13800000000",
    ],
)
def test_a_mobile_number_is_read_however_it_is_written(text: str) -> None:
    assert check(text) == "13800000000"


@given(st.from_regex(r"\A1[3-9][0-9]{9}\Z"))
def test_every_number_from_13_to_19_is_a_mobile_number(number: str) -> None:
    assert check(number) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1380000000",
        "138000000000",
        "12800000000",
        "23800000000",
        "085188888888",
        "1380000000a",
        "8613800000000",
        "1380000000²",
    ],
)
def test_other_numbers_are_refused_without_repeating_them(text: str) -> None:
    with pytest.raises(MobileNumberWrong) as caught:
        check(text, at="answers.phone")
    assert caught.value.at == "answers.phone"
    assert not text or text not in str(caught.value) + repr(caught.value)
