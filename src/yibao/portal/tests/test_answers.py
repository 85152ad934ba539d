from __future__ import annotations

from datetime import date

from hypothesis import given, strategies

from yibao.portal import answers
from yibao.portal.tests.small_services import ApplyAnswers, Kind
from yibao.reference import regions


def _collect(sent: dict[str, str], name: str) -> str:
    return answers.collect(ApplyAnswers, sent, [name])[name]


@given(strategies.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)))
def test_a_day_in_three_boxes_is_the_same_day(day: date) -> None:
    year, month, day_of_month = answers.date_parts(day.isoformat())
    sent = {
        "answers.starts_on.year": year,
        "answers.starts_on.month": month,
        "answers.starts_on.day": day_of_month,
    }
    assert _collect(sent, "starts_on") == day.isoformat()


@given(strategies.text(max_size=30), strategies.text(max_size=30), strategies.text(max_size=30))
def test_whatever_stands_in_the_boxes_is_read_without_a_fault(
    year: str, month: str, day: str
) -> None:
    sent = {
        "answers.starts_on.year": year,
        "answers.starts_on.month": month,
        "answers.starts_on.day": day,
    }
    text = _collect(sent, "starts_on")
    answers.problems(ApplyAnswers, {"starts_on": text})
    answers.date_parts(text)


def test_full_width_digits_are_digits() -> None:
    sent = {
        "answers.starts_on.year": "２０２６",
        "answers.starts_on.month": "１",
        "answers.starts_on.day": "３１",
    }
    assert _collect(sent, "starts_on") == "2026-01-31"


@given(strategies.sampled_from([p.code for p in regions.children("520100")]))
def test_a_place_in_three_lists_is_the_same_place(code: str) -> None:
    province, prefecture, county = answers.region_parts(code)
    sent = {
        "answers.place.province": province,
        "answers.place.prefecture": prefecture,
        "answers.place.county": county,
    }
    assert _collect(sent, "place") == code


def test_a_city_of_another_province_is_not_taken_over() -> None:
    sent = {"answers.place.province": "440000", "answers.place.prefecture": "520100"}
    assert _collect(sent, "place") == "440000"


def test_the_province_that_is_given_anyway_is_no_answer() -> None:
    assert _collect({"answers.place.province": "520000"}, "place") == ""


def test_what_is_asked_follows_from_the_answers() -> None:
    assert "reason" not in answers.asked(ApplyAnswers, {})
    assert "reason" not in answers.asked(ApplyAnswers, {"kind": "no such kind"})
    assert "reason" in answers.asked(ApplyAnswers, {"kind": Kind.LONG.value})


@given(
    strategies.dictionaries(
        strategies.sampled_from(sorted(ApplyAnswers.fields())), strategies.text(max_size=40)
    )
)
def test_only_what_is_asked_travels(raw: dict[str, str]) -> None:
    travelling = answers.wanted(ApplyAnswers, raw)
    assert set(travelling) <= set(answers.asked(ApplyAnswers, raw))
    codes = {error.code for error in answers.problems(ApplyAnswers, raw)}
    assert "form.unknown_field" not in codes
