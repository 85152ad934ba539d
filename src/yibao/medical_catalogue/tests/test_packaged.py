"""The packaged files are whole, load once, and stand back behind the province's list."""

from __future__ import annotations

from datetime import date

import pytest

from yibao.medical_catalogue import import_files, packaged
from yibao.medical_catalogue.importing import Edition, import_file
from yibao.medical_catalogue.services.cat_basic_query import cat_basic_query
from yibao.medical_catalogue.tables import DOCUMENTS, TABLES
from yibao.medical_catalogue.tests.conftest import Ask
from yibao.platform.database import Sql
from yibao.reference.errors import DataFileChanged
from yibao.supervision.knowledge import shipped

APALUTAMIDE = "XL02BBA326A001010102180"


@pytest.mark.parametrize("name", packaged.data_sets())
def test_a_packaged_file_is_the_one_of_the_manifest(name: str) -> None:
    lines = packaged.content(name).decode("utf-8").splitlines()
    assert len(lines) - 1 == packaged.data_sets()[name].rows


def test_a_changed_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    read = packaged._read
    monkeypatch.setattr(
        packaged, "_read", lambda file: read(file) + (b"" if file == "versions.json" else b" ")
    )
    with pytest.raises(DataFileChanged):
        packaged.content(packaged.ITEMS)


def test_packaged_data_load_once_and_say_what_they_are(ask: Ask, sql: Sql) -> None:
    expected = sum(each.rows for each in packaged.data_sets().values())
    sentences: list[str] = []
    assert packaged.load_packaged(progress=sentences.append) == expected
    assert len(sentences) == 2
    assert packaged.load_packaged() == 0
    found = ask(cat_basic_query, code=APALUTAMIDE)
    assert found.item.name == "阿帕他胺片"
    assert "药品区分性别使用：男" in found.item.published_limits
    assert found.item.payment_class == "未载明"
    assert "导入本省目录后才有" in found.explanation


def test_after_a_list_of_the_province_packaged_codes_are_not_added(sql: Sql) -> None:
    file = import_files.read_content(
        f"code,kind,name\n{APALUTAMIDE},western,省目录的名\n".encode(),
        "a.csv",
        TABLES["items"],
        valid_from=date(2026, 1, 1),
    )
    edition = Edition(version="2026", source="试验", valid_from=date(2026, 1, 1))
    import_file(file, edition, operator="command:test")
    assert packaged.load_packaged() == packaged.data_sets()[packaged.POLICY_DOCUMENTS].rows
    sql.execute("SELECT name FROM catalogue_item")
    assert sql.fetchall() == [("省目录的名",)]


def test_the_packaged_documents_are_readable_and_none_claims_to_be_compared() -> None:
    file = packaged.read_documents()
    assert file.table is DOCUMENTS
    assert not file.problems
    assert file.rows
    assert not any(row["is_verified"] for _, row in file.rows)


def test_the_packaged_codes_are_the_drug_codes_of_the_published_knowledge_points() -> None:
    lines = packaged.content(packaged.ITEMS).decode("utf-8").splitlines()[1:]
    published = {code for point in shipped.points() for code in point.codes if code[0] in "XZT"}
    assert {line.partition(",")[0] for line in lines} == published
