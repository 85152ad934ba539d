"""``yibao why REQUEST_ID``: why a call was refused, and what to do."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict

from yibao.gateway.why import Explanation, explain
from yibao.platform.clock import CHINA
from yibao.platform.crypto import sm3


def run(arguments: Sequence[str]) -> int:
    """Print the cause, the remedy, and what the platform signed."""
    parser = argparse.ArgumentParser(prog="yibao why")
    parser.add_argument("request_id", help="应答头 X-Yb-Request-Id 或应答中的 request_id")
    parser.add_argument("--json", action="store_true", help="给程序读的格式")
    given = parser.parse_args(arguments)
    found = explain(given.request_id)
    if found is None:
        print(f"没有请求 {given.request_id} 的记录。请核对编号。", file=sys.stderr)
        return 1
    if given.json:
        print(json.dumps(asdict(found), ensure_ascii=False, indent=1, default=str))
    else:
        _print(found)
    return 0


def _print(found: Explanation) -> None:
    print(
        f"请求 {found.request_id}  {found.at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}  {found.environment}"
    )
    print(
        f"渠道 {found.channel or '（未识别）'}  密钥 {found.key or '（无）'}  来源 {found.address}"
    )
    print(
        f"事项 {found.operation or '（无）'}  状态 {found.status}  耗时 {found.duration_us / 1000:.1f} 毫秒"
    )
    if not found.errors:
        print("这次调用成功了，没有被拒绝。")
    for error in found.errors:
        where = f"（{error['at']}）" if error["at"] else ""
        print(f"\n原因：{error['message']}{where}\n办法：{error['fix']}\n错误码：{error['code']}")
    if found.canonical_text:
        # A query is kept as its digest only: the digest of the whole would then mislead.
        has_query = found.canonical_text.split("\n")[2] != ""
        digest = sm3.hexdigest(found.canonical_text.encode())
        note = "查询串以其 SM3 代替" if has_query else f"SM3 {digest}"
        print(f"\n平台收到的待签文本（{note}）：")
        print("\n".join(f"  {line}" for line in found.canonical_text.split("\n")))
