"""Reading an import file: every row, and everything that is wrong with every row."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from yibao.medical_catalogue.cells import CellWrong, Value
from yibao.medical_catalogue.errors import (
    ImportColumnsMissing,
    ImportColumnsUnknown,
    ImportFileMissing,
    ImportFileUnreadable,
)
from yibao.medical_catalogue.tables import Column, Table
from yibao.platform.crypto import sm3


@dataclass(frozen=True)
class Problem:
    """What is wrong in a row, counted as a spreadsheet counts: the heading is row 1."""

    row: int
    column: str
    reason: str

    def __str__(self) -> str:
        where = f"第{self.row}行" + (f"“{self.column}”" if self.column else "")
        return f"{where}：{self.reason}"


@dataclass
class ImportFile:
    """The rows that could be read, each with its number in the file, and the problems."""

    table: Table
    checksum: str
    rows: list[tuple[int, dict[str, Value]]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read(path: Path, table: Table, *, valid_from: date) -> ImportFile:
    """Read a file for a table; rows that say nothing else hold from ``valid_from``.

    Raises:
        ImportFileMissing, ImportFileUnreadable: there is nothing to read.
        ImportColumnsMissing, ImportColumnsUnknown: the heading is not that of the table.
    """
    if not path.is_file():
        raise ImportFileMissing(file=path.name)
    content = path.read_bytes()
    return read_content(content, path.name, table, valid_from=valid_from)


def read_content(content: bytes, name: str, table: Table, *, valid_from: date) -> ImportFile:
    """Read the bytes of a file called ``name``."""
    lines = list(_lines(content, name))
    columns = _columns(lines[0][1] if lines else [], table, name)
    found = ImportFile(table, sm3.hexdigest(content))
    seen: dict[tuple[Value, ...], int] = {}
    for number, cells in lines[1:]:
        if any(cells):
            _read_row(found, number, dict(zip(columns, cells, strict=False)), valid_from)
            if len(cells) > len(columns):
                found.problems.append(Problem(number, "", "单元格比表头多"))
    for number, row in found.rows:
        key = tuple(row[part] for part in table.key)
        if key in seen:
            found.problems.append(Problem(number, "", f"与第{seen[key]}行是同一条，只能留一行"))
        seen.setdefault(key, number)
    found.problems.sort(key=lambda problem: problem.row)
    return found


def _read_row(found: ImportFile, number: int, cells: dict[Column, str], valid_from: date) -> None:
    row: dict[str, Value] = {}
    problems: list[Problem] = []
    for column in found.table.columns:
        try:
            row[column.name] = _value(column, cells.get(column, ""))
        except CellWrong as wrong:
            problems.append(Problem(number, column.label, str(wrong)))
    if found.table.dated and not problems:
        row["valid_from"] = row["valid_from"] or valid_from
        if row["valid_to"] and row["valid_to"] <= row["valid_from"]:  # type: ignore[operator]
            problems.append(Problem(number, "失效日期", "应晚于生效日期"))
    found.problems += problems
    if not problems:
        found.rows.append((number, row))


def _value(column: Column, cell: str) -> Value:
    if not cell and column.required:
        raise CellWrong("不能为空")
    return column.read(cell)


def _lines(content: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(_text(content, name)), strict=True)
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, [unicodedata.normalize("NFC", cell.strip()) for cell in cells]
    except csv.Error:
        raise ImportFileUnreadable(file=name) from None


def _text(content: bytes, name: str) -> str:
    """Decode as UTF-8, else as the encoding of Chinese spreadsheets."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise ImportFileUnreadable(file=name)


def _columns(heading: list[str], table: Table, name: str) -> list[Column]:
    known = {word: column for column in table.columns for word in (column.name, column.label)}
    unknown = [word or "（空）" for word in heading if word not in known]
    found = [known[word] for word in heading if word in known]
    missing = [column.label for column in table.columns if column.required and column not in found]
    if missing:
        raise ImportColumnsMissing(file=name, columns="、".join(missing))
    if unknown or len(set(found)) != len(found):
        twice = [column.label for column in set(found) if found.count(column) > 1]
        raise ImportColumnsUnknown(file=name, columns="、".join([*unknown, *twice]))
    return found
