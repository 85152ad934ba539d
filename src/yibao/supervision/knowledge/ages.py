"""Ages that a publication gives in words, in figures: they depend on region and day.

One published point becomes several rows where a figure changes while the point is valid.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import msgspec

from yibao.reference import parameters
from yibao.supervision.knowledge.facts import Limit, Point

_PARAMETERS = {
    "儿童": ("child_age_years",),
    "婴幼儿": ("infant_age_years",),
    "新生儿": ("newborn_days",),
    "法定就业年龄": ("working_age_from_years", "working_age_to_years"),
}
_FROM_AN_AGE = re.compile(r"\d+岁起儿童")


def editions(point: Point, region: str) -> Iterator[tuple[date, date | None, Limit]]:
    """Yield the periods of a point's validity in which its limit in figures stays the same.

    Years are completed years, included on both ends; ``days`` is the last day of life included.
    """
    word = "儿童" if _FROM_AN_AGE.fullmatch(point.fact) else point.fact
    names = _PARAMETERS.get(word)
    if names is None:
        yield point.valid_from, point.valid_to, point.limit
        return
    starts = [point.valid_from, *_changes(names, point)]
    for start, end in zip(starts, [*starts[1:], point.valid_to], strict=True):
        numbers = [
            parameters.whole_number(f"supervision.{name}", day=start, region=region)
            for name in names
        ]
        yield start, end, _limit(word, point.limit, numbers)


def _limit(word: str, limit: Limit, numbers: list[int]) -> Limit:
    if word == "新生儿":  # the year bounds it, too, for who knows no more than years
        return msgspec.structs.replace(limit, high=0, days=numbers[0])
    if word == "法定就业年龄":
        return msgspec.structs.replace(limit, low=numbers[0], high=numbers[1])
    return msgspec.structs.replace(limit, high=numbers[0] - 1)


def _changes(names: tuple[str, ...], point: Point) -> list[date]:
    """Return the days inside the validity on which one of the parameters changes anywhere."""
    days = {
        day
        for name in names
        for value in parameters.parameter(f"supervision.{name}").values
        for day in (value.since, value.until)
        if day is not None and day != point.valid_from and point.holds_on(day)
    }
    return sorted(days)
