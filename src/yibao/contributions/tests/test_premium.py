"""What residents pay, by insured year."""

from __future__ import annotations

import pytest

from yibao.contributions.api import premium
from yibao.kernel.money import Money
from yibao.reference.parameters import ParameterMissing, parameter


@pytest.mark.parametrize(("year", "yuan"), [(2024, 380), (2025, 400), (2026, 400), (2027, 400)])
def test_the_premium_is_that_of_the_insured_year(year: int, yuan: int) -> None:
    assert premium("520103", year) == Money.from_yuan(yuan)


def test_a_year_without_a_standard_is_a_defect_and_not_free_of_charge() -> None:
    with pytest.raises(ParameterMissing):
        premium("520103", 2019)


def test_every_value_names_its_source_and_none_claims_to_be_verified() -> None:
    for value in parameter("contributions.resident_premium").values:
        assert value.source
        assert not value.is_verified
