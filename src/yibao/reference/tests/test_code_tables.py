from collections import Counter
from collections.abc import Callable

import pytest

from yibao.reference import code_tables
from yibao.reference.errors import CodeTableUnknown, CodeUnknown

ALL_TABLES = [code_tables.table(name) for name in code_tables.table_names()]


def test_the_package_ships_332_tables_with_2404_codes() -> None:
    assert len(ALL_TABLES) == 332
    assert sum(len(table.entries) for table in ALL_TABLES) == 2404


@pytest.mark.parametrize(
    ("table", "code", "label"),
    [
        ("insurance_type", "310", "职工基本医疗保险"),
        ("insurance_type", "390", "城乡居民基本医疗保险"),
        ("person_type", "1402", "学龄前儿童"),
        ("person_type", "16", "居民（老年）"),
        ("certificate_type", "01", "居民身份证（户口簿）"),
        ("enrolment_status", "1", "正常参保"),
        ("ethnic_group", "56", "基诺族"),
        ("remote_care_reason", "02", "异地安置退休"),
        ("change_reason", "6401", "死亡"),
        ("department", "A03.04", "心血管内科专业"),
    ],
)
def test_a_code_has_the_label_of_its_source(table: str, code: str, label: str) -> None:
    assert code_tables.label(table, code) == label


@pytest.mark.parametrize(
    "name",
    [
        "insurance_type",
        "person_type",
        "certificate_type",
        "sex",
        "agent_relation",
        "enrolment_status",
        "household_kind",
        "survival_status",
    ],
)
def test_the_tables_that_enrolment_asks_for_are_there(name: str) -> None:
    assert code_tables.table(name).entries


def test_every_table_and_every_entry_has_a_label_without_stray_blanks() -> None:
    for table in ALL_TABLES:
        for text in [table.label, *(entry.label for entry in table.entries)]:
            assert text, table.name
            assert text == text.strip(), table.name


def test_no_table_holds_a_code_twice() -> None:
    for table in ALL_TABLES:
        counts = Counter(entry.code for entry in table.entries)
        assert [code for code, count in counts.items() if count > 1] == [], table.name


def test_no_two_tables_have_the_same_label() -> None:
    counts = Counter(table.label for table in ALL_TABLES)
    assert [label for label, count in counts.items() if count > 1] == []


def test_english_names_are_whole_lower_case_words() -> None:
    for table in ALL_TABLES:
        assert all(part.isalnum() for part in table.name.split("_")), table.name
        assert table.name == table.name.lower()


def test_a_parent_is_another_code_of_the_same_table() -> None:
    for table in ALL_TABLES:
        codes = {entry.code for entry in table.entries}
        for entry in table.entries:
            assert not entry.parent or entry.parent in codes - {entry.code}, (table.name, entry)


def test_detailed_person_types_hang_below_the_wider_ones() -> None:
    assert code_tables.entry("person_type", "1402").parent == "14"
    assert code_tables.entry("person_type", "14").parent == ""


def test_provincial_codes_are_marked_as_local() -> None:
    assert code_tables.entry("insurance_type", "39905").local
    assert code_tables.entry("person_type", "116003").local
    assert not code_tables.entry("insurance_type", "390").local
    assert not code_tables.entry("person_type", "1404").local


def test_codes_that_no_official_document_shows_are_not_called_verified() -> None:
    assert code_tables.entry("insurance_type", "310").verified
    assert not code_tables.entry("household_kind", "10").verified
    assert not code_tables.entry("survival_status", "2").verified


def test_is_code_tells_known_from_unknown_codes() -> None:
    assert code_tables.is_code("sex", "2")
    assert not code_tables.is_code("sex", "7")
    assert not code_tables.is_code("sex", "")


def test_an_unknown_code_names_its_table_to_the_person() -> None:
    with pytest.raises(CodeUnknown) as caught:
        code_tables.label("sex", "7")
    assert str(caught.value) == "“性别”中没有代码“7”。请重新选择。"


@pytest.mark.parametrize("call", [code_tables.table, lambda name: code_tables.is_code(name, "1")])
def test_an_unknown_table_is_an_error_and_not_an_empty_table(call: Callable[[str], object]) -> None:
    with pytest.raises(CodeTableUnknown, match="没有名为“insutype”的代码表"):
        call("insutype")


def test_every_correction_of_a_source_says_what_was_and_is_in_force() -> None:
    for correction in code_tables.packaged_file().corrections:
        table = code_tables.table(correction["table"])
        code = correction["code"]
        now = code_tables.label(correction["table"], code) if code else table.label
        assert now == correction["now"]
        assert correction["was"] != correction["now"] or "合并" in correction["reason"]
