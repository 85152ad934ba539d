from typing import Any

import psycopg
import pytest
from django.db import connection

from yibao.reference.data_sets import data_sets
from yibao.reference.loading import load_reference_data, outdated
from yibao.reference.models import DataVersion, Diagnosis, Procedure

pytestmark = pytest.mark.django_db


def raw_connection() -> psycopg.Connection[Any]:
    """The test database under Django's connection, as if nothing had ever been loaded."""
    connection.ensure_connection()
    raw: psycopg.Connection[Any] = connection.connection
    for table in ("reference_dataversion", "reference_diagnosis", "reference_procedure"):
        raw.execute(f"DELETE FROM {table}".encode())
    return raw


def test_the_first_load_fills_both_catalogues_and_tells_what_it_does() -> None:
    raw, told = raw_connection(), list[str]()
    assert load_reference_data(raw, told.append) == list(data_sets())
    assert len(told) == len(data_sets())
    assert "正在装载疾病诊断分类与代码（ICD-10 医保版）（33304 条）。" in told
    assert Diagnosis.objects.count() == 33304
    assert Procedure.objects.count() == 13686
    assert Diagnosis.objects.get(code="A00.000").name.startswith("霍乱")


def test_the_second_load_does_nothing() -> None:
    raw, told = raw_connection(), list[str]()
    load_reference_data(raw)
    before = list(DataVersion.objects.values_list("name", "loaded_at"))
    assert load_reference_data(raw, told.append) == []
    assert told == []
    assert list(DataVersion.objects.values_list("name", "loaded_at")) == before


def test_the_editions_are_noted_with_their_checksums() -> None:
    load_reference_data(raw_connection())
    for version in DataVersion.objects.all():
        data_set = data_sets()[version.name]
        assert (version.version, version.rows) == (data_set.version, data_set.rows)
        assert (version.checksum, version.valid_from) == (data_set.checksum, data_set.valid_from)


def test_another_edition_changes_names_closes_what_is_gone_and_keeps_the_rest() -> None:
    raw = raw_connection()
    load_reference_data(raw)
    Diagnosis.objects.filter(code="A00.000").update(name="旧名称", version="1.0")
    Diagnosis.objects.create(code="Z99.999", name="旧版才有", version="1.0")
    DataVersion.objects.filter(name="diagnoses").update(version="1.0")

    assert outdated(raw) == ["diagnoses"]
    assert load_reference_data(raw) == ["diagnoses"]

    renamed = Diagnosis.objects.get(code="A00.000")
    assert (renamed.name[:2], renamed.version) == ("霍乱", "2.0")
    assert renamed.valid_until is None
    dropped = Diagnosis.objects.get(code="Z99.999")
    assert (dropped.version, dropped.valid_until) == ("1.0", data_sets()["diagnoses"].packaged_on)
    assert Diagnosis.objects.filter(valid_until=None).count() == 33304


def test_a_code_that_comes_back_is_valid_again() -> None:
    raw = raw_connection()
    load_reference_data(raw)
    Diagnosis.objects.filter(code="A00.000").update(valid_until=data_sets()["regions"].valid_from)
    DataVersion.objects.filter(name="diagnoses").update(checksum="0" * 64)
    load_reference_data(raw)
    assert Diagnosis.objects.get(code="A00.000").valid_until is None


def test_a_load_that_fails_leaves_everything_as_it_was() -> None:
    raw = raw_connection()

    def interrupt(sentence: str) -> None:
        if "ICD-9" in sentence:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load_reference_data(raw, interrupt)
    assert Diagnosis.objects.count() == 0
    assert DataVersion.objects.count() == 0
