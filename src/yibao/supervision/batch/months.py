"""Months as a run is asked for them: ``2026-03``."""

from __future__ import annotations

import re
from datetime import date

from yibao.supervision.batch.errors import MonthWrong
from yibao.supervision.shapes.compiled import day_number

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def days_of(month: str) -> tuple[int, int]:
    """Return the first day number of a month and that of the next month.

    Raises:
        MonthWrong: it is not written as ``2026-03``.
    """
    match = _MONTH.fullmatch(month)
    if match is None:
        raise MonthWrong(month=month)
    year, number = int(match[1]), int(match[2])
    after = date(year + number // 12, number % 12 + 1, 1)
    return day_number(date(year, number, 1)), day_number(after)
