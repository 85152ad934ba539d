"""``yibao audit``: fund supervision from the command line; each subcommand is a module."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Sequence

# subcommand: what it does; module audit_<name> with a function run(rest)
SUBCOMMANDS = {
    "check": "审核一份 3101/3102 报文，说出医生会看到的话",
    "batch": "审核一段时间的结算数据",
    "generate": "生成带答案的模拟结算数据",
}


def run(arguments: Sequence[str]) -> int:
    """Hand the rest of the arguments to the subcommand."""
    parser = argparse.ArgumentParser(prog="yibao audit", description="基金监管审核")
    commands = parser.add_subparsers(dest="subcommand", required=True, metavar="子命令")
    for name, text in SUBCOMMANDS.items():
        commands.add_parser(name, help=text, add_help=False)
    given, _ = parser.parse_known_args(arguments[:1] or ["--help"])
    module = importlib.import_module(f"yibao.commands.audit_{given.subcommand}")
    result: int = module.run(arguments[1:])
    return result
