"""``yibao audit-log verify``: prove that nobody has changed, removed or slipped in an entry."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict

from rich.console import Console
from rich.progress import Progress

from yibao.platform import database
from yibao.platform.audit_log.verification import Report, verify


def run(arguments: Sequence[str]) -> int:
    """Recompute the whole log, compare it with every signed checkpoint, report."""
    parser = argparse.ArgumentParser(prog="yibao audit-log")
    parser.add_argument("action", choices=["verify"])
    parser.add_argument("--sandbox", action="store_true", help="核验沙箱的日志")
    parser.add_argument("--json", action="store_true", help="给程序读的格式")
    given = parser.parse_args(arguments)
    alias = "sandbox" if given.sandbox else "default"
    with database.using(alias), Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("核验审计日志", total=None)
        report = verify(lambda done, total: bar.update(task, completed=done, total=total))
    if given.json:
        print(json.dumps(asdict(report), ensure_ascii=False, indent=1, default=str))
    else:
        _print(report)
    return 0 if report.is_intact else 1


def _print(report: Report) -> None:
    print(f"共 {report.entries} 条，核验 {report.checked} 条，签名检查点 {report.checkpoints} 个。")
    if report.unsequenced:
        print(f"另有 {report.unsequenced} 条刚写入，尚未编号。")
    if report.first_difference is None:
        print("审计日志完整，没有被改动。")
    else:
        print(f"审计日志被改动过：{report.first_difference}", file=sys.stderr)
