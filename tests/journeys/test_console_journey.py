"""Two officers and one application, in a real browser: counter, correction, acceptance, approval."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.journeys.people import Newcomer
from tests.live import LivePlatform
from yibao.demonstration.codes import code_at

ACCEPTOR, REVIEWER, MANAGER = "qian.jingban", "sun.shenhe", "zhou.guanli"
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360f8cf500f0003030101b71b5c0d0000000049454e44ae426082"
)


# The national register does not answer: an officer must look.
SILENT = "enrolment.national_register_silent"
Maker = Callable[[str], Newcomer]


# A code counts once: an officer signs in once, and later tests go on with his session.
_sessions: dict[str, Any] = {}


def _desk(browser: Browser, live: LivePlatform, username: str) -> Page:
    """Open the console as this officer, in a browser of his own."""
    options: dict[str, Any] = {"viewport": {"width": 1360, "height": 860}, "locale": "zh-CN"}
    if username in _sessions:
        page = browser.new_context(storage_state=_sessions[username], **options).new_page()
        page.goto(f"{live.url}/console/")
        return page
    page = browser.new_context(**options).new_page()
    _sign_in(page, live, username)
    _sessions[username] = page.context.storage_state()
    return page


def _sign_in(page: Page, live: LivePlatform, username: str) -> None:
    account = json.loads((live.folder / "demonstration" / "staff.json").read_text("utf-8"))
    page.goto(f"{live.url}/console/")
    _is_accessible(page)
    page.fill("#login", username)
    page.fill("#password", account[username]["password"])
    page.click("button.main")
    _is_accessible(page)
    page.fill("#code", code_at(account[username]["totp_secret"], int(time.time())))
    page.click("button.main")
    page.wait_for_url(f"{live.url}/console/")


def _is_accessible(page: Page) -> None:
    """Fail on everything that axe-core calls serious or critical."""
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    grave = [
        (rule["id"], node["html"][:200])
        for rule in found
        if rule["impact"] in {"serious", "critical"}
        for node in rule["nodes"]
    ]
    assert grave == [], page.url


def _enrol_at_the_counter(page: Page, url: str, somebody: Newcomer) -> None:
    year = date.today().year + 1  # noqa: DTZ011 - the server beside us lives by the real clock
    page.goto(f"{url}/console/counter/resident_enrol/")
    _is_accessible(page)
    page.fill("#subject-number", somebody.identity_number)
    page.fill("#subject-name", somebody.name)
    page.check("[name=identity_checked]")
    for name, value in {
        "answers.year": str(year),
        "answers.region": "520102",
        "answers.living_region": "520102",
        "answers.living_address": "中华南路1号",
        "answers.phone": somebody.phone,
    }.items():
        page.fill(f"[name='{name}']", value)
    page.select_option("[name='answers.kind']", "elderly")
    page.select_option("[name='answers.household_kind']", "30")
    page.click("main button.main")


def test_an_application_is_corrected_accepted_and_approved_by_two_officers(
    browser: Browser, live_platform: LivePlatform, person: Maker
) -> None:
    desk = _desk(browser, live_platform, ACCEPTOR)
    _is_accessible(desk)
    _enrol_at_the_counter(desk, live_platform.url, person(SILENT))
    _is_accessible(desk)
    assert "待受理" in desk.inner_text("main")
    desk.click("text=打开办件")
    case = desk.url

    desk.click("summary:has-text('一次性告知补正')")
    desk.check("[name='wrong.answer.living_address']")
    desk.fill("[name='text.answer.living_address']", "请写明楼栋和门牌号。")
    desk.check("[name='wrong.material.identity_document']")
    desk.fill("[name='text.material.identity_document']", "照片不清楚，请重新拍照。")
    _is_accessible(desk)
    desk.click("text=发出补正告知书")
    assert "计时暂停" in desk.inner_text(".decision")
    assert "请写明楼栋和门牌号。" in desk.inner_text(".history")

    desk.set_input_files(
        "[name='file.identity_document']",
        {"name": "证件.png", "mimeType": "image/png", "buffer": PICTURE},
    )
    desk.click("text=收下，转回受理")
    desk.click("button:text-is('受理')")
    assert "审核中" in desk.inner_text("main .head")
    assert "受理通知书" in desk.inner_text(".decision")
    assert desk.locator("text=办结并打开下一件").count() == 0  # who accepted cannot approve

    review = _desk(browser, live_platform, REVIEWER)
    review.goto(case)
    _is_accessible(review)
    review.click("button:text-is('审核通过')")
    assert "已办结" in review.inner_text("main .head")
    notices = review.inner_text(".decision")
    assert all(kind in notices for kind in ("受理通知书", "补正告知书", "办结通知书"))
    address = review.get_attribute(".decision a:has-text('办结通知书')", "href")
    paper = review.request.get(f"{live_platform.url}{address}")
    assert paper.body().startswith(b"%PDF")


def test_the_worklist_can_be_worked_by_keyboard_and_without_scripts(
    browser: Browser, live_platform: LivePlatform, person: Maker
) -> None:
    desk = _desk(browser, live_platform, ACCEPTOR)
    _enrol_at_the_counter(desk, live_platform.url, person(SILENT))
    desk.goto(f"{live_platform.url}/console/?state=submitted")
    desk.keyboard.press("j")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/console/cases/**")

    state = desk.context.storage_state()
    plain = browser.new_context(java_script_enabled=False, storage_state=state).new_page()
    plain.goto(f"{live_platform.url}/console/")
    plain.click("#take-next")
    assert "/console/cases/" in plain.url
    plain.click("text=退回待办池")
    assert "已退回待办池" in plain.inner_text("main")


@pytest.mark.parametrize(
    ("username", "paths"),
    [
        (
            ACCEPTOR,
            [
                "counter/",
                "parameters/",
                "?state=done",
                "registers/",
                "registers/casework/case/",
                "sign-in/password/",
            ],
        ),
        (
            MANAGER,
            ["", "audit/", "staff/", "channels/", "channels/zyybwxgzh/", "explain/?request_id=x"],
        ),
    ],
)
def test_every_page_has_no_serious_barrier(
    browser: Browser, live_platform: LivePlatform, username: str, paths: list[str]
) -> None:
    desk = _desk(browser, live_platform, username)
    for path in paths:
        desk.goto(f"{live_platform.url}/console/{path}")
        _is_accessible(desk)
