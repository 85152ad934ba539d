"""``yibao benefits calculate``: what the funds pay of a cost, with every step explained."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from yibao.benefits.calculation import Outcome, calculate
from yibao.benefits.errors import FileNotReadable
from yibao.benefits.parameters import parameter_set, parameter_sets
from yibao.benefits.reading import read_json, read_request_and_assumptions
from yibao.benefits.writing import labelled, told


def run(arguments: Sequence[str]) -> int:
    """Calculate one request, or list the parameter sets."""
    given = _parser().parse_args(arguments)
    if given.action == "sets":
        for each in parameter_sets().values():
            print(f"{each.name}  {each.label}。{each.note}。")
        return 0
    chosen = parameter_set(given.parameters)
    request, assumptions = read_request_and_assumptions(read_json(_content(given.file)))
    outcome = calculate(request, chosen=chosen, assumptions=assumptions)
    if given.json:
        print(json.dumps(_facts(outcome, given.explain), ensure_ascii=False, indent=1))
        return 0
    for line in _lines(outcome, given.explain):
        print(line)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="yibao benefits")
    actions = parser.add_subparsers(dest="action", required=True)
    calculating = actions.add_parser("calculate", help="算一笔待遇")
    calculating.add_argument("file", type=Path, help="JSON 文件；- 是标准输入")
    calculating.add_argument("--parameters", required=True, help="参数集，例如 GY-2025-UNVERIFIED")
    calculating.add_argument("--explain", action="store_true", help="逐步说明，带依据")
    calculating.add_argument("--json", action="store_true", help="给程序读的格式")
    actions.add_parser("sets", help="现有参数集")
    return parser


def _content(file: Path) -> bytes:
    if str(file) == "-":
        return sys.stdin.buffer.read()
    try:
        return file.read_bytes()
    except OSError:
        raise FileNotReadable(file=file) from None


def _facts(outcome: Outcome, is_explained: bool) -> dict[str, Any]:
    facts: dict[str, Any] = told(outcome)
    if not is_explained:
        del facts["steps"]
    return facts


def _lines(outcome: Outcome, is_explained: bool) -> Iterator[str]:
    if is_explained:
        for number, step in enumerate(outcome.steps, start=1):
            yield f"{number}. {step.sentence}"
    for label, value in labelled(outcome.result):
        yield f"{label}  {value}"
    if outcome.unverified:
        yield f"注意：用到{len(outcome.unverified)}个没有核对过原文的参数，结果只能用于测试和估算。"
