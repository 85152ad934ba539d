"""An import file is taken whole, in versions, or not at all."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from yibao.commands import catalogue
from yibao.medical_catalogue import cells, import_files
from yibao.medical_catalogue.cells import CellWrong, Reader
from yibao.medical_catalogue.errors import (
    ImportColumnsMissing,
    ImportColumnsUnknown,
    ImportFileMissing,
    ImportFileUnreadable,
)
from yibao.medical_catalogue.importing import Edition, Outcome, import_file
from yibao.medical_catalogue.tables import TABLES
from yibao.platform.database import Sql

FIRST, SECOND = date(2026, 1, 1), date(2027, 1, 1)
ONE, TWO = "XA01AAA901A001010199971", "XA01AAA901A001010199972"
HEADING = "编码,类型,通用名,费用等级,先行自付比例\n"
BOTH = HEADING + f"{ONE},西药,试验片,甲类,0\n{TWO},西药,试验胶囊,乙类,10%\n"


def _import(
    text: str, *, since: date = FIRST, table: str = "items", dry_run: bool = False, **edition: Any
) -> Outcome:
    file = import_files.read_content(
        text.encode("utf-8-sig"), "a.csv", TABLES[table], valid_from=since
    )
    about = Edition(version=str(since.year), source="试验", valid_from=since, **edition)
    return import_file(file, about, operator="command:test", dry_run=dry_run)


def _items(sql: Sql) -> list[tuple[Any, ...]]:
    sql.execute(
        """SELECT code, payment_class, copayment_rate, valid_from, valid_to, version
           FROM catalogue_item ORDER BY code, valid_from"""
    )
    return sql.fetchall()


def _counts(outcome: Outcome) -> tuple[int, int, int, int]:
    assert not outcome.problems
    return outcome.added, outcome.changed, outcome.unchanged, outcome.ended


def test_a_new_file_is_added_and_the_same_file_again_changes_nothing(sql: Sql) -> None:
    assert _counts(_import(BOTH)) == (2, 0, 0, 0)
    before = _items(sql)
    assert before == [
        (ONE, "A", Decimal(0), FIRST, None, "2026"),
        (TWO, "B", Decimal("0.1"), FIRST, None, "2026"),
    ]
    assert _counts(_import(BOTH)) == (0, 0, 2, 0)
    assert _counts(_import(BOTH, since=SECOND)) == (0, 0, 2, 0)
    assert _items(sql) == before


def test_a_row_that_differs_begins_a_version_and_ends_the_one_before(sql: Sql) -> None:
    _import(BOTH)
    assert _counts(_import(BOTH.replace("甲类", "乙类"), since=SECOND)) == (0, 1, 1, 0)
    assert [row[1:5] for row in _items(sql) if row[0] == ONE] == [
        ("A", Decimal(0), FIRST, SECOND),
        ("B", Decimal(0), SECOND, None),
    ]


def test_a_complete_file_ends_what_it_does_not_name_of_the_same_kind(sql: Sql) -> None:
    _import(BOTH + f"{TWO}9,中成药,试验丸,,\n")
    fewer = HEADING + f"{ONE},西药,试验片,甲类,0\n"
    assert _counts(_import(fewer, since=SECOND)) == (0, 0, 1, 0)
    assert _counts(_import(fewer, since=SECOND, is_complete=True)) == (0, 0, 1, 1)
    assert {row[0]: row[4] for row in _items(sql)} == {ONE: None, TWO: SECOND, TWO + "9": None}


@pytest.mark.parametrize("since", [FIRST, date(2025, 6, 1)])
def test_a_version_never_begins_where_another_has_begun(sql: Sql, since: date) -> None:
    _import(BOTH)
    before = _items(sql)
    outcome = _import(BOTH.replace("甲类", "不予支付"), since=since)
    assert [(problem.row, problem.column) for problem in outcome.problems][:1] == [(2, "生效日期")]
    assert _items(sql) == before


def test_a_dry_run_counts_and_writes_nothing(sql: Sql) -> None:
    assert _counts(_import(BOTH, dry_run=True)) == (2, 0, 0, 0)
    assert _items(sql) == []


def test_one_wrong_row_keeps_the_whole_file_out_and_every_wrong_cell_is_named(sql: Sql) -> None:
    wrong = (
        BOTH + f"{ONE},东药,,丙类,2\nx,西药,名,,\n\n,,,,\n{TWO}7,西药,名,,,多\n{ONE},西药,名,,\n"
    )
    assert [str(problem) for problem in _import(wrong).problems] == [
        "第4行“类型”：只能填西药、中成药、中药饮片、医用耗材",
        "第4行“通用名”：不能为空",
        "第4行“费用等级”：只能填甲类、乙类、不予支付",
        "第4行“先行自付比例”：比例应在0到1之间，最多四位小数，也可写成10%",
        "第5行“编码”：编码应是8至30位字母和数字",
        "第8行：单元格比表头多",
        "第9行：与第2行是同一条，只能留一行",
    ]
    assert _items(sql) == []


def test_a_row_may_bring_its_own_period(sql: Sql) -> None:
    heading = "code,kind,name,valid_from,valid_to\n"
    _import(heading + f"{ONE},western,试验片,2024-01-01,2025-01-01\n")
    assert _items(sql)[0][3:5] == (date(2024, 1, 1), date(2025, 1, 1))
    outcome = _import(heading + f"{TWO},western,试验片,2024-01-01,2024-01-01\n")
    assert [str(problem) for problem in outcome.problems] == ["第2行“失效日期”：应晚于生效日期"]


def test_packaged_codes_give_way_and_leave_their_published_limits(sql: Sql) -> None:
    sql.execute(
        """INSERT INTO catalogue_item (code, kind, name, product_name, category, dosage_form,
             specification, packaging, composition, manufacturer, approval_number, former_code,
             payment_class, payment_scope, published_limits, is_packaged, valid_from, version, source)
           VALUES (%s, 'western', '旧名', '', '', '', '', '', '', '', '', '', '', '',
             '药品儿童专用：儿童', true, '2026-05-01', 'p', 'p')""",
        (ONE,),
    )
    assert _counts(_import(BOTH)) == (2, 0, 0, 0)
    sql.execute("SELECT name, published_limits, is_packaged FROM catalogue_item ORDER BY code")
    assert sql.fetchall() == [("试验片", "药品儿童专用：儿童", False), ("试验胶囊", "", False)]
    assert _counts(_import(BOTH)) == (0, 0, 2, 0)


def test_prices_stock_and_documents_are_imported_too(sql: Sql) -> None:
    price = f"编码,限价类型,金额,适用地区\n{ONE},挂网价,3.0725,520000\n{ONE},挂网价,3.2,\n"
    assert _counts(_import(price, table="prices")) == (2, 0, 0, 0)
    assert _counts(_import(price.replace("3.2,", "3.1,"), table="prices", since=SECOND)) == (
        *(0, 1, 1),
        0,
    )
    stock = "编码,机构编码,机构名称,机构类型,所在地\n" + f"{ONE},H52010300001,医院,医院,520103\n"
    assert _counts(_import(stock, table="stock")) == (1, 0, 0, 0)
    document = "标题,文号,状态,已核对原文\n通知,试验发〔2026〕1号,有效,否\n"
    assert _counts(_import(document, table="documents")) == (1, 0, 0, 0)
    assert _counts(_import(document, table="documents")) == (0, 0, 1, 0)
    assert _counts(_import(document.replace("有效", "已废止"), table="documents")) == (0, 1, 0, 0)
    sql.execute("SELECT state FROM catalogue_policy_document WHERE title = '通知'")
    assert sql.fetchall() == [("abolished",)]


def test_an_import_is_in_the_record_and_in_the_audit_trail(sql: Sql) -> None:
    _import(BOTH)
    sql.execute("SELECT content, version, rows FROM catalogue_import ORDER BY id DESC LIMIT 1")
    assert sql.fetchall() == [("items", "2026", 2)]
    sql.execute("SELECT count(*) FROM audit_entry WHERE action = 'medical_catalogue.import_done'")
    assert sql.fetchall() == [(1,)]


def test_a_spreadsheet_of_the_old_encoding_is_read() -> None:
    file = import_files.read_content(
        BOTH.encode("gb18030"), "a.csv", TABLES["items"], valid_from=FIRST
    )
    assert [row["name"] for _, row in file.rows] == ["试验片", "试验胶囊"]


def test_what_is_no_such_file_is_refused_at_once(tmp_path: Path) -> None:
    def read(content: bytes) -> object:
        return import_files.read_content(content, "a.csv", TABLES["items"], valid_from=FIRST)

    with pytest.raises(ImportFileMissing):
        import_files.read(tmp_path / "none.csv", TABLES["items"], valid_from=FIRST)
    for content in (b"\xff\xfe\x00", b"\x00" * 9, b'a,"b\n'):
        with pytest.raises(ImportFileUnreadable):
            read(content)
    for content in (b"", b"code,kind\n"):
        with pytest.raises(ImportColumnsMissing):
            read(content)
    for heading in ("code,kind,name,颜色\n", "code,kind,name,编码\n", "code,kind,name,\n"):
        with pytest.raises(ImportColumnsUnknown):
            read(heading.encode())


@pytest.mark.parametrize(
    ("read", "cell", "value"),
    [
        (cells.share, "10%", Decimal("0.1")),
        (cells.share, "", None),
        (cells.amount, "0.0001", Decimal("0.0001")),
        (cells.flag, "是", True),
        (cells.flag, "", None),
        (cells.region, "", "000000"),
        (cells.code, "xa01aaa9", "XA01AAA9"),
        (cells.day, "2026-02-28", date(2026, 2, 28)),
        (cells.address, "https://example.org/a", "https://example.org/a"),
    ],
)
def test_a_cell_is_read(read: Reader, cell: str, value: object) -> None:
    assert read(cell) == value


@pytest.mark.parametrize(
    ("read", "cell"),
    [
        (cells.share, "101%"),
        (cells.share, "0.00001"),
        (cells.share, "NaN"),
        (cells.amount, "0"),
        (cells.amount, "-1"),
        (cells.amount, "1e3"),
        (cells.amount, "1.00001"),
        (cells.amount, "Infinity"),
        (cells.flag, "也许"),
        (cells.region, "990000"),
        (cells.code, "XA01-AAA9"),
        (cells.day, "2026-02-29"),
        (cells.day, "20260228"),
        (cells.address, "javascript:alert(1)"),
        (cells.text(3), "四个字了"),
        (cells.text(9), "a\nb"),
    ],
)
def test_a_cell_that_means_nothing_is_refused_with_a_reason(read: Reader, cell: str) -> None:
    with pytest.raises(CellWrong):
        read(cell)


def test_the_command_writes_and_lists(
    sql: Sql, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "items.csv"
    path.write_text(BOTH, encoding="utf-8")
    arguments = ["import", str(path), "--edition", "2026年版", "--source", "试验"]
    assert catalogue.run([*arguments, "--dry-run"]) == 0
    assert "没有写入任何内容。" in capsys.readouterr().out
    assert catalogue.run(arguments) == 0
    assert capsys.readouterr().out == "新增2条，变更0条，终止0条，没有变化0条。\n已写入。\n"
    assert catalogue.run(["list"]) == 0
    assert "items  2026年版  2行" in capsys.readouterr().out
    path.write_text(BOTH.replace("甲类", "丙类"), encoding="utf-8")
    assert catalogue.run([*arguments, "--json"]) == 1
    assert '"written": false' in capsys.readouterr().out
