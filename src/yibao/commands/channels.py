"""``yibao channels``: set up who may call the platform."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path

from django.conf import settings

from yibao.catalogue import registry
from yibao.channels import actions
from yibao.channels.models import Channel

OPERATOR = "command:channels"


def run(arguments: Sequence[str]) -> int:
    """Create, list, issue-key, revoke-key, grant, allow, online, offline, suspend, resume."""
    given = _parser().parse_args(arguments)
    handlers: dict[str, Callable[[argparse.Namespace], None]] = {
        "list": _list,
        "create": _create,
        "issue-key": _issue_key,
        "revoke-key": lambda g: actions.revoke_key(g.key, operator=OPERATOR),
        "grant": _grant,
        "allow": lambda g: actions.allow_addresses(g.channel, g.network, operator=OPERATOR),
        "online": lambda g: actions.set_online(g.channel, is_online=True, operator=OPERATOR),
        "offline": lambda g: actions.set_online(g.channel, is_online=False, operator=OPERATOR),
        "suspend": lambda g: actions.set_suspended(g.channel, is_suspended=True, operator=OPERATOR),
        "resume": lambda g: actions.set_suspended(g.channel, is_suspended=False, operator=OPERATOR),
    }
    handlers[given.action](given)
    if given.action != "list":
        print("已完成。")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="yibao channels")
    commands = parser.add_subparsers(dest="action", required=True)
    commands.add_parser("list").add_argument("--json", action="store_true")
    create = commands.add_parser("create")
    create.add_argument("channel", help="系统标识，例如 zyybwxgzh")
    create.add_argument("--name", required=True, help="渠道名称")
    create.add_argument("--organisation", required=True, help="使用单位")
    create.add_argument("--region", default=settings.PROVINCE, help="所属地区代码")
    issue = commands.add_parser("issue-key")
    issue.add_argument("channel")
    issue.add_argument("--output", type=Path, required=True, help="交付文件，只写这一次")
    commands.add_parser("revoke-key").add_argument("key")
    grant = commands.add_parser("grant")
    grant.add_argument("channel")
    grant.add_argument("operation", nargs="+", help="事项编号，或 all")
    allow = commands.add_parser("allow")
    allow.add_argument("channel")
    allow.add_argument("network", nargs="+", help="来源网段，例如 10.8.0.0/24")
    for name in ("online", "offline", "suspend", "resume"):
        commands.add_parser(name).add_argument("channel")
    return parser


def _list(given: argparse.Namespace) -> None:
    rows = [
        {
            "channel": c.code,
            "name": c.name,
            "online": c.is_online,
            "suspended": c.is_suspended,
            "keys": [k.id for k in c.keys.all()],
            "services": c.grants.count(),
            "networks": [a.network for a in c.addresses.all()],
        }
        for c in Channel.objects.prefetch_related("keys", "addresses")
    ]
    if given.json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        state = "已暂停" if row["suspended"] else ("正式" if row["online"] else "仅沙箱")
        print(
            f"{row['channel']}  {row['name']}  {state}  授权{row['services']}项  {row['networks']}"
        )
    if not rows:
        print("还没有渠道。先运行：yibao channels create 系统标识 --name … --organisation …")


def _create(given: argparse.Namespace) -> None:
    actions.create_channel(
        given.channel,
        name=given.name,
        organisation=given.organisation,
        region=given.region,
        operator=OPERATOR,
    )


def _issue_key(given: argparse.Namespace) -> None:
    credentials = actions.issue_key(given.channel, base_url=settings.BASE_URL, operator=OPERATOR)
    credentials.write(given.output)
    print(f"交付文件已写入 {given.output}（权限600）。平台不保存私钥，请妥善交付。")


def _grant(given: argparse.Namespace) -> None:
    operations = list(registry.services()) if given.operation == ["all"] else given.operation
    actions.grant(given.channel, operations, operator=OPERATOR)
