"""Periods of days: half open, so that one ends where the next begins and none is counted twice.

``Period(2026-01-01, 2026-02-01)`` is all of January. A register, a certificate and a person say
"from 1 to 31 January"; ``Period.through`` and ``last_day`` speak that language.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from yibao.kernel.errors import Invalid
from yibao.kernel.months import YearMonth, add_months, months_between

__all__ = ["Period", "PeriodEndsTooEarly", "YearMonth", "add_months", "months_between"]

_ONE_DAY = timedelta(days=1)


class PeriodEndsTooEarly(Invalid):
    """The period would have no day: it ends before, or as, it starts."""

    code = "period.ends_too_early"
    message = "结束日期早于开始日期（{starts_on}）。请修改其中一个日期。"
    fix = "把结束日期改为{starts_on}或以后的日期。"


@dataclass(frozen=True, slots=True)
class Period:
    """The days from ``starts_on`` up to, and without, ``until``; ``until=None`` is open for ever.

    Raises PeriodEndsTooEarly when no day is left, and TypeError for a datetime: an instant has a
    time zone, a day has none.
    """

    starts_on: date
    until: date | None = None

    def __post_init__(self) -> None:
        if isinstance(self.starts_on, datetime) or isinstance(self.until, datetime):
            raise TypeError("a period is made of dates, not of datetimes")
        if self.until is not None and self.until <= self.starts_on:
            raise PeriodEndsTooEarly(starts_on=self.starts_on)

    @classmethod
    def through(cls, first_day: date, last_day: date) -> Period:
        """Return the period from ``first_day`` to ``last_day``, both included.

        Raises PeriodEndsTooEarly; OverflowError when ``last_day`` is 9999-12-31, which registers
        use for "open": pass ``until=None`` instead.
        """
        return cls(first_day, last_day + _ONE_DAY)

    @classmethod
    def of_month(cls, month: YearMonth) -> Period:
        """Return all days of one calendar month."""
        return cls.through(month.first_day, month.last_day)

    @property
    def last_day(self) -> date | None:
        """Return the last day that belongs to the period; None when it is open."""
        return None if self.until is None else self.until - _ONE_DAY

    @property
    def days(self) -> int | None:
        """Return the number of days; None when the period is open."""
        return None if self.until is None else (self.until - self.starts_on).days

    def contains(self, day: date) -> bool:
        """Return whether ``day`` belongs to the period."""
        return self.starts_on <= day and (self.until is None or day < self.until)

    def covers(self, other: Period) -> bool:
        """Return whether every day of ``other`` belongs to this period."""
        return self.intersection(other) == other

    def overlaps(self, other: Period) -> bool:
        """Return whether a day belongs to both."""
        return self.intersection(other) is not None

    def intersection(self, other: Period) -> Period | None:
        """Return the days that belong to both; None when there is none."""
        starts_on = max(self.starts_on, other.starts_on)
        ends = [until for until in (self.until, other.until) if until is not None]
        until = min(ends, default=None)
        return None if until is not None and until <= starts_on else Period(starts_on, until)

    def __str__(self) -> str:
        return f"{self.starts_on} – {'' if self.until is None else self.last_day}".rstrip()
