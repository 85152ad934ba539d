"""``yibao audit generate``: a population with known violations, audited, and how each rule did."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import msgspec
import yaml
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from yibao.platform import clock
from yibao.supervision.generation.errors import RatesUnreadable
from yibao.supervision.generation.score import RuleScore, score
from yibao.supervision.knowledge.base import load_shipped
from yibao.supervision.rules.loading import load_rules


def run(arguments: Sequence[str]) -> int:
    """Generate, audit, report; exit code 1 where a rule missed something or found too much."""
    given = _parser().parse_args(arguments)
    rules = load_rules()
    rates = _rates(given.violations, set(rules))
    with ExitStack() as stack:
        folder = given.work or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        progress = stack.enter_context(Progress(console=Console(stderr=True), transient=True))
        task = progress.add_task("生成并审核", total=None)
        scores = score(
            rules,
            load_shipped(),
            folder,
            patients=given.patients,
            rates=rates,
            seed=given.seed,
            memory=given.memory,
            now=clock.now(),
            report=lambda text, done, total: progress.update(
                task, description=f"生成并审核 {text}", completed=done, total=total
            ),
        )
    if given.json:
        sys.stdout.buffer.write(msgspec.json.encode([_plain(one) for one in scores]) + b"\n")
    else:
        _print(scores)
    return 0 if all(one.found == one.injected and not one.false for one in scores) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="yibao audit generate",
        description="生成已知违规的模拟结算数据，审核一遍，逐条规则报告查全率和查准率",
    )
    parser.add_argument("--patients", type=_positive, default=1000, help="普通参保人数")
    parser.add_argument(
        "--violations",
        type=Path,
        help="各规则的注入比例（YAML，如 N54: 0.02，按参保人数计）；不给时每条规则百分之一",
    )
    parser.add_argument("--seed", type=int, default=1, help="随机数种子，相同则数据相同")
    parser.add_argument("--memory", default="2GB", help="内存上限")
    parser.add_argument("--work", type=Path, help="数据保留在这个文件夹；不给时用完删除")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("至少1人")
    return number


def _rates(path: Path | None, rules: set[str]) -> dict[str, float]:
    """Read the rates; every name a rule, every rate between 0 and 1."""
    if path is None:
        return {}
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise RatesUnreadable(path=path.name, problem="读不出来") from error
    if not isinstance(content, Mapping):
        raise RatesUnreadable(path=path.name, problem="不是“规则: 比例”的列表")
    for name, rate in content.items():
        if name not in rules:
            raise RatesUnreadable(path=path.name, problem=f"没有规则{name}")
        if isinstance(rate, bool) or not isinstance(rate, int | float) or not 0 <= rate <= 1:
            raise RatesUnreadable(path=path.name, problem=f"{name}的比例不在0和1之间")
    return {str(name): float(rate) for name, rate in content.items()}


def _plain(one: RuleScore) -> dict[str, Any]:
    return {**msgspec.structs.asdict(one), "recall": one.recall, "precision": one.precision}


def _print(scores: Sequence[RuleScore]) -> None:
    table = Table(title="查全率和查准率")
    for heading in ("规则", "名称", "注入", "查出", "误报", "查全率", "查准率"):
        table.add_column(heading, justify="left" if heading in {"规则", "名称"} else "right")
    for one in scores:
        table.add_row(
            one.rule,
            one.name,
            str(one.injected),
            str(one.found),
            str(one.false),
            _percent(one.recall),
            _percent(one.precision),
        )
    console = Console(width=110)
    console.print(table)
    for one in scores:
        for text in one.examples:
            console.print(f"{one.rule}：{text}")
    totals = [sum(getattr(one, name) for one in scores) for name in ("injected", "found", "false")]
    console.print(f"合计：注入 {totals[0]}，查出 {totals[1]}，误报 {totals[2]}")


def _percent(share: float | None) -> str:
    return "—" if share is None else f"{100 * share:.1f}%"
