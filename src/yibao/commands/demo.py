"""``yibao demo``: plays the main job against the running server and prints each step."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict

from django.conf import settings
from yibao_client import YibaoError

from yibao.demonstration.seeding import FOLDER
from yibao.demonstration.story import Story


def run(arguments: Sequence[str]) -> int:
    """Play the story; exit with 1 at the step that goes wrong."""
    parser = argparse.ArgumentParser(prog="yibao demo")
    parser.add_argument("--json", action="store_true", help="给程序读的格式")
    given = parser.parse_args(arguments)
    folder = settings.DATA_DIRECTORY / FOLDER
    if not (folder / "zyybwxgzh.json").exists():
        print("平台还没有启动过演示省份。先在另一个窗口运行 make run。", file=sys.stderr)
        return 1
    story = Story(folder / "zyybwxgzh.json", folder / "proof.png")
    try:
        for position, step in enumerate(story.steps(), start=1):
            if given.json:
                print(json.dumps(asdict(step), ensure_ascii=False))
            else:
                print(f"{position}. {step.who}：{step.what}\n   → {step.outcome}")
    except (YibaoError, RuntimeError, LookupError, OSError) as failure:
        print(f"演示没有走完：{failure}", file=sys.stderr)
        print("平台没有运行时，先在另一个窗口运行 make run。", file=sys.stderr)
        return 1
    if not given.json:
        print("\n主流程走完了。再试：./yibao audit-log verify")
    return 0
