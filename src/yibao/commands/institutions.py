"""``yibao institutions``: who may call the national interfaces."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence

from yibao.national import actions
from yibao.national.actions import Credentials, Particulars
from yibao.national.audit.codes import VARIANTS
from yibao.national.models import Institution

OPERATOR = "command:institutions"


def run(arguments: Sequence[str]) -> int:
    """Add, renew, allow, suspend, resume, list."""
    given = _parser().parse_args(arguments)
    handlers: dict[str, Callable[[argparse.Namespace], None]] = {
        "add": _add,
        "renew": lambda g: _hand_over(actions.renew(g.code, operator=OPERATOR)),
        "allow": lambda g: actions.allow(g.code, g.network, operator=OPERATOR),
        "suspend": lambda g: _suspend(g.code, is_suspended=True),
        "resume": lambda g: _suspend(g.code, is_suspended=False),
        "list": _list,
    }
    handlers[given.action](given)
    if given.action in {"allow", "suspend", "resume"}:
        print("已完成。")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="yibao institutions", description="全国接口的接入机构")
    commands = parser.add_subparsers(dest="action", required=True)
    add = commands.add_parser("add", help="登记机构，只在这时显示密钥")
    add.add_argument("code", help="定点医药机构编码，例如 H52010000001")
    add.add_argument("--name", required=True, help="名称")
    add.add_argument("--variant", choices=VARIANTS, default="HN", help="接口版本")
    add.add_argument("--network", nargs="+", default=[], help="来源网段，例如 10.8.0.0/24")
    add.add_argument("--internet", action="store_true", help="互联网医院")
    commands.add_parser("renew", help="换新密钥，旧的立即失效").add_argument("code")
    allow = commands.add_parser("allow", help="改为只允许这些来源网段")
    allow.add_argument("code")
    allow.add_argument("network", nargs="+")
    for name, text in (("suspend", "暂停"), ("resume", "恢复")):
        commands.add_parser(name, help=text).add_argument("code")
    commands.add_parser("list", help="列出").add_argument("--json", action="store_true")
    return parser


def _add(given: argparse.Namespace) -> None:
    particulars = Particulars(given.name, given.variant, given.network, given.internet)
    _hand_over(actions.add(given.code, particulars, operator=OPERATOR))
    if not given.network:
        print("还没有来源网段，现在从哪里都不能调用。请运行 yibao institutions allow。")


def _suspend(code: str, *, is_suspended: bool) -> None:
    actions.set_suspended(code, is_suspended=is_suspended, operator=OPERATOR)


def _hand_over(credentials: Credentials) -> None:
    print(f"_api_access_key  {credentials.access_key}")
    print(f"密钥             {credentials.secret}")
    print("密钥只显示这一次，平台不再显示，请妥善交付。")


def _list(given: argparse.Namespace) -> None:
    rows = [
        {
            "institution": found.code,
            "name": found.name,
            "access_key": found.access_key,
            "variant": found.variant,
            "networks": found.networks.split(),
            "internet": found.is_internet,
            "suspended": found.is_suspended,
        }
        for found in Institution.objects.all()
    ]
    if given.json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        state = "已暂停" if row["suspended"] else "可调用"
        print(f"{row['institution']}  {row['name']}  {row['variant']}  {state}  {row['networks']}")
    if not rows:
        print("还没有机构。先运行：yibao institutions add 机构编码 --name … --network …")
