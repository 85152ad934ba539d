"""The front door: reads the command, prepares the environment it needs, calls it."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]

# command, what it does, whether it needs Django and the database
COMMANDS = {
    "serve": ("准备并启动平台（make run 调用它）", False),
    "prepare": ("建库、迁移、装载参考数据，不启动服务", True),
    "doctor": ("检查运行环境，指出哪里不对、怎么改", False),
    "demo": ("对着运行中的平台演一遍主流程", True),
    "services": ("列出114项服务、逐项核验", True),
    "demo-data": ("给演示平台装一个编造的省份", True),
    "call": ("签名、加密、调用、验签、解密一个事项", False),
    "why": ("说明一次调用为什么被拒绝", True),
    "channels": ("管理接入渠道：建立、发密钥、授权、白名单", True),
    "staff": ("管理经办人员账号", True),
    "benefits": ("按参数集计算一笔待遇，说明每一步", False),
    "rules": ("医保基金监管规则：列出、查看", False),
    "knowledge": ("医保基金监管知识库：导入、查看、快照", True),
    "catalogue": ("药品和医用耗材目录：导入、表头、导入记录", True),
    "institutions": ("管理全国接口的接入机构：登记、换密钥、来源网段", True),
    "audit": ("医保基金监管审核：一份报文、一批结算", False),
    "audit-log": ("核验审计日志", True),
    "bench": ("性能测试", False),
    "generate": ("生成 catalogue.json、接口文档和说明页", True),
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command; a refusal ends with its sentence and exit code 1, a wrong use with 2."""
    parser = argparse.ArgumentParser(prog="yibao", description="医保便民服务平台")
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")
    for name, (text, _) in COMMANDS.items():
        commands.add_parser(name, help=text, add_help=False)
    given = list(sys.argv[1:] if arguments is None else arguments)
    known, rest = parser.parse_known_args(given[:1] or ["--help"])
    rest = given[1:]
    module_name = known.command.replace("-", "_")
    if COMMANDS[known.command][1]:
        connect()
    module = importlib.import_module(f"yibao.commands.{module_name}")
    from yibao.kernel.errors import DomainError, Several

    try:
        sys.exit(module.run(rest))
    except (DomainError, Several) as wrong:
        for error in wrong.errors if isinstance(wrong, Several) else [wrong]:
            print(f"{error}  {error.to_dict()['fix']}（{error.code}）", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


def data_directory() -> Path:
    """Return the data folder (``YIBAO_DATA``, by default ``var`` beside the code)."""
    return Path(os.environ.get("YIBAO_DATA", ROOT / "var")).resolve()


def connect() -> None:
    """Find or start the database and load Django."""
    from yibao.platform import embedded_postgresql

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    embedded_postgresql.ensure(data_directory())
    import django

    django.setup()
    from django.conf import settings

    from yibao.platform import clock

    clock.move(settings.CLOCK_OFFSET_SECONDS)
