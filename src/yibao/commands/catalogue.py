"""``yibao catalogue``: bring the province's own lists in, and tell what is there."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

from yibao.medical_catalogue import import_files
from yibao.medical_catalogue.importing import Edition, Outcome, import_file
from yibao.medical_catalogue.queries import imports
from yibao.medical_catalogue.tables import TABLES
from yibao.platform import clock, database

OPERATOR = "command:catalogue"
SHOWN = 50
"""Problems shown; ``--json`` gives all."""


def run(arguments: Sequence[str]) -> int:
    """Import, template, list."""
    given = _parser().parse_args(arguments)
    handlers: dict[str, Callable[[argparse.Namespace], int]] = {
        "import": _import,
        "template": _template,
        "list": _list,
    }
    return handlers[given.action](given)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="yibao catalogue")
    commands = parser.add_subparsers(dest="action", required=True)
    importing = commands.add_parser("import", help="导入本省的目录、限价、配备机构或政策文件")
    importing.add_argument("file", type=Path, help="CSV 文件")
    _add_table(importing)
    importing.add_argument("--edition", required=True, metavar="版本", help="版本名，例如 2026年版")
    importing.add_argument("--source", required=True, metavar="来源", help="来源文件的标题和文号")
    importing.add_argument(
        "--valid-from", type=_day, metavar="日期", help="没有写生效日期的行从这天起，默认今天"
    )
    importing.add_argument(
        "--complete", action="store_true", help="文件是全量：文件里没有的到生效日期为止"
    )
    importing.add_argument("--dry-run", action="store_true", help="只看，不写")
    importing.add_argument("--json", action="store_true")
    _add_table(commands.add_parser("template", help="输出只有表头的 CSV"))
    commands.add_parser("list", help="列出导入记录").add_argument("--json", action="store_true")
    return parser


def _add_table(parser: argparse.ArgumentParser) -> None:
    labels = "，".join(f"{table.name} {table.label}" for table in TABLES.values())
    parser.add_argument("--table", choices=list(TABLES), default="items", help=labels)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise argparse.ArgumentTypeError(f"日期写成 2026-06-01 这样，不是 {text}") from wrong


def _import(given: argparse.Namespace) -> int:
    valid_from = given.valid_from or clock.today()
    file = import_files.read(given.file, TABLES[given.table], valid_from=valid_from)
    edition = Edition(
        version=given.edition[:40],
        source=given.source[:200],
        valid_from=valid_from,
        is_complete=given.complete,
    )
    outcome = import_file(file, edition, operator=OPERATOR, dry_run=given.dry_run)
    is_written = not (given.dry_run or outcome.problems)
    if given.json:
        facts = asdict(outcome) | {"rows": len(file.rows), "written": is_written}
        print(json.dumps(facts, ensure_ascii=False, indent=1))
    else:
        _show(outcome, is_written=is_written)
    return 1 if outcome.problems else 0


def _show(outcome: Outcome, *, is_written: bool) -> None:
    for problem in outcome.problems[:SHOWN]:
        print(problem)
    if len(outcome.problems) > SHOWN:
        print(f"……还有{len(outcome.problems) - SHOWN}处，用 --json 看全部")
    if outcome.problems:
        print(f"共{len(outcome.problems)}处要改。", end="")
    else:
        print(
            f"新增{outcome.added}条，变更{outcome.changed}条，终止{outcome.ended}条，"
            f"没有变化{outcome.unchanged}条。"
        )
    print("已写入。" if is_written else "没有写入任何内容。")


def _template(given: argparse.Namespace) -> int:
    columns = TABLES[given.table].columns
    csv.writer(sys.stdout, lineterminator="\n").writerow(column.label for column in columns)
    return 0


def _list(given: argparse.Namespace) -> int:
    with database.reading() as sql:
        rows = imports(sql)
    if given.json:
        facts = [row._asdict() | {"imported_at": row.imported_at.isoformat()} for row in rows]
        print(json.dumps(facts, ensure_ascii=False, indent=1))
        return 0
    for row in rows:
        print(f"{row.imported_at:%Y-%m-%d %H:%M}  {row.content}  {row.version}  {row.rows}行")
    if not rows:
        print("还没有导入过。")
    return 0
