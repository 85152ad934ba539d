"""What is measured on each page. One visit serves all measures, for a walk takes half a minute."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from axe_playwright_python.sync_playwright import Axe

from tests.journeys.walking import Walker

NORMAL_TARGET, ELDER_TARGET = 44, 60  # px, docs/explanation/domain.md 5, A06
_NARROW = {"width": 320, "height": 640}
_DESK_AT_200_PERCENT = {"width": 640, "height": 480}
_GRAVE = {"serious", "critical"}
_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
_SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
_DOUBLE = """() => { const root = document.documentElement; root.style.fontSize = "";
  root.style.fontSize = parseFloat(getComputedStyle(root).fontSize) * 2 + "px"; }"""
_PLAIN = "document.documentElement.style.fontSize = ''"
_SET_CLASS = """([before, after]) => {
  document.documentElement.classList.replace(before, after); }"""
_SMALL_TARGETS = """(least) => [...document.querySelectorAll(
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
_PLACES = """() => {
  const bar = document.querySelector(".bar").getBoundingClientRect();
  const mode = document.querySelector("header .switch").getBoundingClientRect();
  const shown = (selector) => !!document.querySelector(selector)?.checkVisibility();
  return {bar: [Math.round(bar.left), Math.round(bar.bottom)], mode: mode.top + scrollY,
          back: shown("nav.back"), call: shown(".bar a[href='tel:12393']")};
}"""


@dataclass(frozen=True)
class Measured:
    """One page: px of sideways scrolling, what axe found, what is too small, where things are."""

    grave: list[str]
    letters: tuple[float, str]
    small_targets: list[str]
    small_targets_in_large: list[str]
    places: dict[str, Any]
    sideways_at_320: int
    sideways_in_largest_at_320: int
    sideways_at_200_percent: int
    is_text_lost_at_200_percent: bool


def measure(walker: Walker, *, least: int) -> Measured:
    """Measure the page on which the walker is; ``least`` is the side of a target in px."""
    page = walker.page
    size = page.viewport_size
    assert size is not None
    letters = page.evaluate(_SMALLEST_LETTERS)
    small, places = page.evaluate(_SMALL_TARGETS, least), page.evaluate(_PLACES)
    grave = _grave(walker)
    page.set_viewport_size(_DESK_AT_200_PERCENT)
    before = walker.main.inner_text()
    page.evaluate(_DOUBLE)
    is_lost, doubled = walker.main.inner_text() != before, page.evaluate(_SIDEWAYS)
    page.evaluate(_PLAIN)
    page.set_viewport_size(_NARROW)
    narrow = page.evaluate(_SIDEWAYS)
    page.evaluate(_SET_CLASS, ["size-0", "size-2"])
    largest, small_in_large = page.evaluate(_SIDEWAYS), page.evaluate(_SMALL_TARGETS, least)
    page.evaluate(_SET_CLASS, ["size-2", "size-0"])
    page.set_viewport_size(size)
    return Measured(
        grave, (letters[0], letters[1]), small, small_in_large, places, narrow, largest, doubled,
        is_lost,
    )  # fmt: skip


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
