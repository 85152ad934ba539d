"""The main job, played against the running server: a channel, a citizen, two officers, one truth."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from yibao_client import ApiError, Client, Credentials

from yibao.catalogue import registry, situations
from yibao.catalogue.situations import Persona, Setting
from yibao.demonstration.browser import Browser, Page
from yibao.demonstration.codes import code_at
from yibao.demonstration.seeding import staff_file
from yibao.kernel import identity_number
from yibao.platform import clock, database
from yibao.platform.testing.persons import EVERYONE, TestPerson

# One transparent pixel: the photograph that stands for a proof.
_PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@dataclass(frozen=True)
class Step:
    """One step of the story, as it is printed."""

    who: str
    what: str
    outcome: str


class Story:
    """Plays the steps in order; a step that goes wrong raises and ends the story."""

    def __init__(self, credentials: Path, picture: Path) -> None:
        self._credentials = Credentials.from_file(credentials)
        self._url = self._credentials.base_url
        self._picture = picture
        self._picture.write_bytes(_PICTURE)

    def steps(self) -> Iterator[Step]:
        """Yield each step when it has been done."""
        with Client(self._credentials) as client:
            yield self._channel_enrols(client)
            yield self._citizen_enrols(client)
            subject, number = self._application(client)
            yield Step("渠道", "为一位居民提交异地备案，附上传的居住证明", f"{number} 待受理")
            yield self._officer("qian.jingban", number, "accept")
            yield self._officer("sun.shenhe", number, "approve")
            yield self._all_see_the_same(client, subject, number)
            yield self._refusal(client)

    def _channel_enrols(self, client: Client) -> Step:
        answer = client.call("resident_enrol", **_enrolment(_new_resident()))
        case = answer.case or {}
        return Step("渠道", "签名、加密，用接口办城乡居民参保登记", _told(case))

    def _citizen_enrols(self, client: Client) -> Step:
        subject = _new_resident()
        url = client.launch("resident_enrol", subject=subject, identity={"level": "L3"})
        browser = Browser()
        browser.open(url)
        page = browser.open(f"{self._url}/services/resident_enrol/apply/")
        page = browser.submit(page, page.form_with("acting"), {"acting": "self"})
        page = browser.submit(page, page.form_with("_asked"), _typed(_enrolment(subject)))
        page = browser.submit(page, page.form_with("materials.identity_document.way"))
        page = browser.submit(page, page.form_with("request_number"))
        return Step("群众", "在H5页面办同一个事项，核对后提交", _receipt_of(page))

    def _application(self, client: Client) -> tuple[dict[str, str], str]:
        example = next(
            e for e in registry.services()["remote_long_file"].examples if e.under_review
        )
        person = next(p for p in EVERYONE if p.name == example.person)
        with database.transaction() as sql:
            situations.set_up(example.given, Setting(sql, Persona.of(person), clock.today()))
        subject = _subject_of(person)
        materials = [_material(client, self._picture, c, s) for c, s in example.materials.items()]
        answer = client.call(
            "remote_long_file",
            subject=subject,
            identity={"level": "L3", "method": "face"},
            answers=example.answers_on(clock.today()),
            materials=materials,
        )
        return subject, str((answer.case or {})["number"])

    def _officer(self, username: str, number: str, deed: str) -> Step:
        account = json.loads(staff_file().read_text("utf-8"))[username]
        browser = Browser()
        page = browser.open(f"{self._url}/console/")
        page = browser.submit(
            page, page.form_with("login"), {"login": username, "password": account["password"]}
        )
        code = code_at(account["totp_secret"], clock.now_ms() // 1000)
        page = browser.submit(page, page.form_with("code"), {"code": code})
        page = browser.submit(page, page.form_with("text"), {"text": number})
        page = browser.submit(page, page.form_to(f"/{deed}/"))
        wanted = {"accept": "审核中", "approve": "已办结"}[deed]
        if wanted not in page.text:
            raise RuntimeError(f"{deed}: {page.text[:500]}")
        what = {"accept": "两步登录控制台，受理", "approve": "两步登录控制台，审核通过"}[deed]
        return Step(account["name"], what, f"{number} {wanted}")

    def _all_see_the_same(self, client: Client, subject: dict[str, str], number: str) -> Step:
        asked: dict[str, Any] = {"search_by": "list"}
        answer = client.call(
            "accept_progress_query", subject=subject, identity={"level": "L2"}, answers=asked
        )
        by_interface = json.dumps(answer.result, ensure_ascii=False)
        browser = Browser()
        url = client.launch("remote_long_file", subject=subject, identity={"level": "L3"})
        browser.open(url)
        by_page = browser.open(f"{self._url}/cases/{number}/").text
        if number not in by_interface or "已办结" not in by_interface or "已办结" not in by_page:
            raise RuntimeError("the views differ")
        return Step("渠道、群众、经办", "各自查询同一件业务", f"{number} 三处都是已办结")

    def _refusal(self, client: Client) -> Step:
        try:
            client.call("resident_enrol", identity={"level": "L3"})
        except ApiError as refused:
            first = refused.errors[0]
            return Step(
                "渠道",
                "故意漏填，看平台怎么说",
                f"{first.message} → yibao why {refused.request_id}",
            )
        raise RuntimeError("an empty application was accepted")


def _new_resident() -> dict[str, str]:
    born = date(1950, 1, 1) + timedelta(days=secrets.randbelow(18_000))
    number = identity_number.make("520102", born, 1 + secrets.randbelow(998)).text
    return {"certificate_type": "01", "certificate_number": number, "name": "演示居民"}


def _subject_of(person: TestPerson) -> dict[str, str]:
    return {
        "certificate_type": "01",
        "certificate_number": person.identity_number,
        "name": person.name,
    }


def _enrolment(subject: dict[str, str]) -> dict[str, Any]:
    service = registry.services()["resident_enrol"]
    example = next(e for e in service.examples if not (e.fails_with or e.under_review))
    return {
        "subject": subject,
        "identity": {"level": "L3"},
        "answers": example.answers_on(clock.today()),
    }


def _material(client: Client, picture: Path, code: str, source: str) -> dict[str, str]:
    if source != "upload":
        return {"code": code, "source": source}
    return {"code": code, "source": source, "file_id": client.upload(picture).file_id}


def _typed(body: dict[str, Any]) -> dict[str, str]:
    """Return the answers as a person fills them in on the page."""
    form = registry.services()["resident_enrol"].answers.fields()
    typed: dict[str, str] = {}
    for name, value in body["answers"].items():
        if form[name].kind == "region":
            typed[f"answers.{name}.province"] = f"{value[:2]}0000"
            typed[f"answers.{name}.prefecture"] = f"{value[:4]}00"
            typed[f"answers.{name}.county"] = value
        else:
            typed[f"answers.{name}"] = str(value)
    return typed


def _receipt_of(page: Page) -> str:
    if "/h5/receipt/" not in page.url:
        raise RuntimeError(f"no receipt: {page.text[:500]}")
    return f"{page.url.rstrip('/').rsplit('/', 1)[-1]} 已办结"


def _told(case: dict[str, Any]) -> str:
    return f"{case['number']} {case['state_label']}"


Printer = Callable[[Step], None]
