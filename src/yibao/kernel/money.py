"""Money in renminbi, exact to the fen.

A sum is a whole number of fen inside, so it cannot lose one. Rounding happens in two places only,
both half up (away from zero, so that a reversal mirrors what it reverses): multiplication by a
ratio, and ``Money.rounded``. A share of a whole comes from ``split``, which rounds nothing away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from yibao.kernel.chinese_amount import capital_amount
from yibao.kernel.errors import Invalid
from yibao.kernel.typed_text import compact

Ratio = int | Decimal | Fraction
_FEN_PER_YUAN = 100
_YUAN_DIGITS = 16  # as many as fit a 64-bit count of fen; longer input is no amount but an attack
_YUAN_TEXT = re.compile(r"[+-]?(?:[0-9]{1,16}|[0-9]{1,3}(?:,[0-9]{3}){1,5})(?:\.[0-9]{1,30})?")


class MoneyNotAnAmount(Invalid):
    """The text is not an amount in yuan."""

    code = "money.not_an_amount"
    message = "金额写法不对。请填写以元为单位的数字，例如 1234.50。"
    fix = "只填数字和小数点，例如 1234.50。"


class MoneyFinerThanFen(Invalid):
    """The amount has a part smaller than one fen."""

    code = "money.finer_than_fen"
    message = "金额最多两位小数。请精确到分，例如 1234.56。"
    fix = "把金额保留到分，例如 1234.56。"


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """A sum of renminbi: ``Money(123450)`` is 1,234.50 yuan. It may be below zero.

    ``fen`` is the whole sum in fen. A sum is true unless it is zero. TypeError for a float.
    """

    fen: int = 0

    def __post_init__(self) -> None:
        if type(self.fen) is not int:
            raise TypeError(f"fen must be int, not {type(self.fen).__name__}")

    @classmethod
    def from_yuan(cls, yuan: str | Decimal | int) -> Money:
        """Return an amount given in yuan, exactly: ``"1,234.50"``, ``Decimal("1234.5")``, ``1234``.

        Raises MoneyNotAnAmount, MoneyFinerThanFen, and TypeError for a float.
        """
        exact = _exact_yuan(yuan) * _FEN_PER_YUAN
        if exact.denominator != 1:
            raise MoneyFinerThanFen
        return cls(exact.numerator)

    @classmethod
    def from_fen(cls, fen: int) -> Money:
        """Return an amount given in fen. Raises TypeError for anything but an int."""
        return cls(fen)

    @classmethod
    def rounded(cls, yuan: Decimal | Fraction | int) -> Money:
        """Return ``yuan`` rounded half up to the fen. Raises TypeError for a float."""
        return cls(_half_up(_exact_ratio(yuan) * _FEN_PER_YUAN))

    @classmethod
    def total(cls, amounts: Iterable[Money]) -> Money:
        """Return the sum of ``amounts``; of none, zero."""
        return cls(sum(amount.fen for amount in amounts))

    @property
    def yuan(self) -> Decimal:
        """Return the amount in yuan, with exactly two decimal places."""
        sign, digits = int(self.fen < 0), tuple(int(digit) for digit in str(abs(self.fen)))
        return Decimal((sign, digits, -2))  # a tuple, because arithmetic would round at 28 digits

    @property
    def capitals(self) -> str:
        """Return the amount in capital Chinese numerals for receipts: 壹仟贰佰叁拾肆元伍角整."""
        return capital_amount(self.fen)

    def split(self, weights: Sequence[Ratio]) -> list[Money]:
        """Share the amount out by ``weights``, in their order; the shares sum to the amount.

        Each share is within one fen of its exact part: the fen left over after rounding down go to
        the largest remainders, the earlier share first. Raises ValueError when there is no weight,
        a weight is below zero, or all are zero; TypeError for a float.
        """
        exact = [_exact_ratio(weight) for weight in weights]
        if not any(exact) or min(exact) < 0:
            raise ValueError("weights must not be negative, and one must be above zero")
        shares = _largest_remainders(abs(self.fen), exact)
        return [Money(share if self.fen >= 0 else -share) for share in shares]

    def __add__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.fen + other.fen)

    def __sub__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.fen - other.fen)

    def __neg__(self) -> Money:
        return Money(-self.fen)

    def __abs__(self) -> Money:
        return Money(abs(self.fen))

    def __mul__(self, ratio: Ratio) -> Money:
        return Money(_half_up(self.fen * _exact_ratio(ratio)))

    __rmul__ = __mul__

    def __bool__(self) -> bool:
        return self.fen != 0

    def __str__(self) -> str:
        return f"{self.yuan:,}"


ZERO = Money(0)


def _exact_yuan(yuan: str | Decimal | int) -> Fraction:
    if isinstance(yuan, str):
        text = compact(yuan)
        if not _YUAN_TEXT.fullmatch(text):
            raise MoneyNotAnAmount
        yuan = Decimal(text.replace(",", ""))
    if isinstance(yuan, Decimal):
        _refuse_absurd(yuan)
    return _exact_ratio(yuan)


def _refuse_absurd(yuan: Decimal) -> None:
    if not yuan.is_finite() or (yuan and yuan.adjusted() >= _YUAN_DIGITS):
        raise MoneyNotAnAmount
    if yuan and yuan.adjusted() < -2:
        raise MoneyFinerThanFen  # checked here because 1E-999999 would take minutes as a fraction


def _exact_ratio(ratio: Ratio) -> Fraction:
    if isinstance(ratio, bool) or not isinstance(ratio, int | Decimal | Fraction):
        raise TypeError(f"money takes int, Decimal or Fraction, not {type(ratio).__name__}")
    return Fraction(ratio)


def _half_up(exact: Fraction) -> int:
    doubled = 2 * abs(exact.numerator) + exact.denominator
    size = doubled // (2 * exact.denominator)
    return size if exact >= 0 else -size


def _largest_remainders(fen: int, weights: Sequence[Fraction]) -> list[int]:
    whole = sum(weights)
    exact = [fen * weight / whole for weight in weights]
    shares = [part.numerator // part.denominator for part in exact]
    by_remainder = sorted(range(len(exact)), key=lambda index: shares[index] - exact[index])
    for index in by_remainder[: fen - sum(shares)]:
        shares[index] += 1
    return shares
