"""What docs/explanation/domain.md 5 asks of every page (A01 to A21), measured in a browser, in both modes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.journeys.conftest import PHONE
from tests.journeys.measuring import ELDER_TARGET, NORMAL_TARGET, Measured, measure
from tests.journeys.people import newcomer
from tests.journeys.places import pathfinder, walk_everywhere
from tests.journeys.walking import Walker
from tests.live import LivePlatform

Walkers = Callable[..., Walker]
Pages = dict[str, Measured]
_LEAST = {"normal": NORMAL_TARGET, "elder": ELDER_TARGET}


@pytest.fixture(scope="module", params=["normal", "elder"])
def mode(request: pytest.FixtureRequest) -> str:
    """Give the normal mode, then 长辈版."""
    return str(request.param)


@pytest.fixture(scope="module")
def pages(mode: str, browser: Browser, live_platform: LivePlatform) -> Iterator[Pages]:
    """Walk through every kind of page once, and measure each."""
    somebody = newcomer(live_platform, pathfinder()[1].given, 20 + len(mode))
    context = browser.new_context(viewport=PHONE, locale="zh-CN")  # type: ignore[arg-type]
    walker = Walker(context.new_page(), live_platform)
    if mode == "elder":
        walker.choose_elder_mode()
    least = _LEAST[mode]
    yield {name: measure(walker, least=least) for name in walk_everywhere(walker, somebody)}
    context.close()
    assert walker.faults == []


def test_every_kind_of_page_was_looked_at(pages: Pages) -> None:
    assert len(pages) > 30
    assert {"check", "receipt", "progress", "materials", "questions with errors"} <= set(pages)


def test_axe_finds_nothing_serious(pages: Pages) -> None:
    assert {name: page.grave for name, page in pages.items() if page.grave} == {}


def test_no_page_scrolls_sideways_at_320_px(pages: Pages) -> None:
    assert {name: p.sideways_at_320 for name, p in pages.items() if p.sideways_at_320 > 0} == {}


def test_the_largest_letters_fit_into_320_px(pages: Pages) -> None:
    found = {name: page.sideways_in_largest_at_320 for name, page in pages.items()}
    assert {name: width for name, width in found.items() if width > 0} == {}


def test_text_at_200_percent_loses_nothing(pages: Pages) -> None:
    found = {name: page.sideways_at_200_percent for name, page in pages.items()}
    assert {name: width for name, width in found.items() if width > 0} == {}
    assert [name for name, page in pages.items() if page.is_text_lost_at_200_percent] == []


def test_targets_are_large_enough_for_a_finger(pages: Pages) -> None:
    assert {name: p.small_targets for name, p in pages.items() if p.small_targets} == {}


def test_targets_stay_large_with_the_largest_letters(pages: Pages) -> None:
    found = {name: page.small_targets_in_large for name, page in pages.items()}
    assert {name: small for name, small in found.items() if small} == {}


def test_letters_are_never_small(pages: Pages, mode: str) -> None:
    least = {"normal": 14, "elder": 18}[mode]
    assert {name: p.letters for name, p in pages.items() if p.letters[0] < least} == {}


def test_the_way_back_the_bar_and_the_telephone_stay_in_their_place(pages: Pages) -> None:
    assert {tuple(page.places["bar"]) for page in pages.values()} == {(0, PHONE["height"])}
    assert [name for name, page in pages.items() if not page.places["back"]] == []
    assert [name for name, page in pages.items() if not page.places["call"]] == []


def test_the_switch_of_the_mode_is_on_the_first_screen(pages: Pages) -> None:
    assert {name: p.places["mode"] for name, p in pages.items() if p.places["mode"] > 200} == {}


def test_the_letters_of_the_elder_mode_can_be_30_px(walker: Walkers) -> None:
    visitor = walker()
    visitor.choose_elder_mode()
    sizes = []
    for label in ("标准", "大", "特大"):
        visitor.page.locator(".sizes summary").click()
        visitor.page.locator(".sizes button").get_by_text(label, exact=True).click()
        visitor.page.wait_for_load_state()
        sizes.append(visitor.page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)"))
    assert sizes == [20, 24, 30]


def test_lines_are_apart_and_letters_have_no_serifs(walker: Walkers) -> None:
    visitor = walker()
    visitor.choose_elder_mode()
    style = "getComputedStyle(document.body)"
    ratio = f"parseFloat({style}.lineHeight) / parseFloat({style}.fontSize)"
    assert visitor.page.evaluate(ratio) >= 1.3
    assert visitor.page.evaluate(f"{style}.fontFamily").endswith("sans-serif")


def test_a_text_can_be_read_aloud_where_the_phone_can(walker: Walkers) -> None:
    visitor = walker()
    visitor.choose_elder_mode()
    visitor.go("/help/")
    assert visitor.page.locator("button.read").count() >= 4
    button = visitor.page.locator("button.read").first
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    button.click()
    assert button.get_attribute("aria-pressed") == "false"


def test_after_an_error_the_focus_is_on_the_summary_and_goes_to_the_field(walker: Walkers) -> None:
    visitor = walker()
    visitor.go("/sign-in/")
    visitor.press("获取验证码")
    assert visitor.page.evaluate("document.activeElement.id") == "problems"
    visitor.page.locator("#problems a").first.click()
    assert visitor.page.evaluate("document.activeElement.id").startswith("p-subject-")


def test_the_skip_link_is_the_first_stop_and_leads_to_the_content(walker: Walkers) -> None:
    visitor = walker()
    visitor.go("/")
    visitor.page.keyboard.press("Tab")
    assert visitor.page.evaluate("document.activeElement.textContent") == "跳到正文"
    visitor.page.keyboard.press("Enter")
    assert visitor.page.evaluate("document.activeElement.id") == "main"
