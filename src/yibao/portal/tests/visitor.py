"""Somebody with a browser: a Django client that knows how one signs in and fills in a form."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from yibao.casework.identities import RESIDENT_IDENTITY_CARD
from yibao.platform.testing.persons import TestPerson

PHOTO = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00"
    b":~\x9bU\x00\x00\x00\nIDATx\x9cc`\x00\x00\x00\x02\x00\x01H\xaf\xa4q\x00\x00\x00\x00IEND"
    b"\xaeB`\x82"
)
APPLY = "/services/share_other/apply/"
ANSWERS = {
    "answers.kind": "short",
    "answers.place.province": "520000",
    "answers.place.prefecture": "520100",
    "answers.place.county": "520102",
    "answers.starts_on.year": "2026",
    "answers.starts_on.month": "12",
    "answers.starts_on.day": "1",
    "answers.phone": "13800001234",
    "answers.is_first": "true",
    "answers.remark": "",
}
ASKED = ["kind", "place", "starts_on", "phone", "is_first", "remark"]
PAPERS = {
    "materials.proof.way": "pledge",
    "materials.proof.pledge": "yes",
    "materials.extra.way": "later",
}


@dataclass
class Visitor:
    """One browser. Answers of pages are followed only where a method says so."""

    caplog: pytest.LogCaptureFixture
    client: Client = field(default_factory=Client)

    def another_phone(self) -> Visitor:
        """Return the same person with another browser, not signed in."""
        return Visitor(self.caplog)

    def get(self, address: str) -> HttpResponse:
        """Open a page."""
        return self.client.get(address)  # type: ignore[return-value]

    def post(self, address: str, sent: dict[str, Any]) -> HttpResponse:
        """Send a form."""
        return self.client.post(address, sent)  # type: ignore[return-value]

    def ask_for_code(self, person: TestPerson, **changes: str) -> HttpResponse:
        """Fill in who one is."""
        sent = {
            "name": person.name,
            "certificate_type": RESIDENT_IDENTITY_CARD,
            "certificate_number": person.identity_number,
            "phone": person.phone or "19900000002",
        }
        return self.post("/sign-in/", sent | changes)

    def last_code(self) -> str:
        """Read the code from the server's console."""
        codes: list[str] = re.findall(r"演示登录验证码 (\d{6})", self.caplog.text)
        return codes[-1]

    def sign_in(self, person: TestPerson, *, strongly: bool = True) -> Visitor:
        """Sign in; ``strongly`` with the simulated face check, too."""
        assert self.ask_for_code(person).status_code == 302
        assert self.post("/sign-in/code/", {"code": self.last_code()}).status_code == 302
        if strongly:
            sent = {"simulated_face": "passed"}
            assert self.post("/sign-in/face/", sent).status_code == 302
        return self

    def fill_in(self, **changes: str) -> str:
        """Go through all steps and return the request number of the check page."""
        self.post(APPLY, {"choice": "anew"})
        assert self.post(f"{APPLY}who/", {"acting": "self"}).status_code == 302
        sent = ANSWERS | {f"answers.{name}": text for name, text in changes.items()}
        answered = self.post(f"{APPLY}questions/", sent | {"_asked": ASKED})
        assert answered.status_code == 302, text_of(answered)
        assert self.post(f"{APPLY}materials/", PAPERS).status_code == 302
        return self.request_number()

    def request_number(self) -> str:
        """Return the number that the check page sends."""
        page = text_of(self.get(f"{APPLY}check/"))
        found = re.search(r'name="request_number" value="([^"]+)"', page)
        assert found is not None, page
        return found.group(1)

    def hand_in(self, **changes: str) -> str:
        """Apply and return the address of the receipt."""
        number = self.fill_in(**changes)
        answer = self.post(f"{APPLY}check/", {"request_number": number})
        assert answer.status_code == 302, text_of(answer)
        return answer.headers["Location"]


def photo(content: bytes, name: str = "照片.png") -> SimpleUploadedFile:
    """Return a file as a browser sends it."""
    return SimpleUploadedFile(name, content, content_type="image/png")


def text_of(response: HttpResponse) -> str:
    """Return the page."""
    return response.content.decode()


def number_of(receipt: str) -> str:
    """Return the case number in the address of a receipt."""
    return receipt.strip("/").rsplit("/", 1)[-1]
