"""People whom a test makes up for itself: the served platform is shared by many tests."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
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
    made = made_up(date(1950, 1, 1 + sequence % 28), sequence)
    if situation:
        set_up(live, [(situation, made)])
    return made


def made_up(born_on: date, sequence: int) -> Newcomer:
    """Make somebody up, of whom nothing is known yet; an odd sequence is a man's."""
    number = identity_number.make("520103", born_on, sequence).text
    return Newcomer(_NAMES[sequence % len(_NAMES)], number, f"1990001{sequence:04d}")


def set_up(live: LivePlatform, situations: Sequence[tuple[str, Newcomer]]) -> None:
    """Make situations true on the served platform, each for its person."""
    given = json.dumps([(s, each.name, each.identity_number, each.phone) for s, each in situations])
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.situation", given],
        env=live.environment, cwd=ROOT, check=False, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
