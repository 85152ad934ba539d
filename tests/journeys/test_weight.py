"""How much the first look costs somebody with a weak phone and a slow line."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Request

from tests.journeys.walking import Walker

MOST_BYTES = 40 * 1024


@pytest.mark.parametrize("path", ["/", "/services/remote_long_file/", "/sign-in/"])
def test_the_first_view_weighs_at_most_40_kb_and_asks_no_other_host(
    walker: Callable[..., Walker], path: str
) -> None:
    visitor = walker()
    requests: list[Request] = []
    visitor.page.on("requestfinished", lambda each: requests.append(each))
    visitor.go(path)
    visitor.page.wait_for_load_state("networkidle")
    hosts = {each.url.split("/")[2] for each in requests if not each.url.startswith("data:")}
    assert hosts == {visitor.live.url.removeprefix("http://")}
    sizes = {each.url: _received(each) for each in requests if not each.url.startswith("data:")}
    assert len(sizes) >= 3, sizes
    assert sum(sizes.values()) <= MOST_BYTES, sizes


def _received(request: Request) -> int:
    sizes = request.sizes()
    return sizes["responseBodySize"] + sizes["responseHeadersSize"]
