"""Loading the demonstration: channels with delivery files, staff, a few residents."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from rich.console import Console

from yibao.catalogue import registry, situations
from yibao.catalogue.situations import Persona, Setting
from yibao.channels import actions
from yibao.channels.models import Channel
from yibao.console.demonstration import DemonstrationStaff, create_expert, create_staff
from yibao.console.roles import Role
from yibao.enrolment.api import benefit_standing as standing
from yibao.platform import clock, database
from yibao.platform.testing.persons import LI_SI, ZHAO_LIU
from yibao.providers import demonstration as institutions

OPERATOR = "command:demonstration"
FOLDER = "demonstration"


@dataclass(frozen=True)
class DemonstrationChannel:
    """A channel of the demonstration."""

    code: str
    name: str
    organisation: str
    region: str


CHANNELS = (
    DemonstrationChannel("zyybwxgzh", "遵义医保微信公众号", "遵义市医疗保障局", "520300"),
    DemonstrationChannel("village-clinic", "村卫生室自助终端", "贵阳市南明区医疗保障局", "520102"),
)


@dataclass(frozen=True)
class DemonstrationOfficer:
    """An officer of the demonstration."""

    username: str
    full_name: str
    region: str
    roles: tuple[Role, ...]


OFFICERS = (
    DemonstrationOfficer("qian.jingban", "钱经办", "520000", (Role.ACCEPTOR,)),
    DemonstrationOfficer("sun.shenhe", "孙审核", "520000", (Role.REVIEWER,)),
    DemonstrationOfficer(
        "zhou.guanli", "周管理", "520000", (Role.CHANNEL_MANAGER, Role.AUDITOR, Role.ADMINISTRATOR)
    ),
    DemonstrationOfficer("wu.zhuanjia", "吴专家", "520100", (Role.EXPERT,)),
)


# Somebody to sign in as, and how he is insured.
RESIDENTS = ((LI_SI, "enrolment.resident"), (ZHAO_LIU, "remote_care.enrolled"))


@dataclass(frozen=True)
class Seeded:
    """What was loaded, to be announced."""

    credentials: tuple[Path, ...]
    staff: dict[str, dict[str, str]]


def seed() -> Seeded:
    """Load what is missing; a second call changes nothing but grants of new services."""
    with database.using("default"):
        files = tuple(_channel(channel) for channel in CHANNELS)
        _residents()
        _institutions()
        return Seeded(files, _staff())


def _institutions() -> None:
    """Fill the register of institutions and agencies where there are none."""
    with database.transaction() as sql:
        sql.execute("SELECT EXISTS (SELECT FROM provider)")
        if not (sql.fetchone() or (False,))[0]:
            institutions.seed(sql, clock.today())


def _residents() -> None:
    """Insure the residents of the demonstration who are not insured yet."""
    for person, situation in RESIDENTS:
        persona = Persona.of(person)
        with database.transaction() as sql:
            if standing(sql, persona.identity, clock.today()) is None:
                situations.set_up(situation, Setting(sql, persona, clock.today()))


def staff_file() -> Path:
    """Return where the demonstration keeps how its officers sign in (mode 0600)."""
    folder: Path = settings.DATA_DIRECTORY / FOLDER
    return folder / "staff.json"


def _staff() -> dict[str, dict[str, str]]:
    path = staff_file()
    known: dict[str, dict[str, str]] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    for officer in OFFICERS:
        if not User.objects.filter(username=officer.username).exists():
            made = _created(officer)
            known[officer.username] = {
                "name": officer.full_name,
                "password": made.password,
                "totp_secret": made.totp_secret,
            }
    path.touch(mode=0o600)
    path.write_text(json.dumps(known, ensure_ascii=False, indent=2), "utf-8")
    return known


def _created(officer: DemonstrationOfficer) -> DemonstrationStaff:
    if Role.EXPERT in officer.roles:
        return create_expert(officer.username, full_name=officer.full_name, region=officer.region)
    return create_staff(
        officer.username,
        full_name=officer.full_name,
        region=officer.region,
        roles=officer.roles,
    )


def _channel(channel: DemonstrationChannel) -> Path:
    path = settings.DATA_DIRECTORY / FOLDER / f"{channel.code}.json"
    if not Channel.objects.filter(code=channel.code).exists():
        actions.create_channel(
            channel.code,
            name=channel.name,
            organisation=channel.organisation,
            region=channel.region,
            operator=OPERATOR,
        )
        actions.allow_addresses(channel.code, ["127.0.0.0/8", "::1/128"], operator=OPERATOR)
        actions.set_online(channel.code, is_online=True, operator=OPERATOR)
        Channel.objects.filter(code=channel.code).update(calls_per_second=100_000)
    if path.exists():
        _point_at(path, settings.BASE_URL)
    else:
        actions.issue_key(channel.code, base_url=settings.BASE_URL, operator=OPERATOR).write(path)
    granted = set(Channel.objects.get(code=channel.code).grants.values_list("operation", flat=True))
    actions.grant(channel.code, set(registry.services()) - granted, operator=OPERATOR)
    return path


def _point_at(path: Path, base_url: str) -> None:
    """Let an earlier delivery file name the address of this start."""
    content = json.loads(path.read_text("utf-8"))
    if content["base_url"] != base_url:
        path.write_text(json.dumps(content | {"base_url": base_url}, indent=2), "utf-8")


def announce(console: Console, seeded: Seeded) -> None:
    """Print the addresses, the accounts and the next command to try."""
    base = settings.BASE_URL
    console.print(f"\n[bold]医保便民服务平台[/bold] 已就绪：{base}")
    console.print(f"  便民服务（H5）  {base}/")
    console.print(f"  经办控制台      {base}/console/")
    console.print(f"  签名接口        {base}/api/v1/services/事项编号")
    for username, account in seeded.staff.items():
        console.print(
            f"  经办人员        {username}（{account['name']}） 密码 {account['password']}  "
            f"动态码：./yibao staff code {username}",
            soft_wrap=True,
            highlight=False,
        )
    for person, _ in RESIDENTS:
        console.print(
            f"  演示居民        {person.name} {person.identity_number} 手机 {person.phone}"
            "  登录验证码打印在本窗口",
            soft_wrap=True,
            highlight=False,
        )
    for path in seeded.credentials:
        console.print(f"  渠道交付文件    {path}", soft_wrap=True)
    console.print("\n接着试：[bold]./yibao demo[/bold]   （演一遍主流程）\n")
