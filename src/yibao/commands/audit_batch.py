"""``yibao audit batch``: months of settled care against all rules."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from yibao.commands.main import connect, data_directory
from yibao.platform import clock
from yibao.supervision.batch.mapping import own_mapping
from yibao.supervision.batch.plan import choose_rules
from yibao.supervision.batch.record import RunRecord
from yibao.supervision.batch.run import Report, Request, audit
from yibao.supervision.batch.sources import BRINGS, POSTGRESQL, Inputs
from yibao.supervision.knowledge.base import KnowledgeBase, load_shipped, load_stored
from yibao.supervision.rules.loading import load_rules

SHOWN = 20
"""So many rules are shown on the screen, those with most money first."""


def run(arguments: Sequence[str]) -> int:
    """Run a batch audit; 0 also where findings were made, they are what it is for."""
    given = _parser().parse_args(arguments)
    needs_database = given.to_database or given.stored_knowledge or _names_a_table(given)
    if needs_database:
        connect()
    with _progress(is_quiet=given.json) as report:
        record = _audit(given, report)
    if given.findings:
        _publish(record, Path(given.findings))
    closed = _stored(record) if given.to_database else 0
    _show(record, closed, is_json=given.json)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="yibao audit batch",
        description="用全部规则审核一段时间的结算数据",
        epilog="输入是 Parquet 文件（可用通配符，要加引号）或 postgres:表名，可以写几个；"
        "国家表（fee_list_d、mdtrt_d、setl_d 等）按表头认出，其他表用 --mapping。",
    )
    texts = {
        "lines": "费用明细",
        "encounters": "就诊信息（mdtrt_d 也带来人员，setl_d 带来总费用）",
        "patients": "人员",
        "diagnoses": "诊断",
        "operations": "手术操作",
        "inventory": "进销存",
    }
    for name, text in texts.items():
        required = name in {"lines", "encounters"}
        parser.add_argument(f"--{name}", nargs="+", default=[], required=required, help=text)
    parser.add_argument("--mapping", type=Path, help="列映射文件（YAML）")
    parser.add_argument(
        "--rules", default="", help="规则编码，或 family:类别，逗号分隔；缺省为全部"
    )
    parser.add_argument(
        "--month", action="append", default=[], help="只报这个月的疑点，如 2026-03；可重复"
    )
    parser.add_argument("--partial", action="store_true", help="输入不全：不关闭以前的疑点")
    parser.add_argument("--memory", default="2GB", help="内存上限，缺省 2GB")
    parser.add_argument("--buckets", type=int, default=0, help="按人员分成几组，缺省按明细条数")
    parser.add_argument("--engine", choices=("duckdb", "spark"), default="duckdb", help="计算引擎")
    parser.add_argument("--work", type=Path, help="工作目录；同一目录再次运行只做变化的部分")
    parser.add_argument("--findings", type=Path, help="把疑点和批次记录也放到这个目录")
    parser.add_argument("--stored-knowledge", action="store_true", help="用数据库中的知识库")
    parser.add_argument("--to-database", action="store_true", help="疑点写入数据库")
    parser.add_argument("--json", action="store_true", help="输出批次记录（JSON）")
    return parser


def _names_a_table(given: argparse.Namespace) -> bool:
    return any(part.startswith(POSTGRESQL) for name in BRINGS for part in getattr(given, name))


def _audit(given: argparse.Namespace, report: Report) -> RunRecord:
    knowledge = _knowledge(is_stored=given.stored_knowledge)
    request = Request(
        inputs=Inputs(
            **{name: tuple(getattr(given, name)) for name in BRINGS},
            mapping=own_mapping(given.mapping),
        ),
        rules=choose_rules(load_rules(), given.rules),
        knowledge=knowledge.rows,
        evidence=knowledge.evidence,
        snapshot_id=knowledge.snapshot_id,
        work=given.work or data_directory() / "audit",
        memory=given.memory,
        buckets=given.buckets,
        months=tuple(sorted(set(given.month))),
        is_partial=given.partial,
        report=report,
    )
    if given.engine == "spark":
        from yibao.supervision.batch import spark

        return spark.audit(request, now=clock.now())
    return audit(request, now=clock.now())


def _knowledge(*, is_stored: bool) -> KnowledgeBase:
    if not is_stored:
        return load_shipped()
    from yibao.platform import database

    with database.transaction() as sql:
        return load_stored(sql)


@contextmanager
def _progress(*, is_quiet: bool) -> Iterator[Report]:
    """Give a function that shows how far the run is, on standard error."""
    with Progress(console=Console(stderr=True), disable=is_quiet, transient=True) as progress:
        task = progress.add_task("", total=None)

        def report(text: str, done: int, total: int) -> None:
            progress.update(task, description=text, completed=done, total=total)

        yield report


def _publish(record: RunRecord, folder: Path) -> None:
    """Copy findings and record; the run's own files stay for the next run."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(Path(record.findings_folder).glob("*.parquet")):
        shutil.copyfile(path, folder / path.name)
    (folder / "run.json").write_bytes(msgspec.json.format(msgspec.json.encode(record)))


def _stored(record: RunRecord) -> int:
    from yibao.supervision.batch.postgresql import store_run

    return store_run(record)


def _show(record: RunRecord, closed: int, *, is_json: bool) -> None:
    if is_json:
        sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(record)) + b"\n")
        return
    table = Table("规则", "范围内明细", "疑点", "涉及金额（元）", "计入金额（元）")
    for rule in sorted(record.rules, key=lambda rule: -rule.counted_amount)[:SHOWN]:
        table.add_row(
            rule.code,
            f"{rule.lines_in_scope:,}",
            f"{rule.findings:,}",
            _yuan(rule.amount),
            _yuan(rule.counted_amount),
        )
    console = Console()
    console.print(table)
    without = [rule.code for rule in record.rules if not rule.has_knowledge]
    console.print(
        f"批次 {record.run_id}：明细 {record.lines:,} 条，就诊 {record.encounters:,} 次，"
        f"疑点 {record.findings:,} 个，计入金额 {_yuan(record.counted_amount)} 元；关闭 {closed:,} 个。"
    )
    if without:
        console.print(f"{len(without)} 条规则没有知识点，没有运行：{'、'.join(without)}。")
    for each in record.unread:
        console.print(
            f"没有读入：{each.input} {each.rows:,} 行（{each.reason}），例如 "
            f"{'、'.join(each.examples[:3])}。"
        )
    console.print(f"疑点在 {record.findings_folder}。")


def _yuan(fen: int) -> str:
    return f"{fen // 100:,}.{fen % 100:02d}"
