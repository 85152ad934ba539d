"""Every example of every rule, on both evaluators."""

from collections.abc import Iterable

import pytest

from yibao.supervision.knowledge.base import load_shipped
from yibao.supervision.knowledge.points import Knowledge
from yibao.supervision.rules.declaration import Rule
from yibao.supervision.rules.example_limits import knowledge_of
from yibao.supervision.rules.examples import Example
from yibao.supervision.rules.limits import with_limits
from yibao.supervision.rules.loading import load_rules
from yibao.supervision.rules.tests import outcomes
from yibao.supervision.rules.worlds import examples_of, world_of
from yibao.supervision.shapes.registry import BATCH_ONLY

RULES = tuple(load_rules().values())


def _cases(rules: Iterable[Rule]) -> list[object]:
    return [
        pytest.param(rule, example, id=f"{rule.code}-{example.title}")
        for rule in rules
        for example in examples_of(rule)
    ]


ALL = _cases(RULES)
LIVE = _cases(rule for rule in RULES if rule.shape not in BATCH_ONLY)
PUBLISHED = {row.rule for row in load_shipped().rows}


@pytest.mark.parametrize(("rule", "example"), LIVE)
def test_real_time_finds_what_the_example_says(rule: Rule, example: Example) -> None:
    found = outcomes.live(rule, world_of(rule, example))
    assert outcomes.differences(example.findings, found) == []


@pytest.mark.parametrize(("rule", "example"), ALL)
def test_the_batch_finds_what_the_example_says(rule: Rule, example: Example) -> None:
    found = outcomes.batch(rule, world_of(rule, example))
    assert outcomes.differences(example.findings, found) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_has_a_positive_a_negative_and_a_boundary_example(rule: Rule) -> None:
    examples = examples_of(rule)
    assert {example.kind for example in examples} == {"positive", "negative", "boundary"}
    for example in examples:
        assert example.kind != "positive" or example.findings, example.title
        assert example.kind != "negative" or not example.findings, example.title


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_titles_of_a_rule_differ(rule: Rule) -> None:
    titles = [example.title for example in examples_of(rule)]
    assert len(titles) == len(set(titles))


@pytest.mark.parametrize("code", sorted(PUBLISHED))
def test_a_rule_with_published_knowledge_has_an_example_on_a_published_code_and_limit(
    code: str,
) -> None:
    rule = load_rules()[code]
    mine = [row for row in load_shipped().rows if row.rule == code]
    published = {_limits(row) for row in with_limits([rule], mine)}
    shown = {
        _limits(row)
        for example in examples_of(rule)
        for row in knowledge_of(rule, example.given.knowledge)
    }
    assert published & shown


def test_a_text_point_is_never_more_than_a_light_suspicion() -> None:
    shown = [
        outcome.severity
        for rule in RULES
        for example in examples_of(rule)
        if any(row.text for row in example.given.knowledge)
        for outcome in outcomes.batch(rule, world_of(rule, example))
    ]
    assert shown
    assert set(shown) == {3}


def _limits(row: Knowledge) -> tuple[object, ...]:
    names = ("code", "partner", "low", "high", "cap", "days", "listed", "is_coded")
    return tuple(getattr(row, name) for name in names)
