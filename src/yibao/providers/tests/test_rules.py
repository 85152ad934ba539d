"""Codes, regions and distances."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yibao.providers import rules
from yibao.providers.errors import ProviderCodeUnfit
from yibao.providers.kinds import ProviderKind
from yibao.reference import regions

LATITUDES = st.integers(24_500_000, 29_300_000)
LONGITUDES = st.integers(103_500_000, 109_600_000)
RADII = st.integers(100, 50_000)
PROVINCE = "520000"


@given(st.integers(-60_000_000, 60_000_000))
def test_the_cosine_in_integers_is_the_cosine(latitude: int) -> None:
    exact = math.cos(math.radians(latitude / 1e6)) * 1e6
    assert abs(rules.cosine(latitude) - exact) <= 1


@given(LONGITUDES, LATITUDES, st.integers(-400_000, 400_000), st.integers(-400_000, 400_000))
def test_the_distance_is_that_on_the_sphere_within_half_a_percent(
    longitude: int, latitude: int, east: int, north: int
) -> None:
    circle = rules.surroundings(longitude, latitude, 50_000)
    told = math.isqrt(circle.squared_millimetres(longitude + east, latitude + north)) / 1000
    exact = _on_the_sphere(longitude, latitude, longitude + east, latitude + north)
    assert abs(told - exact) <= exact / 200 + 1


@given(LONGITUDES, LATITUDES, RADII, st.integers(-700_000, 700_000), st.integers(-700_000, 700_000))
def test_what_lies_in_the_circle_lies_in_its_box(
    longitude: int, latitude: int, radius: int, east: int, north: int
) -> None:
    circle = rules.surroundings(longitude, latitude, radius)
    place = longitude + east, latitude + north
    if circle.squared_millimetres(*place) <= (radius * 1000) ** 2:
        assert circle.west <= place[0] <= circle.east
        assert circle.south <= place[1] <= circle.north


def test_a_point_is_no_metre_from_itself() -> None:
    assert (
        rules.surroundings(106_000_000, 26_000_000, 100).squared_millimetres(
            106_000_000, 26_000_000
        )
        == 0
    )


def test_a_range_of_codes_holds_a_region_of_the_province_and_what_lies_in_it() -> None:
    everywhere = [
        each.code
        for prefecture in regions.children(PROVINCE)
        for each in (prefecture, *regions.children(prefecture.code))
    ]
    assert len(everywhere) > 90
    for area in everywhere:
        first, last = rules.region_range(area)
        inside = {code for code in everywhere if first <= code <= last}
        assert inside == {code for code in everywhere if regions.is_within(code, area)}


def test_no_region_is_everywhere() -> None:
    assert rules.region_range(None) == ("000000", "999999")


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("H52010000001", ProviderKind.HOSPITAL),
        ("H52010000001", ProviderKind.CLINIC),
        ("P52010000001", ProviderKind.PHARMACY),
    ],
)
def test_a_national_code_fits_its_kind(code: str, kind: ProviderKind) -> None:
    assert rules.check_code(code, kind) == code


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("P52010000001", ProviderKind.HOSPITAL),
        ("H52010000001", ProviderKind.PHARMACY),
        ("H5201000001", ProviderKind.HOSPITAL),
        ("H520100000012", ProviderKind.HOSPITAL),
        ("h52010000001", ProviderKind.HOSPITAL),
        ("H５2010000001", ProviderKind.HOSPITAL),
        ("", ProviderKind.PHARMACY),
    ],
)
def test_another_code_is_refused(code: str, kind: ProviderKind) -> None:
    with pytest.raises(ProviderCodeUnfit):
        rules.check_code(code, kind)


def _on_the_sphere(longitude: int, latitude: int, to_longitude: int, to_latitude: int) -> float:
    """Return the great-circle distance in metres (haversine)."""
    first, second = math.radians(latitude / 1e6), math.radians(to_latitude / 1e6)
    across = math.radians((to_longitude - longitude) / 1e6)
    half = (
        math.sin((second - first) / 2) ** 2
        + math.cos(first) * math.cos(second) * math.sin(across / 2) ** 2
    )
    return 2 * 6_371_008.8 * math.asin(math.sqrt(half))
