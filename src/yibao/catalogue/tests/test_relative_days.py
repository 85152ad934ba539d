"""Days told from today: resolved, shown as text, and read back."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yibao.catalogue.relative_days import days_from_today, days_note, marked, read, resolved
from yibao.catalogue.service import Example

TODAY = date(2028, 2, 28)


def test_an_example_is_played_with_dates_told_from_that_day() -> None:
    example = Example("例", {"starts_on": days_from_today(2), "ends_on": "2028-01-01", "count": 1})
    assert example.answers_on(TODAY) == {
        "starts_on": "2028-03-01",
        "ends_on": "2028-01-01",
        "count": 1,
    }


@given(st.integers(-9999, 9999))
def test_what_is_written_as_text_is_read_back(days: int) -> None:
    answers = {"day": days_from_today(days), "note": "今天"}
    assert read(marked(answers)) == answers


@pytest.mark.parametrize("text", ["today+", "today+1d", "todays", "today 1", "TODAY", "2026-12-01"])
def test_other_text_stays_text(text: str) -> None:
    assert resolved(read({"day": text}), TODAY) == {"day": text}


@pytest.mark.parametrize(
    ("days", "text", "words"),
    [(0, "today", "当天"), (10, "today+10", "当天之后第10天"), (-1, "today-1", "当天之前第1天")],
)
def test_a_marker_has_a_text_and_words(days: int, text: str, words: str) -> None:
    assert str(days_from_today(days)) == text
    assert words in days_note({"day": days_from_today(days)})


def test_without_days_there_is_nothing_to_note() -> None:
    assert days_note({"count": 1}) == ""
