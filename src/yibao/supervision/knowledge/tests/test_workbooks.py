from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from yibao.supervision.knowledge import workbooks
from yibao.supervision.knowledge.errors import FileMissing, FileTooLarge, NotASpreadsheet
from yibao.supervision.knowledge.reading import read_files


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileMissing, match="找不到文件"):
        workbooks.read(tmp_path / "没有.xlsx")


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04broken", b"\x89PNG\r\n"])
@pytest.mark.parametrize("name", ["x.xlsx", "x.xls", "x.bin"])
def test_what_is_no_spreadsheet_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(NotASpreadsheet):
        workbooks.read(path)


def test_text_in_no_known_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"\xff\xff\xff,\x80")
    with pytest.raises(NotASpreadsheet):
        workbooks.read(path)


def test_a_table_in_the_chinese_encoding_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes("编号,名称\n1,青松片\n".encode("gb18030"))
    assert workbooks.read(path).sheets[0].rows == [["编号", "名称"], ["1", "青松片"]]


def test_a_file_beyond_the_bound_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"0" * 200)
    monkeypatch.setattr(workbooks, "MOST_BYTES", 199)
    with pytest.raises(FileTooLarge):
        workbooks.read(path)


def test_one_cell_in_the_far_corner_does_not_take_all_memory(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "药品通用名")
        sheet.write(1_000_000, 16_000, "x")
    with pytest.raises(FileTooLarge) as refused:
        workbooks.read(path)
    assert "1000001行×16001列" in str(refused.value)


def test_a_formula_where_it_matters_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["序号", "项目名称", "限制数量", "数量单位", "项目编码"])
        for row, quantity in ((1, 1), (2, "=2-1")):
            sheet.write_formula(row, 0, "=ROW()-1", None, row)
            sheet.write_row(row, 1, [f"护理{row}", quantity, "日", f"00120100003000{row}"])
    reading = read_files([path])
    assert [c.name for c in reading.candidates] == ["护理1"]
    assert reading.unread[0].reason == "名称、代码或限定值是公式，不是值"
    assert reading.unread[0].source.row == 3
