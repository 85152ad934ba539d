"""The time limits on a negative decision are those in force on its day."""

from __future__ import annotations

from datetime import date

import pytest

from yibao.casework.notices.remedies import remedies_on
from yibao.reference.parameters import ParameterMissing


def test_the_limits_come_from_the_parameters_of_the_day() -> None:
    remedies = remedies_on(date(2026, 3, 2), review_agency="甲市人民政府", court="乙区人民法院")
    assert (remedies.review_days, remedies.litigation_months) == (60, 6)
    assert not remedies.review_comes_first


def test_a_day_without_a_known_limit_is_an_error_and_not_a_guess() -> None:
    with pytest.raises(ParameterMissing):
        remedies_on(date(2010, 1, 1), review_agency="甲市人民政府", court="乙区人民法院")
