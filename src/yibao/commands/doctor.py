"""``yibao doctor``: names the exact cause of whatever is wrong, and what to do about it."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from yibao.commands.main import data_directory


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    name: str
    is_ok: bool
    detail: str
    remedy: str = ""


def run(arguments: Sequence[str]) -> int:
    """Look at everything; exit with 1 when something is wrong."""
    parser = argparse.ArgumentParser(prog="yibao doctor")
    parser.add_argument("--json", action="store_true", help="给程序读的格式")
    given = parser.parse_args(arguments)
    findings = list(_findings())
    if given.json:
        print(json.dumps([asdict(f) for f in findings], ensure_ascii=False, indent=1))
    else:
        for finding in findings:
            print(f"{'✓' if finding.is_ok else '✗'} {finding.name}：{finding.detail}")
            if not finding.is_ok:
                print(f"    办法：{finding.remedy}")
    return 0 if all(finding.is_ok for finding in findings) else 1


def _findings() -> Iterator[Finding]:
    for name, check, remedy in _CHECKS:
        try:
            detail = check()
        except Exception as wrong:  # noqa: BLE001 - whatever is wrong is what we are here to name
            yield Finding(name, is_ok=False, detail=str(wrong) or repr(wrong), remedy=remedy)
        else:
            yield Finding(name, is_ok=True, detail=detail)


class _Wrong(Exception):
    """What a check found; its text is the detail."""


def _python() -> str:
    return sys.version.split()[0]  # an older one does not get this far: see the Makefile


def _sm2() -> str:
    from yibao.platform.crypto import sm2

    backend = sm2.backend()
    key = backend.generate()
    if not key.public_key().verify(b"yibao", key.sign(b"yibao")):
        raise _Wrong("SM2 自检没有通过")
    return f"{type(backend).__name__} 通过 GB/T 32918.5 自检"


def _openssl_command() -> str:
    found = shutil.which("openssl")
    if found is None:
        raise _Wrong("没有 openssl 命令")
    listed = subprocess.run([found, "ecparam", "-list_curves"], capture_output=True, text=True)  # noqa: S603
    if "SM2" not in listed.stdout:
        raise _Wrong("openssl 不支持 SM2 曲线")
    version = subprocess.run([found, "version"], capture_output=True, text=True)  # noqa: S603
    return version.stdout.strip()


def _settings() -> str:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.conf import settings

    return f"数据目录 {settings.DATA_DIRECTORY}"


def _database() -> str:
    from yibao.platform import embedded_postgresql

    embedded_postgresql.ensure(data_directory())
    import django
    from django.db import connection

    django.setup()
    with connection.cursor() as cursor:
        cursor.execute("SELECT version()")
        return str(cursor.fetchone()[0]).split(" on ")[0]


def _migrations() -> str:
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    for alias in ("default", "sandbox"):
        executor = MigrationExecutor(connections[alias])
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if missing:
            raise _Wrong(f"{alias} 库还有 {len(missing)} 个迁移没有执行")
    return "两个库的表结构都是最新的"


def _clock() -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        there = cursor.fetchone()[0]
    difference = abs((datetime.now(UTC) - there).total_seconds())
    if difference > 5:
        raise _Wrong(f"本机与数据库的时钟相差{difference:.0f}秒")
    return f"本机与数据库相差{difference * 1000:.0f}毫秒"


def _fonts() -> str:
    from yibao.platform.documents import fonts

    missing = [str(path) for path in fonts.font_files() if not path.exists()]
    if missing:
        raise _Wrong(f"缺少 {'、'.join(missing)}")
    fonts.font_book()
    return "随安装附带的宋体和黑体可用"


def _keys() -> str:
    from yibao.platform.keys.access import key_store, keyring

    key_store().health()
    sealed = keyring().encrypt_text("自检", b"doctor")
    if keyring().decrypt_text(sealed, b"doctor") != "自检":
        raise _Wrong("数据密钥加解密不一致")
    return "密钥库和数据密钥可用"


def _reference_data() -> str:
    from yibao.reference.models import Diagnosis

    count = Diagnosis.objects.count()
    if not count:
        raise _Wrong("诊断目录是空的")
    return f"诊断目录 {count} 条"


def _disk() -> str:
    folder = data_directory()
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free // 2**20
    if free < 500:
        raise _Wrong(f"数据目录只剩 {free} MB")
    return f"剩余 {free // 1024} GB"


_RUN = "运行 make run，它会补齐缺少的部分。"
_CHECKS: tuple[tuple[str, Callable[[], str], str], ...] = (
    ("Python", _python, "安装 Python 3.11 或更新的版本。"),
    ("磁盘", _disk, "清理磁盘，或用 YIBAO_DATA 换一个目录。"),
    ("设置", _settings, "改正提示的环境变量，说明见 docs/reference/settings.md。"),
    ("国密 SM2", _sm2, "安装带 SM2 的 OpenSSL 3（libcrypto.so.3），或安装 gmssl-pyx。"),
    ("openssl 命令", _openssl_command, "安装带 SM2 的 OpenSSL 3；只有命令行示例需要它。"),
    ("密钥", _keys, "检查 var/keys 的权限（应为600）；丢失的密钥须从备份恢复。"),
    ("数据库", _database, "检查 DATABASE_URL；不设置时平台自带 PostgreSQL。"),
    ("表结构", _migrations, _RUN),
    ("时钟", _clock, "用 NTP 校准两台机器的时钟。"),
    ("中文字体", _fonts, "重新安装依赖：make setup。"),
    ("参考数据", _reference_data, _RUN),
)
