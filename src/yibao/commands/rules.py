"""``yibao rules``: the supervision rules, what each says and what it has to work with."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence

import msgspec
from rich.console import Console
from rich.table import Table

from yibao.reference.parameters import parameter
from yibao.supervision.knowledge.base import load_shipped
from yibao.supervision.rules import overview
from yibao.supervision.rules.checks import EXPRESSIONS
from yibao.supervision.rules.declaration import Rule
from yibao.supervision.rules.documentation import KINDS, result_text
from yibao.supervision.rules.errors import RuleUnknown
from yibao.supervision.rules.families import FAMILIES
from yibao.supervision.rules.loading import load_rules
from yibao.supervision.rules.overview import Summary
from yibao.supervision.rules.worlds import examples_of

_HEADERS = (
    "编码", "规则", "类别", "形状", "结果", "环节", "状态", "知识点", "行", "评估",
)  # fmt: skip


def run(arguments: Sequence[str]) -> int:
    """List rules or show one. The counts are those of the packaged knowledge."""
    parser = argparse.ArgumentParser(prog="yibao rules")
    commands = parser.add_subparsers(dest="action", required=True)
    listing = commands.add_parser("list", help="全部规则")
    listing.add_argument("--family", choices=list(FAMILIES), help="只看一类")
    listing.add_argument("--json", action="store_true", help="给程序读的格式")
    showing = commands.add_parser("show", help="一条规则：属性、条件、参数、例子")
    showing.add_argument("code", help="规则编码，例如 N54")
    showing.add_argument("--json", action="store_true", help="给程序读的格式")
    given = parser.parse_args(arguments)
    return _list(given) if given.action == "list" else _show(given)


def _list(given: argparse.Namespace) -> int:
    rules = {
        code: rule for code, rule in load_rules().items() if given.family in (None, rule.family)
    }
    found = overview.summaries(rules, load_shipped())
    if given.json:
        print(json.dumps(msgspec.to_builtins(found), ensure_ascii=False, indent=1))
        return 0
    table = Table(*_HEADERS)
    for summary in found:
        table.add_row(*_cells(summary))
    console = Console()
    console.print(table)
    is_trial = sum(summary.status != "启用" for summary in found)
    console.print(f"共{len(found)}条，其中试运行或停用{is_trial}条。")
    return 0


def _show(given: argparse.Namespace) -> int:
    rule = load_rules().get(given.code.upper())
    if rule is None:
        raise RuleUnknown(given=given.code)
    (summary,) = overview.summaries({rule.code: rule}, load_shipped())
    if given.json:
        print(json.dumps(_facts(rule, summary), ensure_ascii=False, indent=1))
        return 0
    for line in _lines(rule, summary):
        print(line)
    return 0


def _facts(rule: Rule, summary: Summary) -> dict[str, object]:
    facts: dict[str, object] = msgspec.to_builtins(rule)
    counted = {"points": summary.points, "rows": summary.rows, "evaluators": summary.evaluators}
    return facts | counted


def _lines(rule: Rule, summary: Summary) -> list[str]:
    lines = [f"{rule.code} {rule.name}（{rule.national_code or '没有国家编码'}）", rule.definition]
    lines += [
        f"类别    {summary.family}，形状 {rule.shape}，{summary.evaluators}",
        f"结果    {summary.grade}，{summary.stages}，{summary.status}",
        f"知识点  {summary.points}个，{summary.rows}行",
        *(f"依据    {basis.document}{basis.article}" for basis in rule.basis),
        *(f"{name:<10}{text}" for name in EXPRESSIONS if (text := getattr(rule, name))),
        *(f"选项    {name}: {text}" for name, text in rule.options.items()),
        *(f"参数    {column}：{_values(name)}" for column, name in rule.limits.items()),
        f"提示    {rule.message}",
        f"办法    {rule.advice}",
        "例子",
    ]
    for example in examples_of(rule):
        results = "；".join(result_text(finding) for finding in example.findings) or "无"
        lines.append(f"  [{KINDS[example.kind]}] {example.title} → {results}")
    return lines


def _values(name: str) -> str:
    declared = parameter(name)
    texts = [
        f"{value.since}起{value.value}{'' if value.is_verified else '（未核对）'}"
        for value in declared.values
    ]
    return f"{declared.label}：{'；'.join(texts)}"


def _cells(summary: Summary) -> list[str]:
    counts = (summary.points, summary.rows)
    return [
        summary.code, summary.name, summary.family, summary.shape, summary.grade, summary.stages,
        summary.status, *(str(count or "") for count in counts), summary.evaluators,
    ]  # fmt: skip
