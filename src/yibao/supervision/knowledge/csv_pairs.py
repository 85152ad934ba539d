"""Two CSV files that belong together: points, and the codes of points by their identifier."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from yibao.supervision.knowledge import rule_names
from yibao.supervision.knowledge.codes import kind_of, normalised
from yibao.supervision.knowledge.errors import CodeSheetMissing, NoKnowledgeSheet
from yibao.supervision.knowledge.facts import Candidate, Source, plain
from yibao.supervision.knowledge.limits import fact_of, limit_of
from yibao.supervision.knowledge.point_rows import Unread, is_remark
from yibao.supervision.knowledge.workbooks import Workbook

_POINTS = {"kp_id", "rule_class", "item_name", "constraint"}
_CODES = {"kp_id", "med_code"}
_UPDATE = "updates_"

Row = dict[str, str]


def is_pair_file(book: Workbook) -> bool:
    """Tell whether a file is one of such a pair, by its headings."""
    return bool(_is_points(book) or _is_codes(book))


def read_pair(books: Sequence[Workbook]) -> tuple[list[Candidate], list[Unread], int]:
    """Return the points of the files, the rows that could not be read, and how many are remarks.

    Raises:
        NoKnowledgeSheet, CodeSheetMissing: one of the two files is missing.
    """
    points = [book for book in books if _is_points(book)]
    codes, unread = _codes([book for book in books if _is_codes(book)])
    if not points:
        raise NoKnowledgeSheet(file=books[0].file)
    if len(points) == len(books):
        raise CodeSheetMissing(file=books[0].file)
    candidates: list[Candidate] = []
    remarks = 0
    for book in points:
        for number, row in _rows(book):
            if not codes[row["kp_id"]] and is_remark([row["item_name"]]):
                remarks += 1
                continue
            outcome = _candidate(row, codes[row["kp_id"]], Source(book.file, "", number))
            if isinstance(outcome, Candidate):
                candidates.append(outcome)
            else:
                unread.append(outcome)
    return candidates, unread, remarks


def _is_points(book: Workbook) -> bool:
    return _heading(book) >= _POINTS


def _is_codes(book: Workbook) -> bool:
    return _heading(book) >= _CODES


def _heading(book: Workbook) -> set[str]:
    rows = book.sheets[0].rows if book.sheets else ()
    return set(rows[0]) if rows else set()


def _rows(book: Workbook) -> Iterator[tuple[int, Row]]:
    heading, *rows = book.sheets[0].rows
    for number, row in enumerate(rows, start=2):
        if any(row):
            yield number, {**dict.fromkeys(heading, ""), **dict(zip(heading, row, strict=False))}


def _codes(books: Sequence[Workbook]) -> tuple[dict[str, list[str]], list[Unread]]:
    codes: dict[str, list[str]] = defaultdict(list)
    unread = []
    for book in books:
        for number, row in _rows(book):
            code = normalised(row["med_code"])
            if kind_of(code) is None:
                reason = f"不是国家编码的样式：{code[:40]}" if code else "没有代码"
                unread.append(Unread(Source(book.file, "", number), reason))
            else:
                codes[row["kp_id"]].append(code)
    return codes, unread


def _candidate(row: Row, codes: list[str], source: Source) -> Candidate | Unread:
    rule = rule_names.code_of(row["rule_class"])
    if rule is None:
        return Unread(source, f"没有这条规则：{row['rule_class'][:40]}")
    if len(codes) < (2 if rule == "N25" else 1):
        return Unread(source, "没有对应的代码")
    try:
        published = _published(row)
    except ValueError:
        return Unread(source, f"读不懂的日期：{row['published_at'][:20]}")
    fact = fact_of(rule, {"text": row["constraint"], "unit": row["constraint"]})
    partners = {"N25": codes[-1], "N15": plain(row["constraint"])}
    return Candidate(
        rule=rule,
        name=row["item_name"].replace("×", " × ") if rule == "N25" else row["item_name"],
        fact=fact,
        limit=limit_of(rule, fact),
        codes=tuple(codes[:1] if rule == "N25" else dict.fromkeys(codes)),
        source=_origin(row, source),
        partner=partners.get(rule),
        batch=row.get("batch", "") or row.get("batch_tag", "").removeprefix(_UPDATE),
        published_on=published,
    )


def _origin(row: Row, source: Source) -> Source:
    """Return the attachment from which the row was taken, where the file keeps that."""
    number = row.get("row", "")
    if not row.get("attachment_file") or not number.isdecimal():
        return source
    return Source(row["attachment_file"], "", int(number))


def _published(row: Row) -> date | None:
    text = row.get("published_at", "")
    return date.fromisoformat(text) if text else None
