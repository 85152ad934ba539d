"""Opens what people call a spreadsheet, within bounds, and gives its cells as text.

A workbook is somebody else's file: before the reader lays out a sheet as a rectangle, the sheet's
own text is scanned for how large that rectangle would be, and for cells that hold formulas.
"""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from python_calamine import CalamineError, CalamineWorkbook

from yibao.supervision.knowledge.errors import FileMissing, FileTooLarge, NotASpreadsheet

MOST_BYTES = 50_000_000
"""Bytes of a file. The largest publication has 0.3 million."""
MOST_UNPACKED_BYTES = 400_000_000
"""Bytes of one sheet's text. A sheet of 4,000 rows may hold 16,384 formatted empty columns."""
MOST_CELLS = 5_000_000
"""Cells of the rectangle around everything that is written in a sheet."""
_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*?(?<!/)>(<f)?')
_CHUNK = 1 << 22
_OVERLAP = 300


class Sheet(Struct, frozen=True):
    """The cells of a sheet as text, row by row; ``formulas`` are (row, column) counted from 0."""

    name: str
    rows: Sequence[Sequence[str]]
    formulas: frozenset[tuple[int, int]] = field(default_factory=frozenset)


class Workbook(Struct, frozen=True):
    """A file and its sheets."""

    file: str
    sheets: tuple[Sheet, ...]


def read(path: Path) -> Workbook:
    """Read an Excel workbook or a CSV file.

    Raises:
        FileMissing: there is none.
        FileTooLarge: reading it would take more memory than any publication needs.
        NotASpreadsheet: neither a workbook nor CSV in UTF-8 or GB 18030.
    """
    if not path.is_file():
        raise FileMissing(file=path.name)
    if (size := path.stat().st_size) > MOST_BYTES:
        raise _too_large(path, size, MOST_BYTES)
    if path.suffix.lower() == ".csv":
        return Workbook(path.name, (Sheet("", _read_csv(path)),))
    return Workbook(path.name, _read_workbook(path))


def _read_csv(path: Path) -> list[list[str]]:
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return [list(row) for row in csv.reader(content.decode(encoding).splitlines())]
        except (UnicodeDecodeError, csv.Error):
            continue
    raise NotASpreadsheet(file=path.name)


def _read_workbook(path: Path) -> tuple[Sheet, ...]:
    formulas = _scan(path)
    try:
        with CalamineWorkbook.from_path(path) as book:
            return tuple(
                Sheet(name, _rows(book, name), formulas.get(index, frozenset()))
                for index, name in enumerate(book.sheet_names)
            )
    except (CalamineError, OSError, ValueError) as wrong:
        raise NotASpreadsheet(file=path.name) from wrong


def _rows(book: CalamineWorkbook, name: str) -> list[list[str]]:
    cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return [[_text(cell) for cell in row] for row in cells]


def _text(cell: Any) -> str:
    """Return a cell as it reads: a whole number without the point that the reader gives it."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _scan(path: Path) -> dict[int, frozenset[tuple[int, int]]]:
    """Return the formulas of each sheet by its position; nothing for a workbook before 2007."""
    if not zipfile.is_zipfile(path):
        return {}
    with zipfile.ZipFile(path) as packed:
        sheets = [i for i in packed.infolist() if i.filename.startswith("xl/worksheets/sheet")]
        sheets.sort(key=lambda info: int("0" + "".join(re.findall(r"\d+", info.filename))))
        for info in sheets:
            if info.file_size > MOST_UNPACKED_BYTES:
                raise _too_large(path, info.file_size, MOST_UNPACKED_BYTES)
        return {index: _scan_sheet(path, packed, info) for index, info in enumerate(sheets)}


def _scan_sheet(
    path: Path, packed: zipfile.ZipFile, info: zipfile.ZipInfo
) -> frozenset[tuple[int, int]]:
    formulas: set[tuple[int, int]] = set()
    height = width = 0
    with packed.open(info) as stream:
        rest = b""
        while chunk := stream.read(_CHUNK):
            text = rest + chunk
            for column, row, is_formula in _CELL.findall(text):
                place = (int(row) - 1, _column(column))
                height, width = max(height, place[0] + 1), max(width, place[1] + 1)
                if is_formula:
                    formulas.add(place)
            rest = text[-_OVERLAP:]
    if height * width > MOST_CELLS:
        raise FileTooLarge(
            file=path.name, size=f"{height}行×{width}列", most=f"{MOST_CELLS // 10_000}万格"
        )
    return frozenset(formulas)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _too_large(path: Path, size: int, most: int) -> FileTooLarge:
    return FileTooLarge(
        file=path.name, size=f"{size // 1_000_000}兆字节", most=f"{most // 1_000_000}兆字节"
    )
