from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import pytest

from yibao.supervision.knowledge.errors import CodeSheetMissing, NoKnowledgeSheet
from yibao.supervision.knowledge.headers import heading_of
from yibao.supervision.knowledge.reading import read_files
from yibao.supervision.knowledge.tests.conftest import DRUG, Cells, WriteBook

SERVICE_HEADINGS = [
    "序号", "医疗服务项目名称", "限定性别", "检出逻辑", "逻辑依据",
    "项目代码，供参考\n（2022版国家医保局全国医疗服务项目）", "备注",
]  # fmt: skip
NOTE = "各省依据国家项目代码，配置规则知识点中各省项目代码"
PAIR_HEADINGS = [
    "序号", "时间区间", "医疗服务项目A名称", "医疗服务项目A代码供参考\n（国家医保局全国医疗服务项目）",
    "医疗服务项目B名称", "医疗服务项目B代码供参考\n（国家医保局全国医疗服务项目）", "检出逻辑",
    "逻辑依据\n（国家医保局全国医疗服务项目，项目A项目内涵）", "备注",
]  # fmt: skip


def test_an_official_attachment_is_read_with_its_code_sheet(
    write_book: WriteBook, official_drugs: Mapping[str, Cells]
) -> None:
    # 16,384 formatted columns, as some attachments have, cost nothing.
    path = write_book("第五批 药品限医疗机构级别.xlsx", official_drugs, far_blank=True)
    reading = read_files([path])
    first, second = reading.candidates
    assert (first.rule, first.name, first.fact, first.batch) == ("N12", "青松注射液", "二级", "5")
    assert first.codes == (DRUG.format(1), DRUG.format(2))
    assert second.codes == (DRUG.format(3),)
    assert second.source.row == 6
    assert (reading.unread, reading.remarks) == ([], 2)


def test_an_official_sheet_of_services_carries_its_codes_itself(write_book: WriteBook) -> None:
    rows = [
        ["附件2"], ["“医疗服务项目区分性别使用”规则对应知识点明细"], [], SERVICE_HEADINGS,
        [1, "青松造影", "男", "与限定性别不符", "男性检查", "002101030280000", NOTE],
        [2, "白云造影", "不详", "与限定性别不符", "女性检查", "002101030290000", NOTE],
        ["说明：性别不清人群不纳入此规则范畴。"],
    ]  # fmt: skip
    reading = read_files([write_book("某.xlsx", {"明细": rows})])
    assert [(c.rule, c.fact, c.codes) for c in reading.candidates] == [
        ("N81", "男", ("002101030280000",)),
        ("N81", "见公布原文", ("002101030290000",)),
    ]
    assert reading.remarks == 1


def test_a_pair_has_its_first_item_as_code_and_the_refused_one_as_partner(
    write_book: WriteBook,
) -> None:
    row = [1, "6小时", "监护", "001103000010000", "诊查", "001102000030000", "", "含诊查", NOTE]
    reading = read_files([write_book("x.xlsx", {"重复": [["题"], [], PAIR_HEADINGS, row]})])
    (pair,) = reading.candidates
    assert (pair.rule, pair.codes, pair.partner) == ("N25", ("001103000010000",), "001102000030000")
    assert (pair.limit.listed, pair.limit.high, pair.name) == ("|hours|", 360, "监护 × 诊查")


def test_a_tidied_batch_links_codes_by_name_and_tells_two_rules_apart(
    write_book: WriteBook,
) -> None:
    sheets = {
        "Sheet1": [
            ["药品通用名", "药品说明", "限定类型", "限定对象"],
            ["青松口服液", "用于小儿咳嗽。", "限定年龄对象", "儿童"],
            ["白云颗粒", "限6-17岁儿童。", "限定年龄对象", "儿童"],
        ],
        "Sheet2": [
            ["药品通用名", "序号", "国标代码", "限定类型"],
            ["青松口服液", 1, DRUG.format(1), "限定年龄对象"],
            ["白云颗粒", 1, DRUG.format(2), "限定年龄对象"],
        ],
    }
    reading = read_files([write_book("【第一批】x.xlsx", sheets)])
    assert [(c.rule, c.fact) for c in reading.candidates] == [
        ("N65", "儿童"),
        ("N07", "6岁至17岁"),
    ]


def test_one_bad_row_stops_nothing_and_is_named(write_book: WriteBook) -> None:
    rows = [
        ["序号", "项目名称", "限制数量", "数量单位", "项目编码"],
        [1, "青松护理", 1, "日", "001201000030000"],
        [2, "白云护理", 1, "日", "1201000040000"],
        [3, "", 1, "日", "001201000050000"],
        [4, "红叶护理", 1, "箱", "001201000060000"],
        [5, "黄山护理", 1, "日", ""],
        [1, "青松护理", 1, "日", "001201000030000"],
        [6, "绿水护理", 24, "小时", "００１２０１ ０００００７００００"],
    ]
    reading = read_files([write_book("x.xlsx", {"Sheet1": rows})], rule="N27")
    assert [c.name for c in reading.candidates] == ["青松护理"]
    assert [(u.source.row, u.reason) for u in reading.unread] == [
        (3, "不是国家编码的样式：1201000040000"),
        (4, "没有名称"),
        (5, "读不懂的限定：每日1箱"),
        (6, "没有代码"),
        (7, "与前面的一行重复"),
        (8, "不是国家编码的样式：001201"),
    ]


