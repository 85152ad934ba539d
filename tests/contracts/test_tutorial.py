"""The tutorial is true: its commands run, in order, against a running platform."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from tests.live import ROOT, LivePlatform

TUTORIAL = ROOT / "docs/tutorial/your-first-signed-call.md"


def test_every_command_of_the_tutorial_works(served: LivePlatform, tmp_path: Path) -> None:
    blocks = re.findall(r"```sh\n(.*?)```", TUTORIAL.read_text("utf-8"), re.DOTALL)
    assert len(blocks) == 5
    script = "\n".join(["set -e", *blocks])
    script = script.replace("./yibao", str(ROOT / "yibao")).replace(" sdk/", f" {ROOT}/sdk/")
    script = script.replace("var/demonstration/zyybwxgzh.json", str(served.credentials()))
    played = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, env=served.environment, timeout=120, check=False,
        capture_output=True, text=True,
    )  # fmt: skip
    assert played.returncode == 0, played.stdout + played.stderr
    assert played.stdout.count("没有查到参保记录") == 3
    assert "identity.subject_unreadable" in played.stdout  # the name
    assert "identity_number.check_digit" in played.stdout
    assert "平台收到的待签文本" in played.stdout
