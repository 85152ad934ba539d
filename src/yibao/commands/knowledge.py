"""``yibao knowledge``: import, list and show the knowledge points of fund supervision."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import msgspec

from yibao.commands import knowledge_import
from yibao.platform import clock, database
from yibao.supervision.knowledge import base, queries, rule_names
from yibao.supervision.knowledge.errors import PointUnknown
from yibao.supervision.knowledge.facts import Point
from yibao.supervision.rules.errors import RuleUnknown


def run(arguments: Sequence[str]) -> int:
    """Import, list, show, snapshot."""
    given = _parser().parse_args(arguments)
    handlers: dict[str, Callable[[argparse.Namespace], int]] = {
        "import": knowledge_import.run,
        "list": _list,
        "show": _show,
        "snapshot": _snapshot,
    }
    if getattr(given, "rule", None):
        given.rule = _rule(given.rule)
    return handlers[given.action](given)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="yibao knowledge")
    commands = parser.add_subparsers(dest="action", required=True)
    importing = commands.add_parser("import", help="导入公布的知识点：电子表格，或一对 CSV")
    importing.add_argument("file", nargs="+", type=Path)
    importing.add_argument("--rule", help="规则编码或全名，例如 N67；表格自己没有写明时用")
    importing.add_argument("--batch", default="", help="批次，例如 13；修订按月份写，例如 2026-01")
    importing.add_argument(
        "--published", type=_day, metavar="日期", help="公布日期，例如 2026-06-01"
    )
    importing.add_argument(
        "--valid-from", type=_day, metavar="日期", help="生效日期，默认同公布日期"
    )
    importing.add_argument("--dry-run", action="store_true", help="只看，不写")
    importing.add_argument("--yes", action="store_true", help="不再询问")
    importing.add_argument("--json", action="store_true")
    listing = commands.add_parser("list", help="各规则、各批次的知识点数")
    listing.add_argument("--rule", help="只看一条规则")
    listing.add_argument("--json", action="store_true")
    showing = commands.add_parser("show", help="一个知识点：限定、代码、来源、前后版本")
    showing.add_argument("point", help="知识点编号")
    showing.add_argument("--json", action="store_true")
    state = commands.add_parser("snapshot", help="知识库的快照号和行数")
    state.add_argument("--day", type=_day, metavar="日期", help="只数这一天有效的")
    state.add_argument("--json", action="store_true")
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise argparse.ArgumentTypeError(f"日期写成 2026-06-01 这样，不是 {text}") from wrong


def _rule(given: str) -> str:
    code = rule_names.code_of(given)
    if code is None:
        raise RuleUnknown(given=given[:20])
    return code


def _list(given: argparse.Namespace) -> int:
    with database.reading() as sql:
        rows = queries.counts(sql, rule=given.rule, day=clock.today())
    if given.json:
        print(_json(rows))
        return 0
    for row in rows:
        name = rule_names.names().get(row.rule, "")
        print(
            f"{row.rule}  {name}  批次{row.batch}  {row.points}个知识点（现行{row.valid}）"
            f"  {row.codes}个代码"
        )
    total = sum(row.points for row in rows)
    print(f"共{total}个知识点，现行{sum(row.valid for row in rows)}个。")
    return 0


def _show(given: argparse.Namespace) -> int:
    with database.reading() as sql:
        point = queries.point(sql, given.point)
        if point is None:
            raise PointUnknown(point=given.point[:40])
        later = queries.superseded_by(sql, point.id)
    if given.json:
        print(_json({**msgspec.structs.asdict(point), "superseded_by": later}))
        return 0
    for label, value in _facts(point, later):
        print(f"{label}：{value}")
    return 0


def _facts(point: Point, later: list[str]) -> list[tuple[str, object]]:
    limit = {k: v for k, v in msgspec.structs.asdict(point.limit).items() if v is not None}
    return [
        ("知识点", point.id),
        ("规则", f"{point.rule} {rule_names.names().get(point.rule, '')}"),
        ("项目", point.name),
        ("限定", f"{point.fact or '列入即不符'}  {limit}"),
        ("对方或分组", point.partner or "无"),
        ("有效期", f"{point.valid_from} 起，至 {point.valid_to or '未定'}（不含）"),
        ("公布", f"第{point.batch}批，{point.published_on}"),
        ("来源", f"{point.source.file} {point.source.sheet} 第{point.source.row}行"),
        ("代替", point.supersedes or "无"),
        ("被代替", "、".join(later) or "无"),
        (f"代码（{len(point.codes)}个）", " ".join(point.codes)),
        ("凭据", " ".join(point.evidence) or "无"),
    ]


def _snapshot(given: argparse.Namespace) -> int:
    with database.reading() as sql:
        state = base.snapshot(sql, given.day)
    facts = {
        "snapshot_id": state.snapshot_id,
        "rows": len(state.rows),
        "points": len({row.point for row in state.rows}),
        "evidence": len(state.evidence),
    }
    if given.json:
        print(_json(facts))
    else:
        print(f"快照 {facts['snapshot_id']}：{facts['points']}个知识点，{facts['rows']}行。")
    return 0


def _json(value: object) -> str:
    return json.dumps(msgspec.to_builtins(value), ensure_ascii=False, indent=1)
