"""``yibao staff``: accounts of officers."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence

from django.conf import settings

from yibao.casework import experts
from yibao.console import staff
from yibao.console.models import Officer
from yibao.console.roles import Role
from yibao.demonstration.codes import code_at
from yibao.demonstration.seeding import staff_file
from yibao.platform import clock

OPERATOR = "command:staff"


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
    create.add_argument("--hospital", default="", help="评定专家工作的医疗机构编号，没有则不填")
    retire = commands.add_parser("retire-expert", help="不再给这位专家分派评定")
    retire.add_argument("username")
    code = commands.add_parser("code", help="显示演示账号此刻的动态码")
    code.add_argument("username")
    given = parser.parse_args(arguments)
    actions = {"list": _list, "create": _create, "retire-expert": _retire, "code": _code}
    return actions[given.action](given)


def _list(_: argparse.Namespace) -> int:
    for officer in Officer.objects.select_related("user").order_by("user__username"):
        roles = "、".join(officer.user.groups.values_list("name", flat=True))
        print(f"{officer.user.username}  {officer.full_name}  {officer.region}  {roles}")
    return 0


def _create(given: argparse.Namespace) -> int:
    is_expert = Role.EXPERT.value in given.role
    if is_expert and given.region.endswith("0000"):
        print("专家按市（州）分派，请用 --region 写明哪个市（州）。", file=sys.stderr)
        return 1
    made = staff.create(
        given.username,
        full_name=given.name,
        region=given.region,
        roles=[Role(role) for role in given.role],
        operator=OPERATOR,
    )
    if is_expert:
        experts.enter(
            given.username,
            full_name=given.name,
            hospital_code=given.hospital,
            region=given.region,
            operator=OPERATOR,
        )
    print(f"账号 {given.username} 已建立。首次密码（只显示这一次）：{made.password}")
    return 0


def _retire(given: argparse.Namespace) -> int:
    experts.retire(given.username, operator=OPERATOR)
    print(f"不再给专家 {given.username} 分派评定；已分派的仍可以作出结论。")
    return 0


def _code(given: argparse.Namespace) -> int:
    path = staff_file()
    accounts = json.loads(path.read_text("utf-8")) if path.exists() else {}
    if given.username not in accounts:
        print("只有演示账号能这样取动态码。真实账号请看本人的身份验证器。", file=sys.stderr)
        return 1
    print(code_at(accounts[given.username]["totp_secret"], clock.now_ms() // 1000))
    return 0
