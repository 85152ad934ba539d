"""``yibao bench``: benchmarks, each against a floor in the same run."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence

BENCHMARKS = {
    "gateway": "签名接口：与裸 WSGI 对比",
    "services": "每个事项过引擎：一万、三十万、三百万人的登记簿",
    "audit-realtime": "事前提醒：一次就诊过全部规则，与解码同一报文对比",
    "audit-batch": "批量审核：与扫描同样的列对比",
}

_MODULES = {"services": "every_service"}


def run(arguments: Sequence[str]) -> int:
    """Run one benchmark by its name."""
    if not arguments or arguments[0] not in BENCHMARKS:
        print("用法：yibao bench 名称", file=sys.stderr)
        for name, text in BENCHMARKS.items():
            print(f"  {name}  {text}", file=sys.stderr)
        return 2
    name = arguments[0].replace("-", "_")
    module = importlib.import_module(f"bench.{_MODULES.get(name, name)}")
    result: int = module.run(arguments[1:])
    return result
