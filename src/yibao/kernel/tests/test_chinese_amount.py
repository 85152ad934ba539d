import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yibao.kernel.chinese_amount import capital_amount
from yibao.kernel.money import Money

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_SIZES = {"拾": 10, "佰": 100, "仟": 1000}


@pytest.mark.parametrize(
    ("yuan", "words"),
    [
        ("1234.50", "壹仟贰佰叁拾肆元伍角整"),
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("0.56", "伍角陆分"),
        ("10", "壹拾元整"),
        ("1409.50", "壹仟肆佰零玖元伍角整"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
        ("107000.53", "壹拾万柒仟元伍角叁分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("1000500", "壹佰万零伍佰元整"),
        ("100000001", "壹亿零壹元整"),
        ("1000000000000", "壹万亿元整"),
        ("-12.30", "负壹拾贰元叁角整"),
    ],
)
def test_an_amount_in_words_follows_the_rule_for_vouchers(yuan: str, words: str) -> None:
    assert Money.from_yuan(yuan).capitals == words


@given(st.integers(0, 10**17))
def test_words_read_back_give_the_amount(fen: int) -> None:
    assert _read(capital_amount(fen)) == fen


@given(st.integers(1, 10**17))
def test_no_two_zeros_stand_together_and_none_before_a_unit(fen: int) -> None:
    words = capital_amount(fen)
    assert "零零" not in words
    assert not re.search("零[拾佰仟万亿元角整]", words)


def _read(words: str) -> int:
    yuan, _, rest = words.rpartition("元")
    jiao = re.search("(.)角", rest)
    fen = re.search("(.)分", rest)
    return (
        _count(yuan) * 100
        + (_DIGITS.index(jiao[1]) * 10 if jiao else 0)
        + (_DIGITS.index(fen[1]) if fen else 0)
    )


def _count(words: str) -> int:
    for unit, size in (("亿", 10**8), ("万", 10**4)):
        high, found, low = words.rpartition(unit)
        if found:
            return _count(high) * size + _count(low)
    total = digit = 0
    for word in words:
        if word in _SIZES:
            total += digit * _SIZES[word]
            digit = 0
        else:
            digit = _DIGITS.index(word)
    return total + digit
