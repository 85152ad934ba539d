"""Counting in calendar months, and the month as a value of its own.

Source: 民法典 第二百零二条: a period of months ends on the day that answers to its first day; where
the month has no such day, on the last day of the month.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from yibao.kernel.errors import Invalid
from yibao.kernel.typed_text import compact

_MONTHS_PER_YEAR = 12
_YEAR_MONTH_TEXT = re.compile(r"(?P<year>[0-9]{4})-?(?P<month>0[1-9]|1[0-2])")


class YearMonthWrong(Invalid):
    """The text is not a month."""

    code = "year_month.wrong"
    message = "月份写法不对。请填写四位年份加两位月份，例如 202601。"
    fix = "按年月六位数字填写，例如 202601。"


def add_months(day: date, months: int) -> date:
    """Return the same day ``months`` calendar months later (earlier when below zero).

    A day that the month lacks becomes its last day: 31 January plus one month is 28 or 29 February.
    Raises OverflowError outside the years 1 to 9999.
    """
    month = YearMonth.of(day).plus(months)
    return date(month.year, month.month, min(day.day, month.days))


def months_between(start: date, end: date) -> int:
    """Return how many whole months fit from ``start`` to ``end``.

    It is the largest number n for which ``add_months(start, n)`` is not after ``end``; below zero
    when ``end`` comes first.
    """
    months = YearMonth.of(start).months_until(YearMonth.of(end))
    fits = min(start.day, YearMonth.of(end).days) <= end.day
    return months if fits else months - 1


@dataclass(frozen=True, slots=True, order=True)
class YearMonth:
    """A calendar month, such as the month that a contribution pays for; written ``202601``.

    Raises ValueError for a month outside 1 to 12 or a year outside 1 to 9999.
    """

    year: int
    month: int

    def __post_init__(self) -> None:
        date(self.year, self.month, 1)

    @classmethod
    def of(cls, day: date) -> YearMonth:
        """Return the month in which ``day`` lies."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str, *, at: str = "") -> YearMonth:
        """Return the month of ``YYYYMM`` or ``YYYY-MM``. Raises YearMonthWrong."""
        match = _YEAR_MONTH_TEXT.fullmatch(compact(text))
        if match is None or match["year"] == "0000":
            raise YearMonthWrong(at=at)
        return cls(int(match["year"]), int(match["month"]))

    @property
    def first_day(self) -> date:
        """Return the first day of the month."""
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        """Return the last day of the month."""
        return date(self.year, self.month, self.days)

    @property
    def days(self) -> int:
        """Return how many days the month has."""
        return monthrange(self.year, self.month)[1]

    def plus(self, months: int) -> YearMonth:
        """Return the month ``months`` later. Raises OverflowError outside the years 1 to 9999."""
        year, month = divmod(self._ordinal + months, _MONTHS_PER_YEAR)
        if not date.min.year <= year <= date.max.year:
            raise OverflowError("the calendar has the years 1 to 9999")
        return YearMonth(year, month + 1)

    def months_until(self, later: YearMonth) -> int:
        """Return how many months ``later`` is after this one; below zero when it is before."""
        return later._ordinal - self._ordinal

    def through(self, last: YearMonth) -> Iterator[YearMonth]:
        """Yield every month from this one to ``last``, both included; none when it is before."""
        for months in range(self.months_until(last) + 1):
            yield self.plus(months)

    @property
    def _ordinal(self) -> int:
        return self.year * _MONTHS_PER_YEAR + self.month - 1

    def __str__(self) -> str:
        return f"{self.year:04d}{self.month:02d}"
