"""Working days of the People's Republic of China, which count every promised time limit.

Sources: 行政许可法 第八十二条 (a limit counts in working days, without legal holidays); 民法典
第二百零一条 (the day on which a period starts does not count). The holidays are those of the State
Council's yearly notice as published by the package chinesecalendar, corrected and completed by
``working_day_overrides.yaml``.

The notice for a year comes out late in the year before. Until then only weekends are known, so a
limit that runs into such a year falls due some days early: the agency works faster, nobody waits
longer. ``is_known_year`` tells; recalculate open limits when the new calendar is in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib.resources import files

import chinese_calendar
import yaml

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5
_YEAR_KEYS = {"year", "source"}
_DAY_KEYS = {"date", "working", "source"}


@dataclass(frozen=True, slots=True)
class Overrides:
    """The override table: ``days`` says of a date whether people work; ``years`` are complete."""

    days: Mapping[date, bool] = field(default_factory=dict)
    years: frozenset[int] = frozenset()


NO_OVERRIDES = Overrides()


def is_working_day(day: date, *, overrides: Overrides | None = None) -> bool:
    """Return whether offices work on ``day``: by override, else notice, else Monday to Friday."""
    table = packaged_overrides() if overrides is None else overrides
    if day in table.days:
        return table.days[day]
    if day.year in table.years:
        return day.weekday() < _SATURDAY
    return _works_by_package(day)


def is_known_year(year: int, *, overrides: Overrides | None = None) -> bool:
    """Return whether the holidays of ``year`` are known, not only its weekends."""
    table = packaged_overrides() if overrides is None else overrides
    return year in table.years or _is_year_of_package(year)


def due_on(start: date, working_days: int, *, overrides: Overrides | None = None) -> date:
    """Return the last day of a limit of ``working_days`` accepted on ``start``.

    The clock starts on the day after acceptance; 0 is the same day, be it free or not. Raises
    ValueError when ``working_days`` is below zero.
    """
    if working_days < 0:
        raise ValueError("a time limit cannot be below zero working days")
    day = start
    for _ in range(working_days):
        day = next_working_day(day, overrides=overrides)
    return day


def next_working_day(day: date, *, overrides: Overrides | None = None) -> date:
    """Return the first working day after ``day``."""
    following = day + _ONE_DAY
    while not is_working_day(following, overrides=overrides):
        following += _ONE_DAY
    return following


def working_days_between(start: date, end: date, *, overrides: Overrides | None = None) -> int:
    """Return how many working days lie after ``start`` up to and with ``end``.

    It undoes ``due_on``. Below zero when ``end`` is before ``start``: that many working days late.
    """
    if end < start:
        return -working_days_between(end, start, overrides=overrides)
    days = (start + timedelta(days=number) for number in range(1, (end - start).days + 1))
    return sum(is_working_day(day, overrides=overrides) for day in days)


@cache
def packaged_overrides() -> Overrides:
    """Return the table beside this module, read once. Raises ValueError when it is malformed."""
    text = files(__package__).joinpath("working_day_overrides.yaml").read_text(encoding="utf-8")
    return parse_overrides(text)


def parse_overrides(text: str) -> Overrides:
    """Return the table written as YAML. Raises ValueError naming the entry that is wrong."""
    table = yaml.safe_load(text)
    if not isinstance(table, dict) or set(table) != {"years", "days"}:
        raise ValueError("working day overrides: the keys are years and days")
    days: dict[date, bool] = {}
    for entry in _entries(table["days"], _DAY_KEYS):
        day, working = entry["date"], entry["working"]
        if type(day) is not date or not isinstance(working, bool) or day in days:
            raise ValueError(f"working day overrides: wrong or repeated day in {entry}")
        days[day] = working
    return Overrides(days, frozenset(map(_year_of, _entries(table["years"], _YEAR_KEYS))))


def _year_of(entry: dict[str, object]) -> int:
    year = entry["year"]
    if type(year) is not int:
        raise ValueError(f"working day overrides: the year is not a number in {entry}")
    return year


def _entries(rows: object, keys: set[str]) -> list[dict[str, object]]:
    if not isinstance(rows, list):
        raise ValueError("working day overrides: years and days are lists")  # noqa: TRY004
    for row in rows:
        if not isinstance(row, dict) or set(row) != keys or not row["source"]:
            raise ValueError(f"working day overrides: {row} needs {sorted(keys)}")
    return rows


@lru_cache(maxsize=4096)  # the package finds its first and last year anew for every call: 30 us
def _works_by_package(day: date) -> bool:
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:  # the library's word for a year not announced yet
        return day.weekday() < _SATURDAY


@cache
def _is_year_of_package(year: int) -> bool:
    try:
        chinese_calendar.is_workday(date(year, 1, 1))
    except NotImplementedError:  # the library's word again: this year is not announced yet
        return False
    return True
