from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yibao.reference import regions
from yibao.reference.errors import RegionUnknown
from yibao.reference.regions import RegionLevel


def below(code: str) -> list[regions.Region]:
    return [each for child in regions.children(code) for each in [child, *below(child.code)]]


EVERYTHING = below("")
any_region = st.sampled_from(EVERYTHING)


def test_the_edition_has_34_provinces_337_prefectures_and_2853_counties() -> None:
    assert Counter(each.level for each in EVERYTHING) == {
        RegionLevel.PROVINCE: 34,
        RegionLevel.PREFECTURE: 337,
        RegionLevel.COUNTY: 2853,
    }
    assert len({each.code for each in EVERYTHING}) == 3224


def test_guizhou_has_nine_prefectures_and_88_counties() -> None:
    levels = Counter(each.level for each in below("520000"))
    assert levels == {RegionLevel.PREFECTURE: 9, RegionLevel.COUNTY: 88}


@pytest.mark.parametrize(
    ("code", "full_name"),
    [
        ("520102", "贵州省贵阳市南明区"),
        ("520000", "贵州省"),
        ("110101", "北京市东城区"),
        ("500229", "重庆市城口县"),
        ("429004", "湖北省仙桃市"),
        ("441900", "广东省东莞市"),
        ("653228", "新疆维吾尔自治区和田地区和康县"),
        ("710000", "台湾省"),
        ("810000", "香港特别行政区"),
        ("820000", "澳门特别行政区"),
    ],
)
def test_the_full_name_reads_from_the_province_down(code: str, full_name: str) -> None:
    assert regions.full_name(code) == full_name


def test_a_region_has_its_own_name_level_and_parent() -> None:
    region = regions.region("520102")
    assert (region.name, region.level, region.parent) == ("南明区", RegionLevel.COUNTY, "520100")
    assert regions.name("520100") == "贵阳市"


@given(any_region)
def test_every_region_lies_in_all_that_stands_above_it(region: regions.Region) -> None:
    path = regions.path(region.code)
    assert path[0] == regions.province_of(region.code)
    assert path[0].level is RegionLevel.PROVINCE
    assert path[-1] == region
    assert all(regions.is_within(region.code, step.code) for step in path)


@given(any_region)
def test_the_full_name_joins_the_names_of_the_path_without_repeating_one(
    region: regions.Region,
) -> None:
    names = [step.name for step in regions.path(region.code)]
    kept = [name for name, before in zip(names, ["", *names], strict=False) if name != before]
    assert region.full_name == "".join(kept)


@given(any_region)
def test_a_region_is_a_child_of_its_parent_and_stands_lower(region: regions.Region) -> None:
    assert region in regions.children(region.parent)
    levels = [list(RegionLevel).index(step.level) for step in regions.path(region.code)]
    assert levels == sorted(set(levels))


def test_a_county_under_the_province_does_the_work_of_a_prefecture() -> None:
    xiantao = regions.region("429004")
    assert xiantao in regions.children("420000")
    assert regions.prefecture_of("429004") == xiantao


def test_the_districts_of_a_municipality_hang_below_one_prefecture() -> None:
    assert [each.code for each in regions.children("500000")] == ["500100"]
    district, county = regions.prefecture_of("500101"), regions.prefecture_of("500229")
    assert district == county == regions.region("500100")


def test_a_province_has_no_prefecture() -> None:
    assert regions.prefecture_of("520000") is None


def test_only_jiayuguan_keeps_a_pseudo_row_because_it_has_no_other() -> None:
    pseudo = [each.code for each in EVERYTHING if each.name in {"市辖区", "县"}]
    assert pseudo == ["620201"]
    assert [each.code for each in regions.children("620200")] == ["620201"]


def test_guiyang_does_not_lie_in_yunnan() -> None:
    assert regions.is_within("520102", "520000")
    assert not regions.is_within("520102", "530000")
    assert not regions.is_within("520000", "520102")


@pytest.mark.parametrize("code", ["", "52", "529999", "5201020", "贵阳"])
def test_what_is_no_region_is_refused_by_name(code: str) -> None:
    assert not regions.exists(code)
    with pytest.raises(RegionUnknown) as caught:
        regions.full_name(code)
    assert caught.value.code == "reference.region_unknown"


def test_children_of_an_unknown_region_are_not_silently_empty() -> None:
    with pytest.raises(RegionUnknown):
        regions.children("529999")


def test_search_takes_words_and_codes_and_shows_wide_regions_first() -> None:
    assert [each.code for each in regions.search("贵阳 南明")] == ["520102"]
    assert regions.search("贵阳")[0].code == "520100"
    assert regions.search("520102")[0].name == "南明区"
    assert len(regions.search("市", limit=5)) == 5
    assert regions.search("  ") == ()
    assert regions.search("没有这个地方") == ()
