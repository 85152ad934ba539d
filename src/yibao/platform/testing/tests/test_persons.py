from __future__ import annotations

import pytest

from yibao.kernel import identity_number, phone
from yibao.platform.testing.persons import (
    EVERYONE,
    LI_SI,
    MAIMAITI,
    XIAO_MING,
    ZHANG_SAN,
    ZHAO_LIU,
    TestPerson,
)


@pytest.mark.parametrize("person", EVERYONE, ids=lambda person: person.name)
def test_every_person_has_a_right_identity_number(person: TestPerson) -> None:
    assert identity_number.check(person.identity_number).text == person.identity_number
    assert person.identity_number.startswith("52")


@pytest.mark.parametrize("person", EVERYONE, ids=lambda person: person.name)
def test_every_telephone_number_has_the_right_form(person: TestPerson) -> None:
    assert person is XIAO_MING or phone.check(person.phone) == person.phone


def test_nobody_shares_a_number_or_a_name() -> None:
    for attribute in ("name", "identity_number", "phone"):
        values = [getattr(person, attribute) for person in EVERYONE]
        assert len(set(values)) == len(values)


def test_the_constants_stay_as_other_tests_and_documents_quote_them() -> None:
    assert ZHANG_SAN.identity_number == "520102199003070110"
    assert (ZHANG_SAN.is_female, LI_SI.is_female) == (False, True)
    assert ZHAO_LIU.birth_date.isoformat() == "1948-02-29"
    assert XIAO_MING.birth_date > LI_SI.birth_date
    assert "·" in MAIMAITI.name
