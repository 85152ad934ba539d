"""Provinces, prefectures and counties of GB/T 2260, in memory.

3,224 rows cost about 2 MB once the first call has read them; every look-up after that is one
dict access. Pseudo rows of the statistical edition (市辖区, 省直辖县级行政区划) are left out, so
that everything returned can be shown and chosen; data.md tells the exceptions.

The shipped edition is the present one. A citizen's identity number begins with the region of the
day it was issued, which may since have been abolished: never refuse one because of ``exists``.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from yibao.reference.data_sets import read_data
from yibao.reference.errors import RegionUnknown


class RegionLevel(StrEnum):
    """How high a region stands."""

    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"


@dataclass(frozen=True, slots=True)
class Region:
    """One administrative region.

    ``parent`` is the code above, empty for a province. A county that a province governs directly
    (仙桃市) has the province as parent; the districts and counties of a municipality hang below
    its one prefecture row (110100 北京市). ``full_name`` is the path without repetition.
    """

    code: str
    name: str
    level: RegionLevel
    parent: str
    full_name: str


def region(code: str) -> Region:
    """Return the region of a six-digit code; raise RegionUnknown."""
    try:
        return _regions()[code]
    except KeyError:
        raise RegionUnknown(value=code) from None


def exists(code: str) -> bool:
    """Tell whether the shipped edition knows this code."""
    return code in _regions()


def name(code: str) -> str:
    """Return the region's own name: 南明区."""
    return region(code).name


def full_name(code: str) -> str:
    """Return the name with all that stand above: 贵州省贵阳市南明区."""
    return region(code).full_name


def provinces() -> tuple[Region, ...]:
    """Return the 34 province-level regions, by code."""
    return children("")


def children(code: str) -> tuple[Region, ...]:
    """Return the regions directly below, by code; raise RegionUnknown."""
    if code:
        region(code)
    return _children().get(code, ())


def path(code: str) -> tuple[Region, ...]:
    """Return the regions from the province down to this one."""
    steps = [region(code)]
    while steps[-1].parent:
        steps.append(region(steps[-1].parent))
    return tuple(reversed(steps))


def province_of(code: str) -> Region:
    """Return the province that the region lies in; a province is its own."""
    return path(code)[0]


def prefecture_of(code: str) -> Region | None:
    """Return the prefecture that the region lies in, or None for a province.

    A county that a province governs directly does the work of a prefecture, and is its own.
    """
    steps = path(code)
    return steps[1] if len(steps) > 1 else None


def is_within(code: str, area: str) -> bool:
    """Tell whether a region is, or lies in, an area (province, prefecture or county)."""
    return any(step.code == area for step in path(code))


def search(text: str, *, limit: int = 20) -> tuple[Region, ...]:
    """Return regions whose full name holds every word of the text, or whose code begins with it.

    Words are divided by blanks (``贵阳 南明``). Wider regions come first. A scan takes about 1 ms.
    """
    words = text.split()
    found = [each for each in _regions().values() if words and _matches(each, words)]
    found.sort(key=lambda each: (_RANK[each.level], each.code))
    return tuple(found[:limit])


_RANK = {level: rank for rank, level in enumerate(RegionLevel)}


def _matches(each: Region, words: list[str]) -> bool:
    return all(word in each.full_name or each.code.startswith(word) for word in words)


@cache
def _regions() -> dict[str, Region]:
    """Read the packaged file once; it is sorted by code."""
    levels = {level.value: level for level in RegionLevel}
    rows = csv.reader(io.StringIO(read_data("regions").decode("utf-8")))
    next(rows)
    return {
        code: Region(code, own_name, levels[level], parent, whole_name)
        for code, own_name, level, parent, whole_name in rows
    }


@cache
def _children() -> dict[str, tuple[Region, ...]]:
    below: dict[str, list[Region]] = {}
    for each in _regions().values():
        below.setdefault(each.parent, []).append(each)
    return {parent: tuple(found) for parent, found in below.items()}
