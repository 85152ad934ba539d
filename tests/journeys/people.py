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
    made = made_up(date(1950, 1, 1 + sequence % 28), sequence)
    if situation:
        hand = StageHand(live)
        hand.set_up(situation, made)
        hand.leave()
    return made


def made_up(born_on: date, sequence: int) -> Newcomer:
    """Make somebody up, of whom nothing is known yet; an odd sequence is a man's."""
    number = identity_number.make("520103", born_on, sequence).text
    return Newcomer(_NAMES[sequence % len(_NAMES)], number, f"1990001{sequence:04d}")


class StageHand:
    """Makes situations true on the served platform: one process for many, started when needed."""

    def __init__(self, live: LivePlatform) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.situation"],
            env=live.environment, cwd=ROOT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def set_up(self, situation: str, somebody: Newcomer) -> None:
        """Make a situation true for somebody, and wait until it is."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        given = [situation, somebody.name, somebody.identity_number, somebody.phone]
        self._process.stdin.write(json.dumps(given) + "\n")
        self._process.stdin.flush()
        assert self._process.stdout.readline() == "done\n", f"{situation} could not be set up"

    def leave(self) -> None:
        """End the process."""
        self._process.communicate(timeout=30)
