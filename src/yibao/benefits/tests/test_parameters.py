"""Every number that a calculation may ask for is declared, dated and sourced."""

from __future__ import annotations

from datetime import date

import pytest

from yibao.benefits.errors import ParameterNotInSet, ParameterSetUnknown
from yibao.benefits.parameters import ASSUMED, Parameters, parameter_set, parameter_sets
from yibao.kernel.errors import Several
from yibao.reference.parameters import parameters_of
from yibao.reference.regions import exists

GUIYANG = parameter_set("GY-2025-UNVERIFIED")
DAY = date(2025, 1, 1)


@pytest.mark.parametrize("name", sorted(parameters_of("benefits")))
def test_guiyang_has_a_value_of_every_parameter_and_says_that_nobody_checked_it(name: str) -> None:
    policy = Parameters(GUIYANG, DAY)[name]
    assert policy.text
    assert policy.source
    assert policy.label in policy.label.strip()
    assert not policy.is_verified


def test_the_day_before_the_first_value_is_refused_with_what_is_missing() -> None:
    with pytest.raises(ParameterNotInSet) as caught:
        Parameters(GUIYANG, date(2024, 12, 31))["outpatient_ceiling_resident"]
    assert str(caught.value) == (
        "参数集“GY-2025-UNVERIFIED”在2024-12-31没有“居民普通门诊统筹年度封顶线”，不能计算。"
    )


def test_an_unknown_set_is_told_with_those_there_are() -> None:
    with pytest.raises(ParameterSetUnknown) as caught:
        parameter_set("BJ-2025")
    assert caught.value.to_dict()["fix"] == "现有参数集：GY-2025-UNVERIFIED、WN-2025。"


def test_every_set_names_a_region_that_exists() -> None:
    assert all(exists(each.region) for each in parameter_sets().values())


def test_weinan_has_bands_and_factors_of_its_own() -> None:
    weinan = Parameters(parameter_set("WN-2025"), DAY)
    assert weinan["critical_band_1_until"].in_words == "30,000.00元"
    assert weinan["remote_factor_resident_unregistered"].in_words == "80%"
    assert weinan["remote_mode"].text == "MULTIPLY"


def test_an_assumption_goes_before_what_is_published_and_says_so() -> None:
    policy = Parameters(GUIYANG, DAY, {"aid_ceiling": "60000"})["aid_ceiling"]
    assert policy.in_words == "60,000.00元"
    assert policy.source == ASSUMED


def test_all_wrong_assumptions_are_told_at_once() -> None:
    assumed = {
        "aid_ceiling": "-1",
        "care_rate": "1.5",
        "remote_mode": "DIVIDE",
        "care_lowest_level": "three",
        "critical_relief_identities": "rich",
        "critical_relief_removes_ceiling": "yes",
        "colour": "red",
    }
    with pytest.raises(Several) as caught:
        Parameters(GUIYANG, DAY, assumed)
    assert [error.at for error in caught.value.errors] == [f"assumptions.{n}" for n in assumed]
    assert caught.value.errors[-1].code == "benefits.assumption_unknown"
