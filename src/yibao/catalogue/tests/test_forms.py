"""A form reads what travels, tells everything that is wrong, and gives back what it read."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yibao.catalogue.tests.sample import Colour, SampleAnswers
from yibao.kernel.errors import DomainError, Several

RIGHT: dict[str, object] = {"colour": "blue", "sex": "1", "starts_on": "2026-12-01", "count": 1}


def _errors(raw: dict[str, object]) -> dict[str, str]:
    """Return what is wrong with the answers, code by place."""
    try:
        SampleAnswers.read(raw)
    except Several as several:
        return {error.at: error.code for error in several.errors}
    return {}


def test_answers_are_typed() -> None:
    answers = SampleAnswers.read(RIGHT | {"is_urgent": "on", "year": "2027"})
    assert answers.colour is Colour.BLUE
    assert answers.starts_on == date(2026, 12, 1)
    assert (answers.count, answers.year, answers.is_urgent) == (1, 2027, True)
    assert answers.note is None


def test_everything_that_is_wrong_is_told_at_once() -> None:
    assert _errors({"colour": "green", "starts_on": "2026-02-30", "count": 10, "more": 1}) == {
        "answers.colour": "form.not_a_choice",
        "answers.sex": "form.required",
        "answers.starts_on": "form.not_a_date",
        "answers.count": "form.out_of_range",
        "answers.more": "form.unknown_field",
    }


def test_a_question_is_required_when_its_condition_holds_and_refused_when_not() -> None:
    assert _errors(RIGHT | {"colour": "red"}) == {"answers.shade": "form.required"}
    assert _errors(RIGHT | {"colour": "red", "shade": "很深"}) == {}
    assert _errors(RIGHT | {"shade": "很深"}) == {"answers.shade": "form.unknown_field"}


@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_an_empty_answer_is_none(nothing: object) -> None:
    assert _errors(RIGHT | {"sex": nothing}) == {"answers.sex": "form.required"}
    assert SampleAnswers.read(RIGHT | {"note": nothing}).to_json() == RIGHT


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("sex", "9", "form.unknown_code"),
        ("ethnic_group", "99x", "form.unknown_code"),
        ("count", True, "form.wrong_type"),
        ("count", 1.0, "form.wrong_type"),
        ("count", "9" * 40, "form.out_of_range"),
        ("year", 1999, "form.out_of_range"),
        ("is_urgent", "perhaps", "form.wrong_type"),
        ("place", "520100", "form.region_too_wide"),
        ("place", "000000", "form.unknown_region"),
        ("phone", "12345", "form.not_a_phone"),
        ("identity_number", "520102199003070111", "identity_number.check_digit"),
        ("name", "张3", "person_name.character"),
        ("note", "一\u0000二", "form.strange_characters"),
        ("note", "字" * 101, "form.too_long"),
        ("starts_on", "01/02/2026", "form.not_a_date"),
        ("starts_on", 20260102, "form.wrong_type"),
        ("colour", ["red"], "form.wrong_type"),
    ],
)
def test_a_wrong_answer_is_refused_at_its_place(name: str, value: object, code: str) -> None:
    assert _errors(RIGHT | {name: value}) == {f"answers.{name}": code}


_ANSWERS = st.fixed_dictionaries(
    {
        "colour": st.just("blue"),
        "sex": st.sampled_from(["1", "2"]),
        "starts_on": st.dates(date(2000, 1, 1), date(2099, 12, 31)).map(date.isoformat),
        "count": st.integers(1, 9),
    },
    optional={
        "year": st.integers(2000, 2099),
        "is_urgent": st.booleans(),
        "place": st.sampled_from(["520102", "110101", "310101"]),
        "ethnic_group": st.sampled_from(["1", "2", "56"]),
    },
)


@given(_ANSWERS)
def test_what_was_read_travels_as_it_came(raw: dict[str, object]) -> None:
    assert SampleAnswers.read(raw).to_json() == raw


@given(st.dictionaries(st.text(max_size=20), st.one_of(st.text(), st.integers(), st.none())))
def test_whatever_comes_is_read_or_refused(raw: dict[str, object]) -> None:
    try:
        SampleAnswers.read(raw)
    except Several as several:
        assert several.errors
        assert all(isinstance(error, DomainError) and str(error) for error in several.errors)


def test_answers_are_shown_as_people_read_them() -> None:
    answers = SampleAnswers.read(RIGHT | {"is_urgent": False, "year": 2027, "place": "520102"})
    shown = {field.name: text for field, text in answers.displayed()}
    assert shown["colour"] == "蓝"
    assert shown["sex"] == "男"
    assert shown["starts_on"] == "2026年12月1日"
    assert (shown["is_urgent"], shown["year"]) == ("否", "2027年")
    assert shown["place"].endswith("南明区")


def test_a_condition_reads_as_a_sentence_and_travels_as_data() -> None:
    condition = SampleAnswers.shade.asked_when
    assert condition is not None
    assert str(condition) == "“颜色”为红"
    assert condition.to_json() == {"field": "colour", "values": ["red"]}
