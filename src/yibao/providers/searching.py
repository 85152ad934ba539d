"""What the searches for institutions and for agencies share: place, name, distance, page.

A search is one statement. It stops at ``MOST_FOUND`` rows, nearest first or by region, so that what
it costs hardly grows with the register; each condition has an index. Of 100,000 institutions it
takes 1 to 12 ms by region, name, capability, disease or within 5 km, and up to 40 ms where tens of
thousands must be looked at: 50 km around a city, or a word that all names of another kind have.
Distances are whole millimetres, squared, in the database.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import isqrt
from typing import Any

from yibao.kernel import masking, phone
from yibao.kernel.errors import Invalid
from yibao.providers import rules
from yibao.providers.forms import MOST_FOUND, RADIUS, ROWS, Paged, Where
from yibao.providers.rules import METRES_OF_A_DEGREE

_ACROSS = "((s.longitude - %(longitude)s)::bigint * %(longitude_metres)s / 1000)"
_ALONG = f"((s.latitude - %(latitude)s)::bigint * {METRES_OF_A_DEGREE} / 1000)"
_SQUARED = f"({_ACROSS} * {_ACROSS} + {_ALONG} * {_ALONG})"
_IN_BOX = """point(s.longitude, s.latitude)
  <@ box(point(%(west)s, %(south)s), point(%(east)s, %(north)s))"""


@dataclass(slots=True)
class Search:
    """A statement that grows: conditions on the table ``s``, and the values in them.

    The texts of conditions are written in this package and never come from outside.
    """

    conditions: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    distance: str = "0::bigint"

    def only(self, condition: str, **values: object) -> None:
        """Add a condition and its values."""
        self.conditions.append(condition)
        self.values |= values

    @property
    def where(self) -> str:
        """Return the conditions as they stand in the statement."""
        return " AND ".join(self.conditions)

    @property
    def is_near(self) -> bool:
        """Tell whether the rows lie around a point, so that they have a distance."""
        return "longitude" in self.values


@dataclass(frozen=True, slots=True)
class Page:
    """Which rows of what was found; pages count from 1."""

    number: int
    size: int

    def note(self, total: int, what: str, *, is_cut: bool) -> str:
        """Return what a person should know about an answer of so many rows, or nothing."""
        if not total:
            return f"没有查到符合条件的{what}。请放宽条件，或换一个地区再查。"
        if (self.number - 1) * self.size >= total:
            return f"这一页没有内容，一共只有{total}家。"
        return (
            f"符合条件的超过{MOST_FOUND}家，只列出前{MOST_FOUND}家。请缩小范围。" if is_cut else ""
        )


def begin(where: Where) -> Search:
    """Return the search for a region, a part of a name, and the surroundings of a point."""
    search = Search()
    if where.region:
        first, last = rules.region_range(where.region)
        search.only("s.region BETWEEN %(first)s AND %(last)s", first=first, last=last)
    if where.near and where.longitude is not None and where.latitude is not None:
        _around(search, rules.surroundings(where.longitude, where.latitude, where.radius or RADIUS))
    return search


def _around(search: Search, circle: rules.Surroundings) -> None:
    search.distance = _SQUARED
    search.only(
        f"{_IN_BOX} AND {_SQUARED} <= %(squared_radius)s",
        longitude=circle.longitude,
        latitude=circle.latitude,
        longitude_metres=circle.longitude_metres,
        squared_radius=(circle.radius * 1000) ** 2,
        west=circle.west,
        south=circle.south,
        east=circle.east,
        north=circle.north,
    )


def page_of(paged: Paged) -> Page:
    """Return the page that was asked for, the first one of the usual size if none was."""
    return Page(paged.page or 1, paged.page_size or ROWS)


def page_values(page: Page) -> dict[str, int]:
    """Return the values of a page in a statement; one row more than the most tells of a cut."""
    skipped = (page.number - 1) * page.size
    return {
        "found": MOST_FOUND + 1,
        "size": max(0, min(page.size, MOST_FOUND - skipped)),
        "skip": min(skipped, MOST_FOUND),
    }


def metres(squared_millimetres: int) -> int:
    """Return a distance in whole metres."""
    return isqrt(squared_millimetres) // 1000


def shown_phone(number: str) -> str:
    """Return the telephone of an office; a mobile number is some person's, and masked."""
    try:
        return masking.mask_mobile_number(phone.check(number))
    except Invalid:
        return number
