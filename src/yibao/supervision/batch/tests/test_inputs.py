"""National tables are known by their header, others by a mapping file; bad rows are counted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from yibao.supervision.batch.errors import (
    ColumnMissing,
    InputMissing,
    InputUnreadable,
    MappingWrong,
)
from yibao.supervision.batch.mapping import read_mapping
from yibao.supervision.batch.run import audit
from yibao.supervision.batch.sources import Inputs
from yibao.supervision.batch.tests.tables import NOW, asked, findings, inputs_of, table
from yibao.supervision.rules.declaration import Rule
from yibao.supervision.tests.parity.samples import a_row, a_rule

# 2026-03-05 is day 20517; the boy is eleven.
VISIT = {
    "mdtrt_id": "5201A1", "psn_no": "P1", "fixmedins_code": "H1", "hosp_lv": "2",
    "begntime": "2026-03-05 08:30:00", "endtime": "2026-03-07 10:00:00", "med_type": "21",
    "insutype": "390", "fix_blng_admdvs": "520100", "dise_no": "", "adm_dept_codg": "A03",
    "gend": "1", "brdy": "2014-07-01", "die_date": None, "vali_flag": "1", "psn_name": "测试",
    "pt": "202603",
}  # fmt: skip
LINE = {
    "bkkp_sn": "L1", "mdtrt_id": "5201A1", "fee_ocur_time": "2026-03-05 09:00:00",
    "med_list_codg": "X1", "list_type": "101", "cnt": "2.5000", "pric": "12.345678",
    "det_item_fee_sumamt": "30.86", "med_chrgitm_type": "09", "inscp_amt": "30.86",
    "prd_days": "7", "rx_drord_no": "R1", "bilg_dept_codg": "A03", "bilg_dr_code": "D1",
    "crte_time": "2026-03-05 09:10:00", "vali_flag": "1", "pt": "202603",
}  # fmt: skip
DIAGNOSIS = {
    "setl_list_diag_id": "1", "mdtrt_id": "5201A1", "diag_code": "J18.900",
    "maindiag_flag": "1", "vali_flag": "1",
}  # fmt: skip
OPERATION = {
    "setl_list_oprn_id": "1", "mdtrt_id": "5201A1", "oprn_oprt_code": "47.0100",
    "main_oprn_flag": "1", "oprn_oprt_begntime": "2026-03-06 10:00:00", "vali_flag": "1",
}  # fmt: skip
SETTLEMENT = {
    "setl_id": "S1", "mdtrt_id": "5201A1", "medfee_sumamt": "100.00",
    "setl_time": "2026-03-07 11:00:00", "refd_setl_flag": "0", "vali_flag": "1",
}  # fmt: skip
KNOWN = [a_row("X1", low=18)]


def of_every_fact() -> list[Rule]:
    """Return rules that hold only if every national column arrived as it should."""
    return [
        a_rule(
            "line",
            violates="line.age_years < knowledge.low AND line.quantity = 25000 "
            "AND line.unit_price = 12345678 AND line.amount = 3086 AND line.days = 7 "
            "AND line.item_kind = 'drug' AND line.minute = 20517 * 1440 + 540 "
            "AND line.uploaded_minute - line.minute = 10 AND line.charge_class = '09' "
            "AND line.prescription = 'R1' AND line.fund_paid AND line.day = 20517 "
            "AND encounter.setting = 'inpatient' AND encounter.institution_level = 3 "
            "AND encounter.main_diagnosis = 'J18.900' AND encounter.operation_count = 1 "
            "AND encounter.total_amount = 9000 AND patient.sex = '1' "
            "AND encounter.end_day = 20519 AND encounter.disease_programme IS NULL",
        )
    ]


@pytest.fixture
def national(tmp_path: Path) -> Path:
    """Give a folder with one stay in national tables, all columns texts."""
    refund = SETTLEMENT | {"setl_id": "S2", "medfee_sumamt": "-10.00"}
    reversed_one = SETTLEMENT | {"setl_id": "S3", "refd_setl_flag": "1"}
    void = LINE | {"bkkp_sn": "L9", "vali_flag": "0"}
    table(tmp_path / "line" / "fee_list_d.parquet", [LINE, void])
    table(tmp_path / "encounter" / "mdtrt_d.parquet", [VISIT])
    table(tmp_path / "encounter" / "setl_d.parquet", [SETTLEMENT, refund, reversed_one])
    table(tmp_path / "diagnosis" / "setl_list_diag_d.parquet", [DIAGNOSIS])
    table(tmp_path / "operation" / "setl_list_oprn_d.parquet", [OPERATION])
    return tmp_path


def test_national_tables_need_no_mapping(national: Path) -> None:
    work = national / "work"
    record = audit(asked(work, inputs_of(national), of_every_fact(), KNOWN), now=NOW)
    assert [(row["violating"], row["institution_id"]) for row in findings(work)] == [(["L1"], "H1")]
    assert record.unread == ()


def test_typed_national_tables_are_read_alike(national: Path) -> None:
    table(
        national / "line" / "fee_list_d.parquet",
        [LINE],
        fee_ocur_time="TIMESTAMP",
        cnt="DECIMAL(16,4)",
        pric="DECIMAL(16,6)",
        det_item_fee_sumamt="DECIMAL(16,2)",
        prd_days="INTEGER",
        crte_time="TIMESTAMP",
    )
    table(national / "encounter" / "mdtrt_d.parquet", [VISIT], brdy="DATE", begntime="TIMESTAMP")
    work = national / "work"
    audit(asked(work, inputs_of(national), of_every_fact(), KNOWN), now=NOW)
    assert [row["violating"] for row in findings(work)] == [["L1"]]


MAPPING = """
relations:
  line:
    columns:
      line_id: {column: 流水号}
      encounter_id: {column: 就诊}
      item_code: {column: 编码}
      day: {column: 日期, transform: date}
      quantity: {column: 数量, transform: quantity}
      unit_price: {column: 单价, transform: price}
      amount: {column: 金额, transform: fen}
