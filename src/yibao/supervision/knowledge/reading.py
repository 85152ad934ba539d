"""From files to candidates: which row is a point, with which codes, and what nobody can read.

One bad row never stops the rest: it goes to ``unread`` with its place and the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct, field

from yibao.supervision.knowledge import workbooks
from yibao.supervision.knowledge.batches import batch_in
from yibao.supervision.knowledge.code_sheets import CodeSheet, read_codes
from yibao.supervision.knowledge.csv_pairs import is_pair_file, read_pair
from yibao.supervision.knowledge.errors import CodeSheetMissing, NoKnowledgeSheet
from yibao.supervision.knowledge.facts import Candidate, series_of
from yibao.supervision.knowledge.headers import Table, find_table
from yibao.supervision.knowledge.point_rows import RowReader, Unread
from yibao.supervision.knowledge.recognition import rule_of_title
from yibao.supervision.knowledge.workbooks import Sheet, Workbook

Progress = Callable[[str], None]


class Reading(Struct):
    """What files hold: points, rows that could not be read, and how many rows are remarks."""

    candidates: list[Candidate] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    remarks: int = 0
    seen: set[tuple[object, ...]] = field(default_factory=set)

    def take(self, candidate: Candidate) -> None:
        """Take in a point; one that was read before is unread now."""
        key = (*series_of(candidate), candidate.batch, candidate.codes)
        if key in self.seen:
            self.unread.append(Unread(candidate.source, "与前面的一行重复"))
            return
        self.seen.add(key)
        self.candidates.append(candidate)

    def add(self, other: Reading) -> None:
        """Take in all of another reading."""
        self.unread += other.unread
        self.remarks += other.remarks
        for candidate in other.candidates:
            self.take(candidate)


def read_files(
    paths: Sequence[Path], *, rule: str | None = None, progress: Progress = lambda _: None
) -> Reading:
    """Read files as they are published; ``rule`` overrules what titles and headings say.

    Raises:
        FileMissing, FileTooLarge, NotASpreadsheet: a file cannot be opened.
        NoKnowledgeSheet, CodeSheetMissing: a file opens, but is not a knowledge table.
    """
    reading = Reading()
    books = []
    for path in paths:
        progress(path.name)
        books.append(workbooks.read(path))
    pairs = [book for book in books if is_pair_file(book)]
    if pairs:
        candidates, unread, remarks = read_pair(pairs)
        reading.add(Reading(candidates, unread, remarks))
    for book in books:
        if book not in pairs:
            reading.add(read_workbook(book, rule=rule))
    return reading


def read_workbook(book: Workbook, *, rule: str | None = None) -> Reading:
    """Read the knowledge sheets of a workbook, with the code sheets that stand beside them."""
    tables = [(sheet, find_table(sheet.rows)) for sheet in book.sheets]
    knowledge = [(sheet, table) for sheet, table in tables if table and table.is_knowledge]
    code_sheets = [(sheet, table) for sheet, table in tables if table and table.is_codes]
    if not knowledge:
        raise NoKnowledgeSheet(file=book.file)
    reading = Reading()
    for number, (sheet, table) in enumerate(knowledge):
        codes = None
        if number < len(code_sheets):
            codes = read_codes(book.file, *code_sheets[number])
        elif not {"code", "main_code"} & table.columns.keys():
            raise CodeSheetMissing(file=book.file)
        reading.add(_read_sheet(book.file, sheet, table, codes, rule))
    return reading


def _read_sheet(
    file: str, sheet: Sheet, table: Table, codes: CodeSheet | None, rule: str | None
) -> Reading:
    title = " ".join(cell for row in sheet.rows[: table.header_row] for cell in row if cell)
    reader = RowReader(
        file=file,
        sheet=sheet,
        table=table,
        codes=codes,
        rule=rule or rule_of_title(title, sheet.name),
        rule_of_file=rule_of_title(file),
        batch=batch_in(title) or batch_in(sheet.name) or batch_in(file) or "",
    )
    reading = Reading(unread=list(codes.unread) if codes else [])
    for number in range(table.header_row + 1, len(sheet.rows)):
        outcome = reader.read(number)
        if isinstance(outcome, Candidate):
            reading.take(outcome)
        elif isinstance(outcome, Unread):
            reading.unread.append(outcome)
        elif outcome:
            reading.remarks += 1
    if codes:
        reading.unread += codes.left_over()
    return reading
