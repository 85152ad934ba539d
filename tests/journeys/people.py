"""People whom a test makes up for itself: the served platform is shared by many tests."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import date

from tests.live import ROOT, LivePlatform
from yibao.kernel import identity_number

_NAMES = ("周一", "周二", "周三", "周四", "周五")


@dataclass(frozen=True)
class Newcomer:
    """Somebody made up, insured as the situation says."""

    name: str
    identity_number: str
    phone: str


def newcomer(live: LivePlatform, situation: str, sequence: int) -> Newcomer:
    """Make somebody up and set the situation up for him, in a process of its own."""
    number = identity_number.make("520103", date(1950, 1, 1 + sequence % 28), sequence).text
    made = Newcomer(_NAMES[sequence % len(_NAMES)], number, f"1990001{sequence:04d}")
    if situation:
        set_up(live, situation, made)
    return made


def set_up(live: LivePlatform, situation: str, somebody: Newcomer) -> None:
    """Make a situation true for somebody on the served platform."""
    given = json.dumps([situation, somebody.name, somebody.identity_number, somebody.phone])
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.situation", given],
        env=live.environment, cwd=ROOT, check=False, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
