"""The clock of a case: it starts at acceptance and stands still while a correction is awaited.

Source: docs/explanation/domain.md 1.1 (the clock is paused in 待补正), 1.6 (colours of urgency).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from yibao.kernel.working_days import due_on, working_days_between


class Urgency(StrEnum):
    """How much of the time limit is left; always shown with its word, never by colour alone."""

    label: str

    def __new__(cls, value: str, label: str) -> Urgency:
        """Make a member from its value and its label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    STOPPED = "stopped", "计时暂停"
    GREEN = "green", "时间充裕"
    AMBER = "amber", "即将到期"
    RED = "red", "已超期"


AMBER_FROM_PERCENT = 30
"""More than 30 % of the limit left is green, up to 30 % amber, past the day red.

Source: docs/explanation/domain.md 1.6.
"""


@dataclass(frozen=True)
class TimeLeft:
    """What an officer sees of a case's clock. ``working_days`` is below zero when overdue."""

    due_on: date
    working_days: int
    urgency: Urgency

    @property
    def sentence(self) -> str:
        """Return the time left in words."""
        if self.working_days < 0:
            return f"已超期{-self.working_days}个工作日"
        if self.urgency is Urgency.RED:  # the last day is over, the next working day has not begun
            return "最后一天已过"
        if self.working_days == 0:
            return "今天到期"
        return f"还剩{self.working_days}个工作日"


def extended(due: date, *, paused_on: date, resumed_on: date) -> date:
    """Return the new last day after the clock stood still from one day to the other.

    The limit grows by the working days after ``paused_on`` up to and with ``resumed_on``: as many
    working days are left after the pause as before it.
    """
    stopped = working_days_between(paused_on, resumed_on)
    return due_on(due, stopped) if stopped > 0 else due


def time_left(
    due: date | None, *, today: date, limit_working_days: int, paused_on: date | None
) -> TimeLeft | None:
    """Return what is left of a limit of so many working days, or None when no clock runs."""
    if due is None:
        return None
    if paused_on is not None:
        left = working_days_between(paused_on, due)
        return TimeLeft(due, left, Urgency.STOPPED)
    left = working_days_between(today, due)
    return TimeLeft(due, left, _urgency(left, today > due, limit_working_days))


def _urgency(left: int, is_past: bool, limit: int) -> Urgency:
    if is_past:
        return Urgency.RED
    if left * 100 <= limit * AMBER_FROM_PERCENT:
        return Urgency.AMBER
    return Urgency.GREEN
