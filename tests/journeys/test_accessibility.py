"""What services.md 5 asks of every page (A01 to A21), measured in a real browser, in both modes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys.people import Newcomer
from tests.journeys.places import pathfinder, walk_everywhere
from tests.journeys.walking import Walker

People = Callable[[str], Newcomer]
Walkers = Callable[..., Walker]
_GRAVE = {"serious", "critical"}
_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
_SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

# What is shown, of what can be pressed. Links within a running text are not main components.
_TARGETS = """(least) => [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, summary, label.choice")]
  .filter((e) => e.checkVisibility({visibilityProperty: true, opacityProperty: true}))
  .filter((e) => !e.matches(".skip, .choice input"))
  .map((e) => [e, e.getBoundingClientRect()])
  .filter(([e, box]) => box.width > 1 && (box.width < least - .5 || box.height < least - .5))
  .map(([e, box]) => `${e.tagName} ${e.className} “${e.textContent.trim().slice(0, 20)}” `
                     + `${Math.round(box.width)}×${Math.round(box.height)}`)"""
_SMALLEST_LETTERS = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let least = [1000, ""];
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility()) continue;
    if (element.closest(".unseen, .skip, script, option")) continue;
    const size = parseFloat(getComputedStyle(element).fontSize);
    if (size < least[0]) least = [size, walker.currentNode.data.trim().slice(0, 20)];
  }
  return least;
}"""
_LINE_HEIGHT = """() => { const s = getComputedStyle(document.body);
  return [parseFloat(s.lineHeight) / parseFloat(s.fontSize), s.fontFamily]; }"""


def _walker(walkers: Walkers, mode: str, **size: int) -> Walker:
    walker = walkers(**size)
    if mode == "elder":
        walker.choose_elder_mode()
    return walker


def _grave(walker: Walker) -> list[str]:
    # The whole page is looked at: the bar at the bottom would cover what lies just under it.
    size = walker.page.viewport_size
    assert size is not None
    height = walker.page.evaluate("document.documentElement.scrollHeight")
    walker.page.set_viewport_size({"width": size["width"], "height": height})
    found: dict[str, Any] = Axe().run(walker.page, options=_RULES).response
    walker.page.set_viewport_size(size)
    return [
        f"{violation['id']}: {node['html'][:160]}"
        for violation in found["violations"]
        if violation["impact"] in _GRAVE
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("mode", ["normal", "elder"])
def test_axe_finds_nothing_serious_on_any_page(walker: Walkers, person: People, mode: str) -> None:
    visitor = _walker(walker, mode)
    somebody = person(pathfinder()[1].given)
    found = {name: _grave(visitor) for name in walk_everywhere(visitor, somebody)}
    assert {name: grave for name, grave in found.items() if grave} == {}


@pytest.mark.parametrize("mode", ["normal", "elder"])
def test_no_page_scrolls_sideways_at_320_px(walker: Walkers, person: People, mode: str) -> None:
    visitor = _walker(walker, mode, width=320, height=640)
    found = {}
    for name in walk_everywhere(visitor, person(pathfinder()[1].given)):
        found[name] = visitor.page.evaluate(_SIDEWAYS)
    assert {name: width for name, width in found.items() if width > 0} == {}


def test_the_largest_letters_of_the_elder_mode_fit_into_320_px(
    walker: Walkers, person: People
) -> None:
    visitor = _walker(walker, "elder", width=320, height=640)
    _choose_size(visitor, "特大")
    found = {}
    for name in walk_everywhere(visitor, person(pathfinder()[1].given)):
        found[name] = visitor.page.evaluate(_SIDEWAYS)
    assert {name: width for name, width in found.items() if width > 0} == {}


@pytest.mark.parametrize("mode", ["normal", "elder"])
def test_text_at_200_percent_loses_nothing(walker: Walkers, person: People, mode: str) -> None:
    visitor = _walker(walker, mode, width=640, height=480)
    for name in walk_everywhere(visitor, person(pathfinder()[1].given)):
        before = visitor.main.inner_text()
        visitor.page.evaluate(
            "const r = document.documentElement; r.style.fontSize = '';"
            "r.style.fontSize = parseFloat(getComputedStyle(r).fontSize) * 2 + 'px'"
        )
        assert visitor.main.inner_text() == before, name
        assert visitor.page.evaluate(_SIDEWAYS) <= 0, name


def test_in_the_elder_mode_letters_and_targets_are_large(walker: Walkers, person: People) -> None:
    visitor = _walker(walker, "elder")
    small: dict[str, Any] = {}
    for name in walk_everywhere(visitor, person(pathfinder()[1].given)):
        size, text = visitor.page.evaluate(_SMALLEST_LETTERS)
        if size < 18:
            small[f"{name}: letters"] = (size, text)
        if targets := visitor.page.evaluate(_TARGETS, 60):
            small[f"{name}: targets"] = targets
    assert small == {}


@pytest.mark.parametrize("size", ["大", "特大"])
def test_every_size_of_the_elder_mode_keeps_its_targets_large(walker: Walkers, size: str) -> None:
    visitor = _walker(walker, "elder")
    _choose_size(visitor, size)
    for path in ("/", "/sign-in/", "/help/", "/services/remote_long_file/"):
        visitor.go(path)
        assert visitor.page.evaluate(_TARGETS, 60) == [], path


def test_the_letters_of_the_elder_mode_can_be_30_px(walker: Walkers) -> None:
    visitor = _walker(walker, "elder")
    sizes = []
    for label in ("标准", "大", "特大"):
        _choose_size(visitor, label)
        sizes.append(visitor.page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)"))
    assert sizes == [20, 24, 30]


def test_in_the_normal_mode_targets_are_44_px(walker: Walkers, person: People) -> None:
    visitor = _walker(walker, "normal")
    small = {}
    for name in walk_everywhere(visitor, person(pathfinder()[1].given)):
        small[name] = visitor.page.evaluate(_TARGETS, 44)
    assert {name: targets for name, targets in small.items() if targets} == {}


def test_lines_are_apart_and_letters_have_no_serifs(walker: Walkers) -> None:
    visitor = _walker(walker, "elder")
    ratio, family = visitor.page.evaluate(_LINE_HEIGHT)
    assert ratio >= 1.3
    assert family.endswith("sans-serif")


def test_the_way_back_and_home_stay_in_their_place(walker: Walkers, person: People) -> None:
    visitor = _walker(walker, "elder")
    places = set()
    for name in walk_everywhere(visitor, person(pathfinder()[1].given)):
        bar = visitor.page.locator(".bar").bounding_box()
        assert bar is not None, name
        places.add((round(bar["x"]), round(bar["y"] + bar["height"])))
        assert visitor.page.locator("nav.back").is_visible(), name
        assert visitor.page.locator(".bar a[href='tel:12393']").is_visible(), name
    assert len(places) == 1, places


def test_the_switch_is_seen_without_scrolling_on_every_page(
    walker: Walkers, person: People
) -> None:
    visitor = _walker(walker, "normal")
    for name in walk_everywhere(visitor, person(pathfinder()[1].given)):
        box = visitor.page.locator("header button", has_text="长辈版").bounding_box()
        assert box is not None, name
        scrolled = visitor.page.evaluate("scrollY")
        assert 0 <= box["y"] + scrolled < 300, name


def test_a_text_can_be_read_aloud_where_the_phone_can(walker: Walkers) -> None:
    visitor = _walker(walker, "elder")
    visitor.go("/help/")
    button = visitor.page.locator("button.read").first
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    button.click()
    assert button.get_attribute("aria-pressed") == "false"


def test_after_an_error_the_focus_is_on_the_summary(walker: Walkers) -> None:
    visitor = _walker(walker, "normal")
    visitor.go("/sign-in/")
    visitor.press("获取验证码")
    assert visitor.page.evaluate("document.activeElement.id") == "problems"
    visitor.page.locator("#problems a").first.click()
    focused = visitor.page.evaluate("document.activeElement.id")
    assert focused.startswith("p-subject-")


def test_the_skip_link_is_the_first_stop_and_leads_to_the_content(walker: Walkers) -> None:
    visitor = _walker(walker, "normal")
    visitor.go("/")
    visitor.page.keyboard.press("Tab")
    assert visitor.page.evaluate("document.activeElement.textContent") == "跳到正文"
    visitor.page.keyboard.press("Enter")
    assert visitor.page.evaluate("document.activeElement.id") == "main"


def _choose_size(walker: Walker, label: str) -> None:
    walker.page.locator(".sizes summary").click()
    walker.page.locator(".sizes button").get_by_text(label, exact=True).click()
    walker.page.wait_for_load_state()
