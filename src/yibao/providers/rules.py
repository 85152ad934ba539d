"""Codes and distances, in integers only.

A place is two integers of a millionth of a degree (CGCS2000). Around a point the earth counts as
flat: within 50 km the distance is wrong by less than half a percent, at 贵州's latitude.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from yibao.providers.errors import ProviderCodeUnfit
from yibao.providers.kinds import ProviderKind

MICRODEGREES = 1_000_000
METRES_OF_A_DEGREE = 111_195
"""Along a meridian of the sphere with the earth's mean radius of 6,371,008.8 m (IUGG)."""

_CODE = re.compile(r"[HP][0-9]{11}", re.ASCII)
_RADIAN_OF_A_DEGREE = 17_453_292_519_943_296  # times 10 ** -18
_ONE = 10**12


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A circle around a point, as the register looks for it.

    ``longitude_metres`` are the metres of a degree of longitude at the point. ``west`` to ``north``
    bound the box that holds the circle, in microdegrees.
    """

    longitude: int
    latitude: int
    radius: int
    longitude_metres: int
    west: int
    south: int
    east: int
    north: int

    def squared_millimetres(self, longitude: int, latitude: int) -> int:
        """Return the square of the distance to a place, as the register's statement has it."""
        across = abs(longitude - self.longitude) * self.longitude_metres // 1000
        along = abs(latitude - self.latitude) * METRES_OF_A_DEGREE // 1000
        return across * across + along * along


def cosine(latitude: int) -> int:
    """Return the cosine of a latitude in microdegrees, in millionths, by its series."""
    angle = abs(latitude) * _RADIAN_OF_A_DEGREE // _ONE
    total = term = _ONE
    for step in range(2, 26, 2):
        term = -term * angle // _ONE * angle // _ONE // (step * (step - 1))
        total += term
    return (total * MICRODEGREES + _ONE // 2) // _ONE


def surroundings(longitude: int, latitude: int, radius: int) -> Surroundings:
    """Return the circle of ``radius`` metres around a point that is not near a pole."""
    longitude_metres = METRES_OF_A_DEGREE * cosine(latitude) // MICRODEGREES
    height = radius * MICRODEGREES // METRES_OF_A_DEGREE + 2
    width = radius * MICRODEGREES // longitude_metres + 2
    return Surroundings(
        longitude=longitude,
        latitude=latitude,
        radius=radius,
        longitude_metres=longitude_metres,
        west=longitude - width,
        south=latitude - height,
        east=longitude + width,
        north=latitude + height,
    )


def check_code(code: str, kind: ProviderKind) -> str:
    """Return the national code of an institution: P for a pharmacy, H for the others, 11 digits.

    Raises:
        ProviderCodeUnfit: it has another shape, or begins with the letter of the other kind.
    """
    letter = "P" if kind is ProviderKind.PHARMACY else "H"
    if not _CODE.fullmatch(code) or code[0] != letter:
        raise ProviderCodeUnfit(letter=letter, kind=kind.label)
    return code


def region_range(region: str | None) -> tuple[str, str]:
    """Return the first and last code of a region and what lies in it; None is everywhere.

    Below a province or prefecture the codes continue its own first two or four digits.
    """
    beginning = (region or "").removesuffix("00").removesuffix("00")
    return beginning.ljust(6, "0"), beginning.ljust(6, "9")
