"""An officer sends a case back; the applicant photographs what is missing, then withdraws it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.measuring import NORMAL_TARGET, measure
from tests.journeys.people import Newcomer
from tests.journeys.walking import Walker
from tests.live import ROOT
from yibao.catalogue import registry
from yibao.catalogue.material import MaterialSource
from yibao.platform import clock

PHOTO = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00"
    b":~\x9bU\x00\x00\x00\nIDATx\x9cc`\x00\x00\x00\x02\x00\x01H\xaf\xa4q\x00\x00\x00\x00IEND"
    b"\xaeB`\x82"
)
_SERVICE = registry.services()["remote_long_file"]
_EXAMPLE = next(each for each in _SERVICE.examples if each.under_review)
_MATERIAL = next(c for c, way in _EXAMPLE.materials.items() if way == MaterialSource.UPLOAD)


def _handed_in(walker: Walker, somebody: Newcomer) -> str:
    walker.sign_in(somebody, f"/services/{_SERVICE.operation}/apply/")
    walker.photo = PHOTO
    walker.fill_in(_SERVICE, _EXAMPLE.answers_on(clock.today()))
    walker.press("确认提交")
    expect(walker.main.locator("h1")).to_have_text("已经提交")
    return walker.path.strip("/").rsplit("/", 1)[-1]


def _send_back(walker: Walker, number: str) -> None:
    command = [sys.executable, "-m", "tests.journeys.officer", number, _MATERIAL, "照片看不清"]
    done = subprocess.run(
        command, env=walker.live.environment, cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2000:]


def test_a_case_that_was_sent_back_is_corrected_with_a_photo_and_can_be_withdrawn(
    walker: Callable[..., Walker], person: Callable[[str], Newcomer]
) -> None:
    visitor = walker()
    number = _handed_in(visitor, person(_EXAMPLE.given))
    _send_back(visitor, number)
    visitor.go("/cases/")
    expect(visitor.main.locator(".tag.correction")).to_have_text("待补正")
    visitor.go(f"/cases/{number}/")
    paper = visitor.main.locator("a[href^='/notices/']").first.get_attribute("href")
    visitor.press("补交材料")
    expect(visitor.main).to_contain_text("照片看不清")
    assert _is_good(visitor)
    visitor.main.locator(f"[name='materials.{_MATERIAL}.way'][value=upload]").check()
    visitor.attach(f"materials.{_MATERIAL}.camera")
    visitor.press("提交补正")
    expect(visitor.main.locator(".history li").first).to_contain_text("补正材料")
    visitor.press("不办了，撤回申请")
    assert _is_good(visitor)
    visitor.press("确定撤回")
    expect(visitor.main.locator(".done-box")).to_contain_text("已撤回")
    assert paper is not None
    _verify(walker(), re.findall(r"/notices/(\w+)\.pdf", paper)[0])


def _verify(stranger: Walker, code: str) -> None:
    """Look, as anybody may, whether the paper is genuine."""
    stranger.go("/verify/")
    stranger.page.fill("[name=code]", code.lower())
    stranger.press("核验")
    expect(stranger.main.locator("h1")).to_have_text("这份文书是真的")
    assert _is_good(stranger)


def _is_good(walker: Walker) -> bool:
    page = measure(walker, least=NORMAL_TARGET)
    assert (page.grave, page.small_targets, page.sideways_at_320) == ([], [], 0)
    return True
