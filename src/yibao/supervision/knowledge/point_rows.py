"""One row of a knowledge sheet: a point, a remark, or something that nobody can read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from yibao.supervision.knowledge.codes import kind_of, normalised
from yibao.supervision.knowledge.facts import Candidate, Source, plain
from yibao.supervision.knowledge.headers import Table
from yibao.supervision.knowledge.limits import fact_of, limit_of
from yibao.supervision.knowledge.recognition import rule_of
from yibao.supervision.knowledge.workbooks import Sheet

if TYPE_CHECKING:
    from yibao.supervision.knowledge.code_sheets import CodeSheet

_REMARK = re.compile(r"合计|总计|小计|备注|说明|注\d*[:：、.]|填表|数据来源")
_MATTERS = frozenset(
    {"name", "code", "value", "main_code", "other_code", "quantity", "times", "period", "window"}
)
_LONGEST_NAME = 200
_KEY = re.compile(r"[DMONI]:[0-9A-Za-z.+*]{3,30}")
_SEPARATORS = re.compile(r"[、,，;；/\s]+")


class Unread(Struct, frozen=True):
    """A row that became no point, and why."""

    source: Source
    reason: str


class RowReader(Struct):
    """Reads the rows of one knowledge sheet."""

    file: str
    sheet: Sheet
    table: Table
    codes: CodeSheet | None
    rule: str | None
    rule_of_file: str | None
    batch: str

    def read(self, number: int) -> Candidate | Unread | bool:
        """Read a row by its number from 0; True: a remark, False: an empty row."""
        row = self.sheet.rows[number]
        if not any(row):
            return False
        if is_remark(row):
            return True
        source = Source(self.file, self.sheet.name, number + 1)
        wrong = self._wrong(number, row)
        if wrong:
            return Unread(source, wrong)
        outcome = self._candidate(row, source)
        return Unread(source, outcome) if isinstance(outcome, str) else outcome

    def _wrong(self, number: int, row: Sequence[str]) -> str:
        formulas = {c for r, c in self.sheet.formulas if r == number} if self.sheet.formulas else ()
        for column in _MATTERS & self.table.columns.keys():
            if self.table.columns[column] in formulas:
                return "名称、代码或限定值是公式，不是值"
        name = self._name(row)
        if not name:
            return "没有名称"
        return "名称过长，像是说明文字" if len(name) > _LONGEST_NAME else ""

    def _candidate(self, row: Sequence[str], source: Source) -> Candidate | str:
        codes = self._codes(row)
        if isinstance(codes, str):
            return codes
        told = {column: self.table.cell(row, column) for column in self.table.columns}
        found = rule_of(told, codes, frozenset(self.table.columns))
        rule = self.rule or found or self.rule_of_file
        if rule is None:
            return "看不出属于哪条规则，可用 --rule 说明"
        fact = fact_of(rule, told)
        try:
            limit = limit_of(rule, fact)
        except ValueError:
            return f"读不懂的限定：{fact[:40]}"
        evidence = _keys(told.get("evidence", ""))
        if isinstance(evidence, str):
            return evidence
        partner = codes[1] if rule == "N25" else None
        return Candidate(
            rule=rule,
            name=self._name(row),
            fact=fact,
            limit=limit,
            codes=codes[:1] if rule == "N25" else codes,
            source=source,
            partner=plain(told.get("value", "")) or None if rule == "N15" else partner,
            evidence=evidence,
            batch=self.batch,
        )

    def _name(self, row: Sequence[str]) -> str:
        cell = self.table.cell
        if "main_name" in self.table.columns:
            return " × ".join(_tidy(cell(row, c)) for c in ("main_name", "other_name"))
        return _tidy(cell(row, "name"))

    def _codes(self, row: Sequence[str]) -> tuple[str, ...] | str:
        """Return the codes of a row, or what is wrong with them."""
        cell = self.table.cell
        if self.codes is not None and "code" not in self.table.columns:
            codes = self.codes.of(cell(row, "serial"), cell(row, "name"))
            return codes or "没有对应的代码"
        columns = ("main_code", "other_code") if "main_code" in self.table.columns else ("code",)
        parts = [normalised(p) for c in columns for p in _SEPARATORS.split(cell(row, c)) if p]
        wrong = next((code for code in parts if kind_of(code) is None), None)
        if wrong is not None:
            return f"不是国家编码的样式：{wrong[:40]}"
        if not parts or (len(columns) > len(parts)):
            return "没有代码"
        return tuple(dict.fromkeys(parts)) if len(columns) == 1 else tuple(parts)


def is_remark(row: Sequence[str]) -> bool:
    """Tell whether a row is a sum or a note below the table, not a point."""
    first = next((plain(cell) for cell in row if cell), "")
    return bool(_REMARK.match(first)) and sum(bool(cell) for cell in row) <= 2


def _keys(text: str) -> tuple[str, ...] | str:
    """Return the keys of an evidence cell, such as ``D:K25.900 O:44.4300``, or what is wrong."""
    keys = [key for part in _SEPARATORS.split(text) if (key := plain(part))]
    wrong = next((key for key in keys if not _KEY.fullmatch(key)), None)
    return tuple(sorted(set(keys))) if wrong is None else f"读不懂的凭据：{wrong[:40]}"


def _tidy(name: str) -> str:
    return " ".join(name.split())
