"""``yibao staff``: accounts of officers."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence

from django.conf import settings

from yibao.console import staff
from yibao.console.models import Officer
from yibao.console.roles import Role
from yibao.demonstration.codes import code_at
from yibao.demonstration.seeding import staff_file
from yibao.platform import clock


def run(arguments: Sequence[str]) -> int:
    """List officers, make an account, or show a demonstration officer's present code."""
    parser = argparse.ArgumentParser(prog="yibao staff")
    commands = parser.add_subparsers(dest="action", required=True)
    commands.add_parser("list", help="列出经办人员")
    create = commands.add_parser("create", help="建立账号，首次登录时绑定动态码")
    create.add_argument("username")
    create.add_argument("--name", required=True, help="姓名")
    create.add_argument("--region", default=settings.PROVINCE, help="负责的地区代码")
    create.add_argument("--role", nargs="+", required=True, choices=[role.value for role in Role])
    code = commands.add_parser("code", help="显示演示账号此刻的动态码")
    code.add_argument("username")
    given = parser.parse_args(arguments)
    return {"list": _list, "create": _create, "code": _code}[given.action](given)


def _list(_: argparse.Namespace) -> int:
    for officer in Officer.objects.select_related("user").order_by("user__username"):
        roles = "、".join(officer.user.groups.values_list("name", flat=True))
        print(f"{officer.user.username}  {officer.full_name}  {officer.region}  {roles}")
    return 0


def _create(given: argparse.Namespace) -> int:
    made = staff.create(
        given.username,
        full_name=given.name,
        region=given.region,
        roles=[Role(role) for role in given.role],
        operator="command:staff",
    )
    print(f"账号 {given.username} 已建立。首次密码（只显示这一次）：{made.password}")
    return 0


def _code(given: argparse.Namespace) -> int:
    path = staff_file()
    accounts = json.loads(path.read_text("utf-8")) if path.exists() else {}
    if given.username not in accounts:
        print("只有演示账号能这样取动态码。真实账号请看本人的身份验证器。", file=sys.stderr)
        return 1
    print(code_at(accounts[given.username]["totp_secret"], clock.now_ms() // 1000))
    return 0
