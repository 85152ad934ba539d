"""The sheet that lists the national codes of the points which another sheet names."""

from __future__ import annotations

from collections import defaultdict

from msgspec import Struct, field

from yibao.supervision.knowledge.codes import kind_of, normalised
from yibao.supervision.knowledge.facts import Source, plain
from yibao.supervision.knowledge.headers import Table
from yibao.supervision.knowledge.point_rows import Unread, is_remark
from yibao.supervision.knowledge.workbooks import Sheet


class CodeSheet(Struct):
    """Codes by what links them to a point: its 序号 where the sheet gives it, else its name."""

    by_number: bool
    codes: dict[str, list[str]]
    places: dict[str, Source]
    unread: list[Unread] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    def of(self, serial: str, name: str) -> tuple[str, ...]:
        """Return the codes of a point, in the order of the sheet."""
        key = plain(serial if self.by_number else name)
        self.used.add(key)
        return tuple(self.codes.get(key, ()))

    def left_over(self) -> list[Unread]:
        """Return the codes whose point nobody named."""
        return [
            Unread(self.places[key], f"有代码，没有对应的知识点：{key}")
            for key in self.codes
            if key not in self.used
        ]


def read_codes(file: str, sheet: Sheet, table: Table) -> CodeSheet:
    """Read a code sheet; a blank cell means the same as above."""
    column = "link" if "link" in table.columns else "name"
    codes: dict[str, list[str]] = defaultdict(list)
    found = CodeSheet(column == "link", codes, {})
    key = ""
    for number in range(table.header_row + 1, len(sheet.rows)):
        row = sheet.rows[number]
        place = Source(file, sheet.name, number + 1)
        if not any(row) or is_remark(row):
            continue
        key = plain(table.cell(row, column)) or key
        code = normalised(table.cell(row, "code"))
        reason = _wrong(key, code, codes, is_formula=_is_formula(sheet, table, number))
        if reason:
            found.unread.append(Unread(place, reason))
        else:
            codes[key].append(code)
            found.places.setdefault(key, place)
    return found


def _wrong(key: str, code: str, codes: dict[str, list[str]], *, is_formula: bool) -> str:
    if is_formula:
        return "代码是公式，不是值"
    if not code:
        return "没有代码"
    if not key:
        return "不知道是哪个知识点的代码"
    if kind_of(code) is None:
        return f"不是国家编码的样式：{code[:40]}"
    return "同一知识点里代码重复" if code in codes[key] else ""


def _is_formula(sheet: Sheet, table: Table, row: int) -> bool:
    return (row, table.columns["code"]) in sheet.formulas
