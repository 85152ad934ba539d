"""What a search finds, in which order, and what it says when it finds nothing."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from yibao.kernel.errors import Several
from yibao.platform.database import Sql
from yibao.providers import actions, demonstration, rules
from yibao.providers.details import Agreement, InstitutionRow, Opening
from yibao.providers.importing import import_institutions
from yibao.providers.kinds import Capability, ProviderKind
from yibao.providers.services.net_hospital_query import net_hospital_query
from yibao.providers.services.qry_agency import qry_agency
from yibao.providers.services.qry_chronic_assess_hosp import qry_chronic_assess_hosp
from yibao.providers.services.qry_medins import qry_medins
from yibao.providers.services.qry_pharmacy import qry_pharmacy
from yibao.providers.services.qry_pool_pharmacy import qry_pool_pharmacy
from yibao.providers.services.rx_open_institutions import rx_open_institutions
from yibao.providers.states import AgreementState
from yibao.providers.tests.conftest import TODAY, ask, stamp

NEAR = {"near": True, "longitude": 106_713_478, "latitude": 26_578_343}


def _pharmacy(number: int, **changes: object) -> InstitutionRow:
    values: dict[str, object] = {
        "code": f"P52019{number:06}",
        "kind": ProviderKind.PHARMACY,
        "name": f"测试连锁{number}号店",
        "region": "520103",
        "address": "测试路1号",
        "agreements": (Agreement(number=str(number), starts_on=TODAY, ends_on=date(2026, 12, 31)),),
    }
    return InstitutionRow(**(values | changes))  # type: ignore[arg-type]


def test_only_pharmacies_with_an_agreement_in_force_are_shown(register: Sql) -> None:
    codes = {each.code for each in ask(qry_pharmacy, page_size=50).providers}
    assert demonstration.PHARMACY in codes
    assert len(codes) == 18
    assert not codes & {demonstration.SUSPENDED, demonstration.EXPIRED}


def test_an_agreement_that_begins_tomorrow_does_not_count_today(register: Sql) -> None:
    later = Agreement(number="1", starts_on=date(2026, 11, 23), ends_on=date(2026, 12, 31))
    import_institutions(register, [_pharmacy(1, agreements=(later,))], stamp=stamp())
    assert ask(qry_pharmacy, name="测试连锁").total == 0


def test_the_first_and_the_last_day_of_an_agreement_count(register: Sql) -> None:
    today_only = Agreement(number="1", starts_on=TODAY, ends_on=TODAY)
    import_institutions(register, [_pharmacy(1, agreements=(today_only,))], stamp=stamp())
    assert ask(qry_pharmacy, name="测试连锁").total == 1


def test_a_prefecture_holds_its_counties_and_no_others(register: Sql) -> None:
    found = ask(qry_medins, region="520300").providers
    assert [each.code for each in found] == ["H52030000001", "H52030000002"]
    assert {each.region for each in found} == {"520302"}
    assert found[0].region_name == "贵州省遵义市红花岗区"
    assert ask(qry_medins, region="520303").total == 0


@pytest.mark.parametrize("part", ["贵阳市测试人民医院", "测试人", "民医", "人民医院"])
def test_a_hospital_is_found_by_any_part_of_its_name(register: Sql, part: str) -> None:
    assert demonstration.HOSPITAL in {e.code for e in ask(qry_medins, name=part).providers}


@pytest.mark.parametrize("part", ["人测", "测试%医院", "测试_民医院", "民医院院"])
def test_a_text_that_is_no_part_of_a_name_finds_nothing(register: Sql, part: str) -> None:
    assert ask(qry_medins, name=part).total == 0


def test_latin_letters_are_found_in_either_case(register: Sql) -> None:
    import_institutions(register, [_pharmacy(1, name="测试abC药房")], stamp=stamp())
    assert ask(qry_pharmacy, name="ABc").total == 1


def test_what_is_near_comes_nearest_first_with_its_distance(register: Sql) -> None:
    found = ask(qry_pharmacy, **NEAR, radius=50_000, page_size=50).providers
    circle = rules.surroundings(106_713_478, 26_578_343, 50_000)
    assert len(found) == 2
    for one, next_one in pairwise(found):
        assert one.distance <= next_one.distance
    for each in found:
        exact = circle.squared_millimetres(each.longitude, each.latitude)
        assert each.distance**2 * 10**6 <= exact < (each.distance + 1) ** 2 * 10**6


def test_what_lies_just_outside_the_circle_is_not_shown(register: Sql) -> None:
    # 1,000 m to the north are 8,993 microdegrees; the corner of the box is farther than the circle.
    places = {1: (0, 8_992), 2: (0, 8_994), 3: (9_000, 8_000)}
    rows = [
        _pharmacy(number, place=(106_713_478 + east, 26_578_343 + north))
        for number, (east, north) in places.items()
    ]
    import_institutions(register, rows, stamp=stamp())
    found = ask(qry_pharmacy, **NEAR, radius=1_000, name="测试连锁").providers
    assert [(each.name, each.distance) for each in found] == [("测试连锁1号店", 999)]


def test_without_a_point_there_is_no_distance(register: Sql) -> None:
    assert {each.distance for each in ask(qry_pharmacy).providers} == {None}


def test_pages_follow_each_other_without_gap_or_repetition(register: Sql) -> None:
    whole = [each.code for each in ask(qry_pharmacy, page_size=50).providers]
    pages = [ask(qry_pharmacy, page=number, page_size=7) for number in (1, 2, 3)]
    assert [each.code for page in pages for each in page.providers] == whole
    assert {page.total for page in pages} == {18}


def test_a_page_beyond_the_last_says_so(register: Sql) -> None:
    result = ask(qry_pharmacy, page=9)
    assert (result.total, result.providers) == (18, [])
    assert result.note == "这一页没有内容，一共只有18家。"


def test_an_empty_answer_says_what_to_do(register: Sql) -> None:
    result = ask(qry_pharmacy, name="没有这一家")
    assert (result.total, result.providers) == (0, [])
    assert result.note == "没有查到符合条件的定点药店。请放宽条件，或换一个地区再查。"


def test_a_search_that_finds_very_much_is_cut_and_says_so(register: Sql) -> None:
    import_institutions(register, [_pharmacy(n) for n in range(1_001)], stamp=stamp())
    result = ask(qry_pharmacy, name="测试连锁", page=20, page_size=50)
    assert (result.total, len(result.providers)) == (1000, 50)
    assert "超过1000家" in result.note
    beyond = ask(qry_pharmacy, name="测试连锁", page=21, page_size=50)
    assert beyond.providers == []
    odd = ask(qry_pharmacy, name="测试连锁", page=34, page_size=30)
    assert len(odd.providers) == 10


def test_a_capability_counts_on_the_days_on_which_it_is_open(register: Sql) -> None:
    rows = [
        _pharmacy(1, openings=(_opening(TODAY, None),)),
        _pharmacy(2, openings=(_opening(TODAY, TODAY),)),
        _pharmacy(3, openings=(_opening(date(2026, 11, 23), None),)),
        _pharmacy(4, openings=(_opening(date(2026, 1, 1), date(2026, 11, 21)),)),
        _pharmacy(5),
    ]
    import_institutions(register, rows, stamp=stamp())
    found = ask(qry_pool_pharmacy, name="测试连锁").providers
    assert [each.code[-1] for each in found] == ["1", "2"]
    assert [each.opened[0].open_until for each in found] == [None, TODAY]
    assert found[0].opened[0].opened_on == TODAY


def test_recognition_is_found_by_disease(register: Sql) -> None:
    assert ask(qry_chronic_assess_hosp).total == 9
    assert ask(qry_chronic_assess_hosp, disease_code="M03900").total == 9
    assert ask(qry_chronic_assess_hosp, disease_code="m03900").total == 9
    assert ask(qry_chronic_assess_hosp, disease_code="M03901").total == 0
    actions.close_capability(
        register,
        demonstration.HOSPITAL,
        Capability.CHRONIC_RECOGNITION,
        last_day=date(2026, 11, 21),
        stamp=stamp(),
        disease_code="M03900",
    )
    assert ask(qry_chronic_assess_hosp, disease_code="M03900").total == 8
    assert ask(qry_chronic_assess_hosp).total == 9


def test_prescriptions_are_taken_by_both_kinds_and_capabilities_are_combined(register: Sql) -> None:
    assert ask(rx_open_institutions).total == 18
    assert ask(rx_open_institutions, kind="hospital").total == 9
    assert ask(rx_open_institutions, kind="pharmacy", capability="dual_channel").total == 9
    actions.close_capability(
        register,
        demonstration.PHARMACY,
        Capability.DUAL_CHANNEL,
        last_day=date(2026, 11, 21),
        stamp=stamp(),
    )
    assert ask(rx_open_institutions, kind="pharmacy", capability="dual_channel").total == 8
    assert ask(rx_open_institutions, kind="pharmacy").total == 9


def test_internet_hospitals_have_a_licence_and_an_address(register: Sql) -> None:
    result = ask(net_hospital_query)
    assert result.total == 9
    assert all(each.licence_number and each.url for each in result.providers)


def test_hospitals_are_filtered_by_kind_level_and_capability(register: Sql) -> None:
    assert ask(qry_medins).total == 18
    assert ask(qry_medins, kind="clinic").total == 9
    assert ask(qry_medins, level="2").total == 9
    assert ask(qry_medins, capability="remote_province").total == 18
    assert ask(qry_medins, kind="clinic", capability="remote_national").total == 0


def test_a_suspended_hospital_comes_back_when_it_is_resumed(register: Sql) -> None:
    code = demonstration.HOSPITAL
    actions.turn_agreement(register, code, AgreementState.SUSPENDED, day=TODAY, stamp=stamp())
    assert ask(qry_medins, region="520100", kind="hospital").total == 0
    actions.turn_agreement(register, code, AgreementState.EFFECTIVE, day=TODAY, stamp=stamp())
    assert ask(qry_medins, region="520100", kind="hospital").total == 1


def test_a_mobile_number_in_the_register_is_masked(register: Sql) -> None:
    import_institutions(register, [_pharmacy(1, phone="13800005678")], stamp=stamp())
    assert ask(qry_pharmacy, name="测试连锁").providers[0].phone == "138****5678"


def test_agencies_are_found_by_region_name_and_what_they_handle(register: Sql) -> None:
    assert ask(qry_agency).total == 11
    guiyang = ask(qry_agency, region="520100").agencies
    assert [each.code for each in guiyang] == ["JB520100", "JB520103"]
    assert ask(qry_agency, name="云岩区").total == 1
    assert ask(qry_agency, service_operation="resident_enrol").total == 11
    assert ask(qry_agency, service_operation="qry_pharmacy").total == 10
    told = ask(qry_agency, name="云岩区").agencies[0].services
    assert ("resident_enrol", "城乡居民参保登记") in {(e.operation, e.service_name) for e in told}


def test_agencies_nearby_come_nearest_first(register: Sql) -> None:
    found = ask(qry_agency, **NEAR).agencies
    assert [each.code for each in found] == ["JB520000", "JB520100", "JB520103"]
    assert found[0].distance == 0


def test_the_surroundings_need_a_point(register: Sql) -> None:
    with pytest.raises(Several) as refusal:
        ask(qry_agency, near=True)
    assert {error.at for error in refusal.value.errors} == {"answers.longitude", "answers.latitude"}


def _opening(starts_on: date, ends_on: date | None) -> Opening:
    return Opening(capability=Capability.OUTPATIENT_POOLING, starts_on=starts_on, ends_on=ends_on)
