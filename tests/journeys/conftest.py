"""A real browser against the served platform, and people whom nobody used before."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Error, Page, sync_playwright

from tests.journeys.people import Newcomer, newcomer
from tests.journeys.walking import Walker
from tests.live import LivePlatform

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 390, "height": 844}
_numbers = itertools.count(100)


@pytest.fixture(scope="session")
def live_platform(served: LivePlatform) -> LivePlatform:
    """Give the platform that is served for all tests from outside."""
    return served


# One browser for a module, not for the session: Playwright leaves an event loop in the thread while
# it is open, and Django refuses its database to such a thread.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Give Debian's chromium, or Playwright's own."""
    found = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        try:
            opened = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        except Error as missing:
            # A machine where no browser may be installed; -ra names the reason at the end.
            pytest.skip(
                f"journeys in a browser: no chromium on this machine ({missing.message[:80]})"
            )
        yield opened
        opened.close()


@pytest.fixture
def person(live_platform: LivePlatform) -> Callable[[str], Newcomer]:
    """Give a maker of people in a situation: ``person("remote_care.enrolled")``."""

    def make(situation: str) -> Newcomer:
        return newcomer(live_platform, situation, next(_numbers))

    return make


@pytest.fixture
def walker(browser: Browser, live_platform: LivePlatform) -> Iterator[Callable[..., Walker]]:
    """Give a maker of visitors: each has a phone of his own; faults of its pages fail the test."""
    walkers: list[Walker] = []

    def make(
        *, has_script: bool = True, width: int = PHONE["width"], height: int = PHONE["height"]
    ) -> Walker:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale="zh-CN",
            java_script_enabled=has_script,
        )
        page: Page = context.new_page()
        page.set_default_timeout(10_000)
        walkers.append(Walker(page, live_platform))
        return walkers[-1]

    yield make
    faults = [fault for each in walkers for fault in each.faults]
    for each in walkers:
        each.page.context.close()
    assert faults == []
