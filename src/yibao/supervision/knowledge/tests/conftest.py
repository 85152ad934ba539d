"""Spreadsheets in the shapes of publications, with invented rows; and the real ones, if there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
import xlsxwriter

from yibao.supervision.knowledge import rule_names
from yibao.supervision.knowledge.facts import Candidate, Source
from yibao.supervision.knowledge.limits import limit_of

Cells = Sequence[Sequence[object]]
WriteBook = Callable[..., Path]
MakeCandidate = Callable[..., Candidate]

_PUBLISHED = Path(__file__).parents[6] / "shared" / "data" / "two_libraries"
DRUG = "XA01BCD002E00{:01d}010100001"
"""A code of the shape of a western drug; nobody has been given it."""


@pytest.fixture
def published() -> Path:
    """Give the folder of the real publications; -ra names the reason where it is missing."""
    # The spreadsheets hold prose that may not be shipped: a clone without them tests the same
    # readers on invented rows of the same shapes.
    if not _PUBLISHED.is_dir():
        pytest.skip("published spreadsheets: the folder ../shared/data/two_libraries is not here")
    return _PUBLISHED


@pytest.fixture
def write_book(tmp_path: Path) -> WriteBook:
    """Give a maker of workbooks: ``write_book("name.xlsx", {"sheet": rows})``."""

    def write(name: str, sheets: Mapping[str, Cells], *, far_blank: bool = False) -> Path:
        path = tmp_path / name
        with xlsxwriter.Workbook(path) as book:
            for title, rows in sheets.items():
                sheet = book.add_worksheet(title)
                for number, row in enumerate(rows):
                    sheet.write_row(number, 0, row)
                if far_blank:
                    for number in range(len(rows)):
                        sheet.write_blank(number, 16_383, None, book.add_format({"bold": True}))
        return path

    return write


@pytest.fixture
def official_drugs() -> Mapping[str, Cells]:
    """Give an official attachment: two sheets, titles above the headings, blanks below numbers."""
    return {
        "“药品限医疗机构级别”规则对应知识点明细": [
            ["附件"],
            ["“药品限医疗机构级别”规则对应知识点明细"],
            [],
            ["序号", "药品\n通用名", "检出逻辑", "逻辑依据\n（国家药品目录备注）", "知识点对应      药品代码数量"],
            [1, "青松注射液", "使用药品的医疗机构级别低于限定级别", "限二级及以上医疗机构。", 2],
            [2, "白云注射液", "使用药品的医疗机构级别低于限定级别", "限三级及以上医疗机构的患者。", 1],
            ["合计", "", "", "", 3],
            ["备注：各省可以细化。"],
        ],
        "\"药品限医疗机构级别“知识点": [
            ["附件"],
            ["对应知识点序号", "药品通用名", "序号", "药品代码"],
            [1, "青松注射液", 1, DRUG.format(1)],
            ["", "", 2, DRUG.format(2)],
            [2, "白云注射液", 1, " ｘa01bcd002e003010100001 "],
        ],
    }  # fmt: skip


@pytest.fixture
def make_candidate() -> MakeCandidate:
    """Give a maker of points as files tell them."""

    def make(**told: object) -> Candidate:
        facts = {"rule": "N67", "name": "青松片", "fact": "女", "batch": "1", **told}
        assert facts["rule"] in rule_names.names()
        limit = limit_of(str(facts["rule"]), str(facts["fact"]))
        facts.setdefault("codes", (DRUG.format(1),))
        return Candidate(limit=limit, source=Source("test.xlsx", "Sheet1", 2), **facts)  # type: ignore[arg-type]

    return make
