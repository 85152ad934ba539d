"""The clock of a case stands still while a correction is awaited."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yibao.casework.deadlines import Urgency, extended, time_left
from yibao.kernel.working_days import due_on, working_days_between

_DAYS = st.dates(min_value=date(2025, 1, 1), max_value=date(2026, 6, 30))


@given(start=_DAYS, limit=st.integers(0, 40), worked=st.integers(0, 60), away=st.integers(0, 30))
def test_as_many_working_days_are_left_after_the_pause_as_before(
    start: date, limit: int, worked: int, away: int
) -> None:
    due = due_on(start, limit)
    paused_on = min(start + timedelta(days=worked), due)
    resumed_on = paused_on + timedelta(days=away)

    after = extended(due, paused_on=paused_on, resumed_on=resumed_on)

    assert working_days_between(resumed_on, after) == working_days_between(paused_on, due)


def test_a_correction_on_the_same_day_changes_nothing() -> None:
    monday = date(2026, 3, 2)

    assert extended(date(2026, 3, 9), paused_on=monday, resumed_on=monday) == date(2026, 3, 9)


def test_the_pause_counts_working_days_and_not_the_spring_festival() -> None:
    # 2026-02-16 to 2026-02-23 is the spring festival; the 14th and 28th are worked.
    before, after = date(2026, 2, 13), date(2026, 2, 24)

    assert extended(date(2026, 2, 26), paused_on=before, resumed_on=after) == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("today", "urgency", "words"),
    [
        (date(2026, 3, 2), Urgency.GREEN, "还剩10个工作日"),
        (date(2026, 3, 10), Urgency.GREEN, "还剩4个工作日"),
        (date(2026, 3, 11), Urgency.AMBER, "还剩3个工作日"),
        (date(2026, 3, 16), Urgency.AMBER, "今天到期"),
        (date(2026, 3, 17), Urgency.RED, "已超期1个工作日"),
    ],
)
def test_urgency_turns_amber_at_three_tenths_and_red_after_the_last_day(
    today: date, urgency: Urgency, words: str
) -> None:
    left = time_left(date(2026, 3, 16), today=today, limit_working_days=10, paused_on=None)

    assert left is not None
    assert (left.urgency, left.sentence) == (urgency, words)


def test_a_limit_that_ended_on_friday_is_over_on_saturday() -> None:
    left = time_left(
        date(2026, 3, 13), today=date(2026, 3, 14), limit_working_days=10, paused_on=None
    )

    assert left is not None
    assert (left.urgency, left.sentence) == (Urgency.RED, "最后一天已过")


def test_a_stopped_clock_is_neither_green_nor_red() -> None:
    left = time_left(
        date(2026, 3, 16),
        today=date(2026, 4, 30),
        limit_working_days=10,
        paused_on=date(2026, 3, 11),
    )

    assert left is not None
    assert (left.urgency, left.working_days) == (Urgency.STOPPED, 3)


def test_no_clock_runs_without_a_limit() -> None:
    assert time_left(None, today=date(2026, 3, 2), limit_working_days=0, paused_on=None) is None
