"""Every service that is open, in a browser: its page comes up, is filled in and answers."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pytest
from playwright.sync_api import expect

from tests.catalogue.playing import PHOTOGRAPH
from tests.journeys.people import Newcomer, StageHand, made_up
from tests.journeys.walking import Walker
from tests.live import LivePlatform
from yibao.catalogue import registry
from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.example_bodies import agent_of, person_of
from yibao.catalogue.service import AnyService, Example
from yibao.platform import clock
from yibao.platform.testing.persons import TestPerson

Walkers = Callable[..., Walker]
_numbers = itertools.count(500)
_OPEN = registry.services()


@dataclass(frozen=True)
class Cast:
    """Who plays a service's example: somebody as old as its person, and who acts for him."""

    subject: Newcomer
    agent: Newcomer | None

    @property
    def hand(self) -> Newcomer:
        """Return who holds the phone."""
        return self.agent or self.subject


def _example(service: AnyService) -> Example:
    return next(each for each in service.examples if not each.fails_with)


def _like(person: TestPerson) -> Newcomer:
    """Make up somebody of the same age and sex."""
    sequence = 2 * next(_numbers) + (0 if person.is_female else 1)
    return made_up(person.birth_date, sequence % 1000)


@pytest.fixture(scope="module")
def stage_hand(live_platform: LivePlatform) -> Iterator[StageHand]:
    """Give who sets the situations up, each just before its example is played."""
    hand = StageHand(live_platform)
    yield hand
    hand.leave()


def _cast(service: AnyService, stage_hand: StageHand) -> Cast:
    """Give people for a service's example, in its situation.

    Whoever asks for another needs a mandate that is known already: that is the agent of the
    example. Whoever applies for another brings it along.
    """
    example = _example(service)
    agent = agent_of(example)
    hand = _like(agent) if agent else None
    if hand and agent and service.workflow.is_query:
        hand = replace(hand, name=agent.name, identity_number=agent.identity_number)
    cast = Cast(_like(person_of(example)), hand)
    if example.given:
        stage_hand.set_up(example.given, cast.subject)
    return cast


@pytest.mark.parametrize("operation", _OPEN)
def test_its_page_is_filled_in_and_answers(
    operation: str, walker: Walkers, stage_hand: StageHand
) -> None:
    service = _OPEN[operation]
    cast = _cast(service, stage_hand)
    visitor = walker()
    visitor.photo, visitor.acts_for = PHOTOGRAPH, cast.subject if cast.agent else None
    visitor.go(f"/services/{operation}/")
    expect(visitor.main.locator("h1")).to_contain_text(service.name[:10])
    (_ask if service.workflow.is_query else _apply)(visitor, service, cast)


def _apply(visitor: Walker, service: AnyService, cast: Cast) -> None:
    example = _example(service)
    visitor.sign_in(cast.hand, f"/services/{service.operation}/apply/")
    visitor.fill_in(service, example.answers_on(clock.today()))
    visitor.press("确认提交")
    heading = "已经提交" if example.under_review else "办好了"
    expect(visitor.main.locator("h1")).to_have_text(heading)


def _ask(visitor: Walker, service: AnyService, cast: Cast) -> None:
    path = f"/services/{service.operation}/query/"
    if service.identity_level is not IdentityLevel.PUBLIC:
        is_strong = service.identity_level is IdentityLevel.STRONG
        visitor.sign_in(cast.hand, path, strongly=is_strong)
    visitor.go(path)
    if "/result/" not in visitor.path:
        visitor.ask(service, _example(service).answers_on(clock.today()))
    expect(visitor.main.locator("[aria-label=查询结果]")).to_be_visible()
