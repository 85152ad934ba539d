import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yibao.kernel import masking


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("", ""),
        ("张", "*"),
        ("张三", "张*"),
        ("张小三", "张**"),
        ("欧阳小华", "欧**华"),
        ("马·力", "马*力"),
        ("阿卜杜拉·买买提", "阿******提"),
    ],
)
def test_a_name_keeps_its_first_and_when_long_its_last_character(name: str, shown: str) -> None:
    assert masking.mask_name(name) == shown


def test_another_person_is_a_masked_name_with_the_relation() -> None:
    assert masking.mask_other_person("李四", "母亲") == "李* (母亲)"


def test_numbers_keep_only_the_ends_that_the_rule_names() -> None:
    assert masking.mask_identity_number("520102199001021234") == "520***********1234"
    assert masking.mask_identity_number("520102900102123") == "520********2123"
    assert masking.mask_identity_number_on_banner("520102199001021234") == "5****************4"
    assert masking.mask_mobile_number("13812345678") == "138****5678"
    assert masking.mask_card_number("6222021234561234") == "**** 1234"


def test_numbers_of_another_length_reveal_less() -> None:
    assert masking.mask_identity_number("E12345678") == "******678"
    assert masking.mask_identity_number("") == ""
    assert masking.mask_identity_number_on_banner("E12345678") == "*********"
    assert masking.mask_mobile_number("085188881234") == "********1234"
    assert masking.mask_mobile_number("12") == "**"
    assert masking.mask_card_number("1234 ") == "**** ****"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("贵阳市南明区中华南路1号", "贵阳市南明区***"),
        ("贵州省贵阳市南明区中华南路1号", "贵州省贵阳市南明区***"),
        ("北京市朝阳区建国路88号", "北京市朝阳区***"),
        ("贵州省黔东南苗族侗族自治州凯里市韶山路", "贵州省黔东南苗族侗族自治州凯里市***"),
        ("内蒙古自治区锡林郭勒盟锡林浩特市", "内蒙古自治区锡林郭勒盟锡林浩特市***"),
        ("遵义市道真仡佬族苗族自治县玉溪镇", "遵义市道真仡佬族苗族自治县***"),
        ("六盘水市六枝特区平寨镇", "六盘水市六枝特区***"),
        ("济南市市中区经四路", "济南市市中区***"),
        ("唐山市路南区新华道", "唐山市路南区***"),
        ("新乡市红旗区平原路", "新乡市红旗区***"),
        ("江西省景德镇市珠山区", "江西省景德镇市珠山区***"),
        ("长春市二道区东盛大街", "长春市二道区***"),
        ("东莞市南城街道新区大厦5号", "东莞市***"),
        ("东莞市幸福小区3栋", "东莞市***"),
        ("中华北路1号花园小区", "***"),
        ("", "***"),
    ],
)
def test_an_address_ends_at_its_county(address: str, shown: str) -> None:
    assert masking.mask_address(address) == shown


@given(
    st.sampled_from(["贵州省贵阳市南明区", "北京市朝阳区", "东莞市", ""]),
    st.text("中华花园幸福路街道镇村小区号栋0123456789", max_size=20),
)
def test_an_address_never_shows_a_house_number_or_a_street(county: str, rest: str) -> None:
    shown = masking.mask_address(f"{county}人民路{rest}")
    assert not re.search("[路街号栋0-9]", shown)
    assert shown == f"{county}***"


def test_an_organisation_keeps_its_ends() -> None:
    assert masking.mask_organisation_name("贵州某某科技有限公司") == "贵州**公司"
    assert masking.mask_organisation_name("某某药店") == "某**"
    assert masking.mask_organisation_name("") == "**"


@pytest.mark.parametrize(
    "mask",
    [
        masking.mask_identity_number,
        masking.mask_identity_number_on_banner,
        masking.mask_mobile_number,
        masking.mask_card_number,
    ],
)
@given(text=st.from_regex(r"\A[A-Z0-9]{1,24}\Z"))
def test_no_number_shows_more_than_seven_characters(mask: Callable[[str], str], text: str) -> None:
    shown = re.sub(r"[* ]", "", mask(text))
    assert len(shown) <= min(7, (2 * len(text) + 2) // 3)
    assert mask(text) != text
