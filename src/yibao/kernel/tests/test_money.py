from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yibao.kernel.money import ZERO, Money, MoneyFinerThanFen, MoneyNotAnAmount

amounts = st.integers(-(10**14), 10**14).map(Money)
ratios = st.decimals(min_value=-10, max_value=10, places=6)
weights = st.lists(
    st.one_of(st.integers(0, 1000), st.decimals(0, 1000, places=3), st.fractions(0, 1000)),
    min_size=1,
    max_size=8,
).filter(any)


@pytest.mark.parametrize(
    ("yuan", "fen"),
    [
        ("1234.5", 123450),
        ("1,234.50", 123450),
        (" １２．３４ ", 1234),
        ("-0.01", -1),
        ("+7", 700),
        ("0.100", 10),
        ("1234567890123456.78", 123456789012345678),
        (Decimal("12.3400"), 1234),
        (Decimal("1E+3"), 100000),
        (Decimal("0E-9"), 0),
        (8, 800),
    ],
)
def test_yuan_are_read_exactly(yuan: str | Decimal | int, fen: int) -> None:
    assert Money.from_yuan(yuan) == Money.from_fen(fen)


@pytest.mark.parametrize(
    "yuan",
    [
        "",
        "12.",
        ".5",
        "1,23",
        "12元",
        "1e3",
        "NaN",
        "1 2a",
        "9" * 17,
        Decimal("NaN"),
        Decimal("Infinity"),
        Decimal("1E+16"),
        Decimal("1E+999999"),
    ],
)
def test_what_is_no_amount_is_refused(yuan: str | Decimal) -> None:
    with pytest.raises(MoneyNotAnAmount) as caught:
        Money.from_yuan(yuan)
    assert "1234.50" in str(caught.value)


@pytest.mark.parametrize("yuan", ["0.001", "1.005", Decimal("12.345"), Decimal("1E-999999")])
def test_an_amount_finer_than_a_fen_is_refused(yuan: str | Decimal) -> None:
    with pytest.raises(MoneyFinerThanFen):
        Money.from_yuan(yuan)


@pytest.mark.parametrize("wrong", [1.5, True, None])
def test_money_refuses_floats_and_everything_else(wrong: Any) -> None:
    hundred = Money(100)
    attempts: list[Callable[[], object]] = [
        lambda: Money(wrong),
        lambda: Money.from_fen(wrong),
        lambda: Money.from_yuan(wrong),
        lambda: Money.rounded(wrong),
        lambda: hundred * wrong,
        lambda: wrong * hundred,
        lambda: hundred + wrong,
        lambda: hundred - wrong,
        lambda: hundred < wrong,
        lambda: hundred.split([wrong]),
    ]
    for attempt in attempts:
        with pytest.raises(TypeError):
            attempt()


def test_money_cannot_be_changed_and_may_be_a_key() -> None:
    with pytest.raises(AttributeError):
        Money(1).fen = 2  # type: ignore[misc]
    assert {Money(1): "one"}[Money.from_yuan("0.01")] == "one"


@pytest.mark.parametrize(
    ("fen", "ratio", "expected"),
    [
        (1, "0.5", 1),
        (-1, "0.5", -1),
        (1, "0.49", 0),
        (100, "0.705", 71),
        (100, "0.704", 70),
        (333, "0.5", 167),
        (12345, "0", 0),
    ],
)
def test_a_ratio_rounds_half_up_to_the_fen(fen: int, ratio: str, expected: int) -> None:
    assert Money(fen) * Decimal(ratio) == Decimal(ratio) * Money(fen) == Money(expected)


def test_rounding_of_yuan_is_half_up() -> None:
    assert Money.rounded(Decimal("1.005")) == Money(101)
    assert Money.rounded(Fraction(2, 3)) == Money(67)
    assert Money.rounded(-2) == Money(-200)


def test_an_amount_prints_with_thousands_and_two_places() -> None:
    assert str(Money(123450)) == "1,234.50"
    assert str(Money(-5)) == "-0.05"
    assert f"{Money(10**14)}" == "1,000,000,000,000.00"
    assert repr(Money(5)) == "Money(fen=5)"


def test_only_zero_is_false() -> None:
    assert not ZERO
    assert Money(-1)
    assert abs(Money(-1)) == Money(1)


@given(amounts)
def test_yuan_and_text_lead_back_to_the_same_amount(amount: Money) -> None:
    assert Money.from_yuan(amount.yuan) == Money.from_yuan(str(amount)) == amount
    assert amount.yuan.as_tuple().exponent == -2


@given(amounts, amounts, amounts)
def test_amounts_add_up_like_fen(first: Money, second: Money, third: Money) -> None:
    assert (first + second) + third == first + (second + third)
    assert first + second - second == first
    assert first - second == first + -second
    assert Money.total([first, second, third]).fen == first.fen + second.fen + third.fen
    assert (first < second) == (first.fen < second.fen)
    assert (first >= second) == (first.fen >= second.fen)


@given(amounts, ratios)
def test_a_reversal_mirrors_what_it_reverses(amount: Money, ratio: Decimal) -> None:
    assert (-amount) * ratio == -(amount * ratio)


@given(amounts, ratios)
def test_rounding_is_never_off_by_more_than_half_a_fen(amount: Money, ratio: Decimal) -> None:
    exact = amount.fen * Fraction(ratio)
    assert abs((amount * ratio).fen - exact) <= Fraction(1, 2)


@given(amounts, weights)
def test_shares_sum_to_the_total_and_keep_to_their_weights(
    amount: Money, weights: list[int | Decimal | Fraction]
) -> None:
    shares = amount.split(weights)
    whole = sum(Fraction(weight) for weight in weights)
    assert len(shares) == len(weights)
    assert Money.total(shares) == amount
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share.fen - amount.fen * Fraction(weight) / whole) < 1
        assert weight or share == ZERO


def test_left_over_fen_go_to_the_largest_remainder_then_to_the_first() -> None:
    assert Money(100).split([1, 1, 1]) == [Money(34), Money(33), Money(33)]
    assert Money(-100).split([1, 1, 1]) == [Money(-34), Money(-33), Money(-33)]
    assert Money(10).split([Decimal("0.24"), Decimal("0.76")]) == [Money(2), Money(8)]
    assert Money(10).split([Decimal("0.26"), Decimal("0.74")]) == [Money(3), Money(7)]


@pytest.mark.parametrize("weights", [[], [0, 0], [2, -1]])
def test_a_split_needs_a_weight_above_zero_and_none_below(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        Money(100).split(weights)
