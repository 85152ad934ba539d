from __future__ import annotations

import json

from yibao.catalogue.field import optional
from yibao.catalogue.field_types import Code, IdentityNumber, PersonName, Region, Year
from yibao.catalogue.form import Form
from yibao.portal.drafts import Problem
from yibao.portal.questions import Question, questions_of
from yibao.portal.tests.small_services import ApplyAnswers


class _Many(Form):
    """The kinds that the small service lacks."""

    few = Code("性别", table="sex", only=("1", "2"))
    many = Code("民族", table="ethnic_group")
    name = PersonName()
    number = optional(IdentityNumber())
    year = Year("年度")
    city = Region("就医地")


def _by_name(form: type[Form], raw: dict[str, str]) -> dict[str, Question]:
    return {each.name: each for each in questions_of(form, raw)}


def test_each_kind_of_field_gets_its_widget() -> None:
    widgets = {name: q.widget for name, q in _by_name(ApplyAnswers, {}).items()}
    assert widgets == {
        "kind": "radio", "reason": "text", "place": "region", "starts_on": "date",
        "phone": "text", "is_first": "radio", "remark": "text",
    }  # fmt: skip


def test_few_options_are_tapped_and_many_are_listed() -> None:
    questions = _by_name(_Many, {"few": "2"})
    assert questions["few"].widget == "radio"
    assert [(o.label, o.is_chosen) for o in questions["few"].options] == [
        ("男", False),
        ("女", True),
    ]
    assert questions["many"].widget == "select"
    assert len(questions["many"].options) > 50


def test_keyboards_and_lengths_fit_the_kind() -> None:
    questions = _by_name(_Many, {})
    assert questions["number"].length == 18
    assert questions["year"].input_mode == "numeric"
    assert questions["name"].autocomplete == "name"
    assert _by_name(ApplyAnswers, {})["phone"].input_mode == "tel"


def test_a_condition_travels_to_the_script_and_decides_here() -> None:
    hidden = _by_name(ApplyAnswers, {})["reason"]
    assert json.loads(hidden.condition) == {"field": "kind", "values": ["long"]}
    assert hidden.is_hidden
    assert not _by_name(ApplyAnswers, {"kind": "long"})["reason"].is_hidden


def test_lists_of_places_wait_for_the_one_above() -> None:
    parts = _by_name(_Many, {})["city"].parts
    assert [len(part.options) > 0 for part in parts] == [True, False]
    parts = _by_name(_Many, {"city": "520100"})["city"].parts
    assert [part.value for part in parts] == ["520000", "520100"]


def test_within_a_province_only_that_province_is_offered() -> None:
    parts = _by_name(ApplyAnswers, {})["place"].parts
    assert [option.label for option in parts[0].options] == ["贵州省"]
    assert len(parts[1].options) >= 9
    assert parts[2].options == ()


def test_an_error_is_described_at_its_question() -> None:
    found = [Problem("answers.phone", "不对。", "改。")]
    question = {q.name: q for q in questions_of(ApplyAnswers, {}, found)}["phone"]
    assert question.described_by == "q-phone-hint q-phone-problem"
    assert question.problems == tuple(found)
