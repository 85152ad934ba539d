from typing import Any

import pytest
from django.db import connection

from yibao.reference import queries
from yibao.reference.errors import DiagnosisUnknown, ProcedureUnknown
from yibao.reference.loading import load_reference_data
from yibao.reference.models import Diagnosis


@pytest.fixture(autouse=True)
def catalogues(db: Any) -> None:
    connection.ensure_connection()
    load_reference_data(connection.connection)


def test_a_diagnosis_is_found_by_its_exact_code() -> None:
    assert queries.find_diagnosis("A00.000").name == "霍乱，由于O1群霍乱弧菌，霍乱生物型所致"
    with pytest.raises(DiagnosisUnknown, match="没有代码“A00”"):
        queries.find_diagnosis("A00")


def test_a_procedure_is_found_by_its_exact_code() -> None:
    assert queries.find_procedure("00.0100").name == "头和颈部血管治疗性超声"
    with pytest.raises(ProcedureUnknown):
        queries.find_procedure("")


@pytest.mark.parametrize("text", ["A00", "a00", " A00 "])
def test_the_beginning_of_a_code_finds_all_below_it_in_order(text: str) -> None:
    codes = [each.code for each in queries.search_diagnoses(text)]
    assert len(codes) == 9
    assert codes == sorted(codes)
    assert all(code.startswith("A00") for code in codes)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("a00.000X001", "A00.000x001"),
        ("x40", "X40.x00"),
        ("a01.000X005+j17", "A01.000x005+J17.0*"),
    ],
)
def test_capitals_do_not_matter_in_a_code(typed: str, code: str) -> None:
    assert code in {each.code for each in queries.search_diagnoses(typed)}


def test_a_part_of_a_name_finds_names_that_begin_with_it_first_and_short_ones_before_long() -> None:
    names = [each.name for each in queries.search_diagnoses("高血压")[:30]]
    assert names[0] == "高血压"
    beginning = [name for name in names if name.startswith("高血压")]
    assert names[: len(beginning)] == beginning
    assert [len(name) for name in beginning] == sorted(len(name) for name in beginning)


def test_procedures_are_searched_the_same_way() -> None:
    assert queries.search_procedures("17.912A0").get().name == "电针治疗"
    assert queries.search_procedures("电针治疗").filter(code="17.912A0").exists()


@pytest.mark.parametrize("text", ["", "  ", "%", "A_0", "没有这种病"])
def test_what_fits_nothing_finds_nothing(text: str) -> None:
    assert not queries.search_diagnoses(text).exists()


def test_a_closed_code_is_not_offered_but_still_found_by_old_cases() -> None:
    Diagnosis.objects.filter(code="A00.000").update(valid_until="2026-01-01")
    assert "A00.000" not in {each.code for each in queries.search_diagnoses("A00")}
    assert queries.find_diagnosis("A00.000").valid_until is not None


def test_the_loaded_editions_can_be_listed() -> None:
    assert [each.name for each in queries.loaded_versions()] == [
        "code_tables",
        "diagnoses",
        "procedures",
        "regions",
    ]
