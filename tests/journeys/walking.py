"""Walking through the pages as a person does: by what is written on them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from playwright.sync_api import ConsoleMessage, Locator, Page

from tests.journeys.people import Newcomer
from tests.live import LivePlatform
from yibao.catalogue.field import Field
from yibao.catalogue.service import AnyService
from yibao.reference import regions

_STEPS_AT_MOST = 40
PARENT = "5"  # code table agent_relation


@dataclass
class Walker:
    """Somebody with a phone in his hand."""

    page: Page
    live: LivePlatform
    faults: list[str] = field(default_factory=list)
    photo: bytes = b""
    acts_for: Newcomer | None = None
    _codes_before: int = 0

    def __post_init__(self) -> None:
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("console", self._listen)
        self.page.on("response", lambda answer: self._look_at(answer.status, answer.url))

    def go(self, path: str) -> None:
        """Open a page by its address."""
        self.page.goto(self.live.url + path)

    @property
    def path(self) -> str:
        """Return where the walker is."""
        return self.page.url.removeprefix(self.live.url).split("?")[0]

    @property
    def main(self) -> Locator:
        """Return the content of the page."""
        return self.page.locator("main")

    def press(self, words: str) -> None:
        """Press the button or link of the content that says these words."""
        self.main.locator("button, a.button, a.row").filter(has_text=words).first.click()
        self.page.wait_for_load_state()

    def choose_elder_mode(self) -> None:
        """Switch to 长辈版 on the home page."""
        self.go("/")
        self.page.locator("header button", has_text="长辈版").click()
        self.page.locator("html.elder").wait_for()

    def last_code(self) -> str:
        """Return the code that the server's console shows."""
        for _ in range(50):
            codes: list[str] = re.findall(
                r"演示登录验证码 (\d{6})", self.live.log.read_text(errors="replace")
            )
            if len(codes) > self._codes_before:
                return codes[-1]
            self.page.wait_for_timeout(100)
        raise AssertionError("the server printed no code")

    def sign_in(self, somebody: Newcomer, path: str = "/", *, strongly: bool = True) -> None:
        """Sign in and come to ``path``."""
        self.go(f"/sign-in/?next={path}")
        self.page.fill("[name=name]", somebody.name)
        self.page.fill("[name=certificate_number]", somebody.identity_number)
        self.page.fill("[name=phone]", somebody.phone)
        log = self.live.log.read_text(errors="replace")
        self._codes_before = log.count("演示登录验证码")
        self.press("获取验证码")
        self.page.fill("[name=code]", self.last_code())
        self.press("登录")
        if strongly and "/sign-in/face/" not in self.page.url:
            self.go(f"/sign-in/face/?next={path}")
        if "/sign-in/face/" in self.page.url:
            self.press("模拟核验通过")

    def fill_in(self, service: AnyService, answers: Mapping[str, object]) -> None:
        """Go from the first step to the check page, for oneself; photograph or pledge materials."""
        for _ in range(_STEPS_AT_MOST):
            step = self.path.removeprefix(f"/services/{service.operation}/apply/").split("/")[0]
            if step == "check":
                return
            {"who": self._say_for_whom, "materials": self._choose_ways}.get(
                step, lambda: self._answer_all(service, answers)
            )()
        raise AssertionError(f"the check page was not reached, but {self.path}")

    def _say_for_whom(self) -> None:
        self.say_for_whom(self.acts_for)
        self.press("下一步")

    def say_for_whom(self, other: Newcomer | None) -> None:
        """Say that it is for oneself, or for somebody else, whose parent one is."""
        self.page.locator(f"[name=acting][value={'agent' if other else 'self'}]").check()
        if other is not None:
            self.page.fill("[name='subject.name']", other.name)
            self.page.fill("[name='subject.certificate_number']", other.identity_number)
            self.page.locator("[name='agent.relation']").select_option(PARENT)

    def attach(self, name: str) -> None:
        """Take a photo, or as much of that as a browser without a camera can do."""
        file = {"name": "照片.png", "mimeType": "image/png", "buffer": self.photo}
        self.page.locator(f"input[name='{name}']").set_input_files(file)  # type: ignore[arg-type]

    def _choose_ways(self) -> None:
        for box in self.main.locator(".paper").all():
            upload = box.locator("input[type=radio][value=upload]")
            if self.photo and upload.count():
                upload.check()
                name = str(box.locator("input[type=file]").first.get_attribute("name"))
                self.attach(name)
            if box.locator("input[type=radio]:checked").count() == 0:
                box.locator("input[type=radio][value=pledge]").check()
            if box.locator("input[type=radio][value=pledge]:checked").count():
                box.locator("input[type=checkbox]").check()
        self.press("下一步")

    def ask(self, service: AnyService, answers: Mapping[str, object]) -> None:
        """Fill in the one page of a query and send it."""
        if self.page.locator("[name=acting]").count():
            self.say_for_whom(self.acts_for)
        self._answer_all(service, answers, button="查询")

    def _answer_all(
        self, service: AnyService, answers: Mapping[str, object], button: str = "下一步"
    ) -> None:
        for name, asked in service.answers.fields().items():
            shown = self.page.locator(f"input[name=_asked][value={name}]:not([disabled])")
            if name in answers and shown.count():
                self._answer(asked, answers[name])
        self.press(button)

    def _answer(self, asked: Field[object], value: object) -> None:
        name = f"answers.{asked.name}"
        if asked.kind == "date":
            day = date.fromisoformat(str(value))
            for part in ("year", "month", "day"):
                self.page.fill(f"[name='{name}.{part}']", str(getattr(day, part)))
        elif asked.kind == "region":
            self._choose_place(name, str(value))
        else:
            self._answer_simply(name, str(value).lower() if isinstance(value, bool) else str(value))

    def _answer_simply(self, name: str, value: str) -> None:
        radio = self.page.locator(f"input[type=radio][name='{name}'][value='{value}']")
        select = self.page.locator(f"select[name='{name}']")
        if radio.count():
            radio.check()
        elif select.count():
            select.select_option(value)
        else:
            self.page.fill(f"[name='{name}']", value)

    def _choose_place(self, name: str, code: str) -> None:
        parts = ("province", "prefecture", "county")
        for part, step in zip(parts, regions.path(code), strict=False):
            chosen = self.page.locator(f"select[name='{name}.{part}']")
            if not chosen.count():
                return
            option = chosen.locator(f"option[value='{step.code}']")
            refresh = self.main.locator("button", has_text="点这里选下一级")
            if not option.count() and refresh.count():
                refresh.first.click()
                self.page.wait_for_load_state()
            option.wait_for(state="attached")
            chosen.select_option(step.code)

    def _listen(self, message: ConsoleMessage) -> None:
        # A page that says what is wrong answers 4xx, and the browser remarks upon it.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.faults.append(f"console: {message.text}")

    def _look_at(self, status: int, url: str) -> None:
        if status >= 500:
            self.faults.append(f"{status}: {url}")
        if not url.startswith((self.live.url, "data:")):
            self.faults.append(f"another host: {url}")
