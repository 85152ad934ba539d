import csv
import dataclasses
import gzip
import io
import re
from importlib.resources import files
from pathlib import Path

import msgspec
import pytest

from yibao.reference import code_tables, data_sets
from yibao.reference.errors import DataFileChanged

NAMES = ["code_tables", "diagnoses", "procedures", "regions"]
DATA = files("yibao.reference").joinpath("data")
DOCUMENT = Path(__file__).parents[4] / "docs" / "reference" / "data.md"


def rows_of(name: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data_sets.read_data(name).decode("utf-8"))))[1:]


def test_the_manifest_lists_every_data_file_and_no_other() -> None:
    assert sorted(data_sets.data_sets()) == NAMES
    listed = {each.file for each in data_sets.data_sets().values()}
    assert {each.name for each in DATA.iterdir()} == listed | {"versions.json", "README.md"}


@pytest.mark.parametrize("name", NAMES)
def test_a_file_has_the_checksum_that_the_manifest_states(name: str) -> None:
    assert data_sets.verified_data(name) == data_sets.read_data(name)


def test_a_changed_file_is_refused_by_name() -> None:
    expected = data_sets.data_set("regions")
    packed = DATA.joinpath(expected.file).read_bytes()
    data_sets.check(expected, packed)
    with pytest.raises(DataFileChanged, match=r"regions\.csv"):
        data_sets.check(expected, packed.replace("南明区".encode(), "南明县".encode()))
    with pytest.raises(DataFileChanged):
        data_sets.check(dataclasses.replace(expected, checksum="0" * 64), packed)


@pytest.mark.parametrize("name", ["diagnoses", "procedures", "regions"])
def test_a_file_has_as_many_rows_as_the_manifest_states(name: str) -> None:
    assert len(rows_of(name)) == data_sets.data_set(name).rows


def test_the_code_tables_have_as_many_entries_and_the_version_of_the_manifest() -> None:
    packaged, stated = code_tables.packaged_file(), data_sets.data_set("code_tables")
    assert sum(len(table.entries) for table in packaged.tables) == stated.rows
    assert (packaged.version, packaged.published) == (stated.version, str(stated.valid_from))


@pytest.mark.parametrize(("name", "rows"), [("diagnoses", 33304), ("procedures", 13686)])
def test_a_catalogue_has_unique_codes_in_order_and_readable_names(name: str, rows: int) -> None:
    catalogue = rows_of(name)
    codes = [code for code, _ in catalogue]
    assert len(codes) == rows
    assert codes == sorted(set(codes))
    for code, label in catalogue:
        assert label, code
        assert label == label.strip(), code
        assert not re.search("[?\ufffd\x00-\x1f]", label), (code, label)


def test_names_that_lost_a_character_on_the_way_have_it_back() -> None:
    assert dict(rows_of("diagnoses"))["K07.205"] == "反𬌗"
    assert dict(rows_of("procedures"))["77.5900x001"] == "𧿹囊切除术"


@pytest.mark.parametrize("name", ["diagnoses", "procedures"])
def test_packed_files_carry_no_time_so_that_the_same_content_packs_the_same(name: str) -> None:
    packed = DATA.joinpath(data_sets.data_set(name).file).read_bytes()
    assert packed[:3] == b"\x1f\x8b\x08"
    assert packed[3:8] == b"\x00" * 5
    assert gzip.decompress(packed) == data_sets.read_data(name)


def test_the_document_states_the_editions_and_rows_that_are_shipped() -> None:
    stated = {
        cells[0].strip("`"): cells
        for line in DOCUMENT.read_text(encoding="utf-8").splitlines()
        if line.startswith("| `")
        for cells in [[cell.strip() for cell in line.strip("|").split("|")]]
    }
    for name, data_set in data_sets.data_sets().items():
        cells = stated[name]
        assert int(cells[2].replace(",", "")) == data_set.rows
        assert cells[3] == data_set.version
        assert cells[4] == (str(data_set.valid_from) if data_set.valid_from else "not stated")


def test_the_document_states_how_many_tables_and_local_codes_there_are() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    entries = [
        entry for name in code_tables.table_names() for entry in code_tables.table(name).entries
    ]
    assert f"{len(code_tables.table_names())} tables" in text
    assert f"{sum(entry.local for entry in entries)} codes are marked `local`" in text
    assert f"{sum(not entry.verified for entry in entries)} codes are not `verified`" in text


def test_the_manifest_is_plain_json_with_a_source_and_a_licence_for_each() -> None:
    manifest = msgspec.json.decode(DATA.joinpath("versions.json").read_bytes())
    assert all(each["source"] and each["licence"] and each["title"] for each in manifest.values())
