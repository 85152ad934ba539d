"""``yibao knowledge import``: what is new, what follows what, what nobody could read; then write."""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from yibao.platform import database
from yibao.supervision.knowledge import actions, queries
from yibao.supervision.knowledge.facts import Point
from yibao.supervision.knowledge.planning import Dating, Plan, plan_import
from yibao.supervision.knowledge.reading import Reading, read_files

OPERATOR = "command:knowledge"
SHOWN = 10
"""Lines shown of each list; ``--json`` gives all."""


def run(given: argparse.Namespace) -> int:
    """Read, compare, show, ask, write. Exit code 1 when a row could not be taken in."""
    reading = _read(given.file, given.rule, quiet=given.json)
    dating = Dating(given.batch, given.published, given.valid_from)
    with database.reading() as sql:
        stored = queries.points_of(sql, {candidate.rule for candidate in reading.candidates})
    plan = plan_import(reading.candidates, stored, dating)
    is_written = False
    if not given.json:
        _show(plan, reading)
    if (plan.opening or plan.closing) and not given.dry_run and _agreed(given):
        plan = actions.import_points(
            reading.candidates,
            dating,
            files=" ".join(path.name for path in given.file),
            checksum=_checksum(given.file),
            operator=OPERATOR,
        )
        is_written = True
    if given.json:
        print(json.dumps(_facts(plan, reading, is_written), ensure_ascii=False, indent=1))
    else:
        print("已写入。" if is_written else "没有写入任何内容。")
    return 1 if reading.unread or plan.conflicts else 0


def _read(paths: Sequence[Path], rule: str | None, *, quiet: bool) -> Reading:
    with Progress(console=Console(stderr=True), transient=True, disable=quiet) as bar:
        task = bar.add_task("正在读取", total=len(paths) + 1)
        return read_files(paths, rule=rule, progress=lambda _: bar.advance(task))


def _agreed(given: argparse.Namespace) -> bool:
    if given.yes:
        return True
    if given.json:  # a program that does not say --yes only looks
        return False
    try:
        return input("写入吗？(y/N) ").strip().lower() in ("y", "yes", "是")
    except EOFError:
        return False


def _checksum(paths: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _show(plan: Plan, reading: Reading) -> None:
    _show_points("新增", plan.new)
    _show_points("更正（同一批次）", plan.changed)
    _show_points("接续前一版本", plan.superseding)
    print(f"没有变化：{plan.unchanged}个")
    _show_points("与已有的不同，却从同一天生效，请用 --valid-from 说明从哪天起改", plan.conflicts)
    if plan.unrepeated:
        print(f"修订没有再提到、仍按原样有效的旧知识点：{len(plan.unrepeated)}个")
    print(f"读不了：{len(reading.unread)}行；合计、备注等说明：{reading.remarks}行")
    for unread in reading.unread[:SHOWN]:
        place = unread.source
        print(f"  {place.file} {place.sheet} 第{place.row}行：{unread.reason}")
    _more(len(reading.unread))


def _show_points(label: str, points: list[Point]) -> None:
    if not points and label != "新增":
        return
    print(f"{label}：{len(points)}个")
    for point in points[:SHOWN]:
        until = f"，至 {point.valid_to}" if point.valid_to else ""
        fact = point.fact or "列入"
        print(
            f"  {point.rule} {point.name} {fact} {len(point.codes)}个代码 自{point.valid_from}{until}"
        )
    _more(len(points))


def _more(count: int) -> None:
    if count > SHOWN:
        print(f"  ……还有{count - SHOWN}个，用 --json 看全部")


def _facts(plan: Plan, reading: Reading, is_written: bool) -> dict[str, object]:
    return {
        "new": [_point(point) for point in plan.new],
        "changed": [_point(point) for point in plan.changed],
        "superseding": [_point(point) for point in plan.superseding],
        "closing": {point: day.isoformat() for point, day in plan.closing.items()},
        "unchanged": plan.unchanged,
        "unrepeated": [point.id for point in plan.unrepeated],
        "conflicts": [_point(point) for point in plan.conflicts],
        "remarks": reading.remarks,
        "unread": [
            {
                "file": unread.source.file,
                "sheet": unread.source.sheet,
                "row": unread.source.row,
                "reason": unread.reason,
            }
            for unread in reading.unread
        ],
        "written": is_written,
    }


def _point(point: Point) -> dict[str, object]:
    return {
        "point": point.id,
        "rule": point.rule,
        "name": point.name,
        "fact": point.fact,
        "codes": len(point.codes),
        "batch": point.batch,
        "valid_from": point.valid_from.isoformat(),
        "supersedes": point.supersedes,
    }