def test_codes_that_nobody_can_read_or_place_are_named(
    write_book: WriteBook, official_drugs: Mapping[str, Cells]
) -> None:
    knowledge, codes = official_drugs
    more = [[1, "", 3, DRUG.format(1)], ["", "", 4, "青松"], [9, "无主片", 1, DRUG.format(9)]]
    sheets = {knowledge: official_drugs[knowledge], codes: [*official_drugs[codes], *more]}
    reading = read_files([write_book("x.xlsx", sheets)])
    assert len(reading.candidates) == 2
    assert [(u.source.row, u.reason) for u in reading.unread] == [
        (6, "同一知识点里代码重复"),
        (7, "不是国家编码的样式：青松"),
        (8, "有代码，没有对应的知识点：9"),
    ]


def test_a_knowledge_sheet_without_codes_is_refused(
    write_book: WriteBook, official_drugs: Mapping[str, Cells]
) -> None:
    knowledge = next(iter(official_drugs))
    path = write_book("x.xlsx", {knowledge: official_drugs[knowledge]})
    with pytest.raises(CodeSheetMissing):
        read_files([path])


def test_a_workbook_about_something_else_is_refused(write_book: WriteBook) -> None:
    with pytest.raises(NoKnowledgeSheet):
        read_files([write_book("x.xlsx", {"Sheet1": [["日期", "天气"], ["周一", "晴"]]})])


def test_a_row_whose_rule_nobody_tells_waits_for_somebody_to_say_it(
    write_book: WriteBook,
) -> None:
    rows = [["药品通用名", "逻辑依据", "药品代码"], ["青松片", "限成人。", DRUG.format(1)]]
    path = write_book("x.xlsx", {"Sheet1": rows})
    assert read_files([path]).unread[0].reason == "看不出属于哪条规则，可用 --rule 说明"
    assert read_files([path], rule="N08").candidates[0].fact == "见公布原文"
    by_name = write_book("药品限适应症.xlsx", {"Sheet1": rows})
    assert read_files([by_name]).candidates[0].rule == "N08"


def test_a_region_can_give_the_evidence_of_a_point(write_book: WriteBook) -> None:
    rows = [
        ["药品通用名", "逻辑依据", "药品代码", "凭据"],
        ["青松片", "限胃溃疡。", DRUG.format(1), "D:K25.900、O:44.4300"],
        ["白云片", "限胃溃疡。", DRUG.format(2), "胃溃疡"],
    ]
    reading = read_files([write_book("x.xlsx", {"Sheet1": rows})], rule="N08")
    (point,) = reading.candidates
    assert point.evidence == ("D:K25.900", "O:44.4300")
    assert point.limit.is_coded
    assert reading.unread[0].reason == "读不懂的凭据：胃溃疡"


def test_a_pair_of_csv_files_is_read_together(tmp_path: Path) -> None:
    heading = ("kp_id", "rule_class", "item_name", "constraint", "batch")
    told = (
        ("a", "药品限医疗机构级别", "青松片", "限二级及以上医疗机构", "5"),
        ("b", "没有的规则", "白云片", "", "5"),
        ("c", "药品限医疗机构级别", "红叶片", "限三级及以上医疗机构", "5"),
    )
    points = [dict(zip(heading, row, strict=True)) for row in told]
    codes = [
        {"kp_id": "a", "ord": "0", "med_code": DRUG.format(1)},
        {"kp_id": "b", "ord": "0", "med_code": DRUG.format(2)},
        {"kp_id": "c", "ord": "0", "med_code": "?"},
    ]
    paths = []
    for name, rows in (("points.csv", points), ("codes.csv", codes)):
        paths.append(tmp_path / name)
        with paths[-1].open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.DictWriter(stream, rows[0])
            writer.writeheader()
            writer.writerows(rows)
    reading = read_files(paths)
    assert [(c.name, c.limit.low, c.batch) for c in reading.candidates] == [("青松片", 2, "5")]
    assert [u.reason for u in reading.unread] == [
        "不是国家编码的样式：?",
        "没有这条规则：没有的规则",
        "没有对应的代码",
    ]
    with pytest.raises(CodeSheetMissing):
        read_files(paths[:1])
    with pytest.raises(NoKnowledgeSheet):
        read_files(paths[1:])


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("知识点对应              药品代码数量", "code_count"),
        ("逻辑依据（药品说明书适应症）", "text"),
        ("中药饮片代码（供参考）", "code"),
        ("项目代码供参考\n（国家医保局全国医疗服务项目）", "code"),
        ("项目代码，供参考\n（2022版国家医保局全国医疗服务项目）", "code"),
        ("周期（天）", "period"),
        ("疗程周期", "period"),
        ("是否为2024年医保目录内 药品", None),
    ],
)
def test_headings_are_known_whatever_blanks_and_brackets_they_have(
    heading: str, column: str | None
) -> None:
    assert heading_of(heading) == column
