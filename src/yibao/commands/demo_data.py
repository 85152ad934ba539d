"""``yibao demo-data``: a made-up province in the registers, from a seed."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence

from django.conf import settings
from rich.progress import Progress

from yibao.demonstration.province.loading import load_province
from yibao.platform import database

LARGEST = 10_000_000


def run(arguments: Sequence[str]) -> int:
    """Fill the registers of a demonstration platform."""
    parser = argparse.ArgumentParser(prog="yibao demo-data")
    parser.add_argument("--persons", type=int, default=200_000, help="多少人（缺省20万）")
    parser.add_argument("--seed", type=int, default=1, help="同一个数得到同一个省份")
    parser.add_argument("--sandbox", action="store_true", help="装进沙箱库，不装正式库")
    given = parser.parse_args(arguments)
    if not 1 <= given.persons <= LARGEST:
        parser.error(f"人数要在1到{LARGEST}之间。")
    if not settings.DEMONSTRATION:
        print("这里不是演示平台，编造的人不能装进正式登记簿。", file=sys.stderr)
        return 1
    started = time.monotonic()
    with Progress() as progress:
        task = progress.add_task("演示省份", total=given.persons)
        with database.using("sandbox" if given.sandbox else "default"):
            loaded = load_province(
                given.persons,
                seed=given.seed,
                report=lambda done, _all: progress.update(task, completed=done),
            )
    print(
        f"{loaded.persons:,} 人、{loaded.enrolments:,} 条参保关系、{loaded.dues:,} 张应缴单，"
        f"用时 {time.monotonic() - started:.0f} 秒。"
    )
    return 0
