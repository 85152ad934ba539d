"""Every service that is open, in a browser: its page comes up, is filled in and answers."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from tests.catalogue.playing import PHOTOGRAPH
from tests.journeys.people import Newcomer, made_up, set_up
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
def casts(live_platform: LivePlatform) -> dict[str, Cast]:
    """Give people for every service, in the situation of its example."""
    found = {}
    for operation, service in _OPEN.items():
        example = _example(service)
        agent = agent_of(example)
        found[operation] = Cast(_like(person_of(example)), _like(agent) if agent else None)
    set_up(
        live_platform,
        [
            (_example(_OPEN[operation]).given, cast.subject)
            for operation, cast in found.items()
            if _example(_OPEN[operation]).given
        ],
    )
    return found


@pytest.mark.parametrize("operation", _OPEN)
def test_its_page_is_filled_in_and_answers(
    operation: str, walker: Walkers, casts: dict[str, Cast]
) -> None:
    service, cast = _OPEN[operation], casts[operation]
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
