"""Recognises tables by their headings, whatever the file is called and wherever they begin."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

from yibao.supervision.knowledge.facts import plain

ROWS_TO_LOOK_AT = 12
"""Rows from the top in which headings are looked for; publications have them in row 1 to 4."""

# What a heading reads like without blanks, line breaks and what stands in brackets -> column.
_HEADINGS: Sequence[tuple[str, re.Pattern[str]]] = [
    (column, re.compile(pattern))
    for column, pattern in (
        ("kp_id", r"kp_id"),
        ("link", r"对应知识点序号"),
        ("serial", r"序号"),
        ("kind", r"限定类型"),
        ("code_count", r".*(代码|编码)数量"),
        ("main_name", r"主项名称|医疗服务项目A名称"),
        ("main_code", r"主项(编码|代码)|医疗服务项目A(代码|编码).*"),
        ("other_name", r"从项名称|医疗服务项目B名称"),
        ("other_code", r"从项(编码|代码)|医疗服务项目B(代码|编码).*"),
        ("window", r"频度|时间区间"),
        ("quantity", r"限制数量|单日上限数量"),
        ("unit", r"数量单位"),
        ("times", r"频次上限"),
        ("period", r"(疗程)?周期"),
        ("logic", r"检出逻辑"),
        ("value", r"限定(性别|对象|值域|年龄|级别|方式|险种)"),
        ("text", r"逻辑依据.*|(药品|项目)说明"),
        ("remark", r"备注"),
        ("evidence", r"凭据"),
        ("code", r".*(代码|编码)(,?供参考.*)?"),
        ("name", r".*(名称|通用名)"),
    )
]
_IN_BRACKETS = re.compile(r"\([^()]*\)")


class Table(Struct, frozen=True):
    """Where a table begins, and which column stands where."""

    header_row: int
    columns: Mapping[str, int]

    @property
    def is_knowledge(self) -> bool:
        """Tell whether the rows are points: a name, and a limit, grounds or a pair beside it."""
        told = {"value", "text", "logic", "quantity", "times", "main_code"} & self.columns.keys()
        return bool({"name", "main_name"} & self.columns.keys()) and bool(told)

    @property
    def is_codes(self) -> bool:
        """Tell whether the rows are codes of points that another sheet names."""
        return not self.is_knowledge and "code" in self.columns and bool(self._links)

    @property
    def _links(self) -> set[str]:
        return {"link", "name"} & self.columns.keys()

    def cell(self, row: Sequence[str], column: str) -> str:
        """Return a cell of a row; empty where the table has no such column."""
        place = self.columns.get(column)
        return row[place] if place is not None and place < len(row) else ""


def find_table(rows: Sequence[Sequence[str]]) -> Table | None:
    """Return the table of a sheet, None when no row near the top reads like headings."""
    for number, row in enumerate(rows[:ROWS_TO_LOOK_AT]):
        table = Table(number, _columns(row))
        if table.is_knowledge or table.is_codes:
            return table
    return None


def heading_of(cell: str) -> str | None:
    """Return the column that a heading names; the name of another table's column is None."""
    text = _IN_BRACKETS.sub("", plain(cell))
    return next((column for column, shape in _HEADINGS if shape.fullmatch(text)), None)


def _columns(row: Sequence[str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for place, cell in enumerate(row):
        column = heading_of(cell) if cell else None
        if column is not None:
            columns.setdefault(column, place)
    if "remark" in columns and "text" not in columns:
        columns["text"] = columns["remark"]  # the tidied batches keep the grounds there
    return columns
