"""Months and years of the calendar that a day number belongs to, remembered: they recur."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from yibao.supervision.derived import calendar_number


@lru_cache(maxsize=4096)
def month_of(day: int) -> int:
    """Return year and month of a day number in one number: 202611."""
    return calendar_number(day) // 100


@lru_cache(maxsize=4096)
def year_of(day: int) -> int:
    """Return the year of a day number."""
    return calendar_number(day) // 10_000


CALENDAR: Mapping[str, Callable[[int], int]] = {"month": month_of, "year": year_of}
