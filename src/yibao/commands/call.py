"""``yibao call OP_ID``: what a vendor's developer wants at night: one signed call, explained."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from yibao_client import ApiError, Client, Credentials, YibaoError

from yibao.catalogue import relative_days
from yibao.commands.main import data_directory
from yibao.platform import clock


def run(arguments: Sequence[str]) -> int:
    """Sign, encrypt, call, verify, decrypt; print the answer as JSON."""
    parser = argparse.ArgumentParser(prog="yibao call")
    parser.add_argument("op_id", help="事项编号，例如 right_insutypes")
    parser.add_argument("--channel", required=True, help="系统标识，或交付文件的路径")
    parser.add_argument(
        "--data", required=True, help="请求内容：JSON，或 @文件名；answers 里的日期可以写 today+10"
    )
    parser.add_argument("--sandbox", action="store_true", help="调用沙箱")
    parser.add_argument("--cipher", choices=["SM4-GCM", "SM4-CBC"], default="SM4-GCM")
    parser.add_argument("--request", help="渠道流水号；重发同一笔业务时保持不变")
    given = parser.parse_args(arguments)
    path = credentials_path(given.channel)
    if not path.exists():
        print(f"没有交付文件 {path}。先运行 make run，或用 --channel 指定文件。", file=sys.stderr)
        return 1
    text = Path(given.data[1:]).read_text("utf-8") if given.data[:1] == "@" else given.data
    return _call(given, Credentials.from_file(path), _dated(json.loads(text)))


def _dated(body: dict[str, Any]) -> dict[str, Any]:
    """Put dates in for days that the answers tell from today, so that a copied command goes on."""
    answers = body.get("answers")
    if not isinstance(answers, dict):
        return body
    return body | {"answers": relative_days.resolved(relative_days.read(answers), clock.today())}


def credentials_path(channel: str) -> Path:
    """Return the delivery file of a channel: the path itself, or the demonstration's file."""
    if channel.endswith(".json"):
        return Path(channel)
    return data_directory() / "demonstration" / f"{channel}.json"


def _call(given: argparse.Namespace, credentials: Credentials, body: dict[str, Any]) -> int:
    try:
        with Client(credentials, cipher=given.cipher) as client:
            answer = client.call(given.op_id, request=given.request, sandbox=given.sandbox, **body)
    except ApiError as refused:
        content = {
            "status": refused.status,
            "request_id": refused.request_id,
            "errors": [asdict(error) for error in refused.errors],
        }
        print(json.dumps(content, ensure_ascii=False, indent=1), file=sys.stderr)
        print(f"想知道原因：yibao why {refused.request_id}", file=sys.stderr)
        return 1
    except YibaoError as failure:
        print(f"调用没有完成：{failure}", file=sys.stderr)
        return 1
    print(json.dumps(asdict(answer), ensure_ascii=False, indent=1))
    return 0
