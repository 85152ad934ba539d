from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yibao.supervision.knowledge.codes import kind_of, normalised

CASES = [
    ("XL02BBA326A001010102180", "drug"),
    ("ZD03AAA0043010100166", "drug"),
    ("T001700233", "decoction"),
    ("001102000040000", "service"),
    ("C0101010010100001", "consumable"),
    ("A00.000x001", "diagnosis"),
    ("X60.000", "diagnosis"),
    ("A17.000+G01*", "diagnosis"),
    ("00.0100x001", "operation"),
    ("1102000040000", None),
    ("XL02BBA326A00101010218", None),
    ("青松片", None),
    ("", None),
]


@pytest.mark.parametrize(("code", "kind"), CASES)
def test_a_code_is_known_by_its_shape(code: str, kind: str | None) -> None:
    assert kind_of(code) == kind


def test_blanks_full_width_and_small_letters_are_made_ordinary() -> None:
    assert normalised(" ｘl02bba326a 001010102180\u3000") == "XL02BBA326A001010102180"
    assert normalised("a00.000X001") == "A00.000x001"


@given(st.text(max_size=40))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalised(text)
    assert normalised(once) == once or kind_of(once) is None


def test_every_catalogued_diagnosis_and_operation_has_a_shape() -> None:
    from yibao.reference.data_sets import read_data

    for name, kind in (("diagnoses", "diagnosis"), ("procedures", "operation")):
        codes = [line.split(",")[0] for line in read_data(name).decode().splitlines()[1:]]
        assert len(codes) > 13_000
        odd = [code for code in codes if kind_of(normalised(code)) != kind]
        assert odd == []