"""


def test_a_mapping_file_reads_any_table(national: Path) -> None:
    own = {
        "流水号": "L1", "就诊": "5201A1", "编码": "X1", "日期": "20260305", "数量": "1",
        "单价": "3", "金额": "3",
    }  # fmt: skip
    table(national / "line" / "fee_list_d.parquet", [own])
    inputs = inputs_of(national, mapping=read_mapping(MAPPING))
    rule = a_rule("line", violates="line.day = 20517 AND line.minute = line.day * 1440")
    audit(asked(national / "work", inputs, [rule], KNOWN), now=NOW)
    assert [row["amount"] for row in findings(national / "work")] == [300]


@pytest.mark.parametrize(
    ("good", "bad"),
    [("fen", "dollars"), ("line_id", "line_number"), ("  line:", "  lines:"), ("{", "[")],
)
def test_a_mapping_file_with_an_unknown_word_is_refused(good: str, bad: str) -> None:
    with pytest.raises(MappingWrong):
        read_mapping(MAPPING.replace(good, bad, 1))


def test_rows_that_cannot_be_read_are_counted_and_named(national: Path) -> None:
    bad: list[dict[str, Any]] = [
        LINE | {"bkkp_sn": "L2", "fee_ocur_time": "2026-02-31"},
        LINE | {"bkkp_sn": "L3", "cnt": "-1"},
        LINE | {"bkkp_sn": "L4", "cnt": None},
        LINE | {"bkkp_sn": "L5", "cnt": "viel"},
        LINE | {"bkkp_sn": "L6", "mdtrt_id": "nowhere"},
    ]
    table(national / "line" / "fee_list_d.parquet", [LINE, *bad])
    twice = VISIT | {"begntime": "2026-03-06 00:00:00"}
    table(national / "encounter" / "mdtrt_d.parquet", [VISIT, twice])
    work = national / "work"
    record = audit(asked(work, inputs_of(national), of_every_fact(), KNOWN), now=NOW)
    told = {(each.relation, each.reason): (each.rows, each.examples) for each in record.unread}
    assert told == {
        ("line", "day"): (1, ("L2",)),
        ("line", "quantity_negative"): (1, ("L3",)),
        ("line", "quantity"): (2, ("L4", "L5")),
        ("line", "no_encounter"): (1, ("L6",)),
        ("encounter", "duplicate"): (2, ("5201A1",)),
    }
    assert not record.is_complete
    assert record.rules[0].unread_rows == 5
    assert record.lines == 1


def test_lines_find_the_encounter_that_comes_later(national: Path) -> None:
    early = LINE | {"bkkp_sn": "L2", "mdtrt_id": "5201A2"}
    table(national / "line" / "fee_list_d.parquet", [LINE, early])
    work = national / "work"
    rule = a_rule("line", violates="line.day > 0")
    first = audit(asked(work, inputs_of(national), [rule], KNOWN), now=NOW)
    assert [each.reason for each in first.unread] == ["no_encounter"]
    table(national / "encounter" / "later.parquet", [VISIT | {"mdtrt_id": "5201A2"}])
    second = audit(asked(work, inputs_of(national), [rule], KNOWN), now=NOW)
    assert second.unread == ()
    assert second.findings == 2


def test_a_missing_required_column_is_named(national: Path) -> None:
    without = {name: value for name, value in VISIT.items() if name != "fixmedins_code"}
    table(national / "encounter" / "mdtrt_d.parquet", [without])
    with pytest.raises(ColumnMissing, match="fixmedins_code"):
        audit(asked(national / "work", inputs_of(national), of_every_fact(), KNOWN), now=NOW)


def test_a_missing_optional_column_is_empty(national: Path) -> None:
    without = {name: value for name, value in LINE.items() if name != "rx_drord_no"}
    table(national / "line" / "fee_list_d.parquet", [without])
    rule = a_rule("line", violates="line.prescription IS NULL")
    audit(asked(national / "work", inputs_of(national), [rule], KNOWN), now=NOW)
    assert len(findings(national / "work")) == 1


def test_a_pattern_without_files_and_a_file_that_is_no_table_are_refused(tmp_path: Path) -> None:
    inputs = Inputs(lines=(str(tmp_path / "*.parquet"),), encounters=())
    with pytest.raises(InputMissing):
        audit(asked(tmp_path / "work", inputs, []), now=NOW)
    (tmp_path / "x.parquet").write_bytes(b"no table")
    with pytest.raises(InputUnreadable):
        audit(asked(tmp_path / "work", inputs, []), now=NOW)
