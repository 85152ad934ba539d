from collections.abc import Callable

import pytest

from yibao.reference import code_tables, wire
from yibao.reference.errors import CodeTableUnknown


@pytest.mark.parametrize(
    ("name", "national"),
    [
        ("insurance_type", "insutype"),
        ("person_type", "psn_type"),
        ("certificate_type", "psn_cert_type"),
        ("sex", "gend"),
        ("agent_relation", "agnter_rlts"),
        ("enrolment_status", "psn_insu_stas"),
        ("household_kind", "resd_natu"),
    ],
)
def test_a_table_is_found_under_either_name(name: str, national: str) -> None:
    assert wire.national_name(name) == national
    assert wire.table_name(national) == name


def test_the_mapping_is_one_to_one_and_covers_every_table() -> None:
    names = wire.national_names()
    assert sorted(names) == list(code_tables.table_names())
    assert len(set(names.values())) == len(names)


def test_a_national_name_is_no_name_of_ours() -> None:
    ours_and_theirs = set(wire.national_names()) & set(wire.national_names().values())
    assert ours_and_theirs == {"scale_used_flag"}


@pytest.mark.parametrize("look_up", [wire.national_name, wire.table_name])
def test_an_unknown_name_is_refused(look_up: Callable[[str], str]) -> None:
    with pytest.raises(CodeTableUnknown):
        look_up("no_such_table")
