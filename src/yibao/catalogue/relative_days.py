"""Days in worked examples, told from today, so that an example is as true next year as now.

A fixed date goes stale: in a sandbox that runs for a year, "begins on 2026-12-01" is refused after
some weeks. A declaration says ``days_from_today(10)`` instead. Whoever plays the example puts in
his own today; pages put in ``DOCUMENTED_ON``, so that they are the same whenever they are made. As
text, in a command that somebody copies, the marker is ``today+10``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

DOCUMENTED_ON = date(2026, 11, 22)
"""The day that generated pages take for today. Any day would do."""

_TEXT = re.compile(r"today(?:([+-])(\d{1,4}))?", re.ASCII)


@dataclass(frozen=True)
class DaysFromToday:
    """A day so many days after today, before it when ``days`` is below zero."""

    days: int

    def __str__(self) -> str:
        return f"today{self.days:+d}" if self.days else "today"

    def spoken(self) -> str:
        """Return the day in words."""
        if not self.days:
            return "当天"
        return f"当天之{'后' if self.days > 0 else '前'}第{abs(self.days)}天"


def days_from_today(days: int) -> DaysFromToday:
    """Return the marker that stands in an example for a day."""
    return DaysFromToday(days)


def resolved(answers: Mapping[str, object], today: date) -> dict[str, object]:
    """Return the answers as they travel on ``today``: each marker has become a date as text."""
    return {name: _on(value, today) for name, value in answers.items()}


def marked(answers: Mapping[str, object]) -> dict[str, object]:
    """Return the answers with each marker as its text, for a command that works on any day."""
    return {n: str(v) if isinstance(v, DaysFromToday) else v for n, v in answers.items()}


def days_note(answers: Mapping[str, object]) -> str:
    """Return a sentence, without its end, that tells which dates on a page count from today."""
    told = [
        f"`{name}` 是{value.spoken()}"
        for name, value in answers.items()
        if isinstance(value, DaysFromToday)
    ]
    return f"例中的日期以{DOCUMENTED_ON}为当天：{'，'.join(told)}" if told else ""


def read(answers: Mapping[str, object]) -> dict[str, object]:
    """Return the answers with each text of a marker turned back into the marker."""
    return {name: _marker_in(value) for name, value in answers.items()}


def _on(value: object, today: date) -> object:
    if isinstance(value, DaysFromToday):
        return (today + timedelta(days=value.days)).isoformat()
    return value


def _marker_in(value: object) -> object:
    found = _TEXT.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return value
    sign, days = found.groups(default="0")
    return DaysFromToday(-int(days) if sign == "-" else int(days))
