from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from pytest_django import Settings

from yibao.platform.testing.persons import ZHANG_SAN
from yibao.portal.tests.visitor import APPLY, Visitor, text_of

ANYBODYS = (
    "/",
    "/?q=报销",
    "/browse/do/",
    "/browse/all/",
    "/help/",
    "/sign-in/",
    "/verify/",
    "/services/share_other/",
    "/services/ltc_other/",
    "/services/cat_other/query/",
    "/h5/launch/?ticket=x",
)
OWN = (
    "/cases/",
    "/services/qry_other/query/",
    f"{APPLY}who/",
    f"{APPLY}questions/",
    f"{APPLY}materials/",
    f"{APPLY}check/",
)


class _Outline(HTMLParser):
    """What the tests ask of a page: headings, links, ids, labels, what stands inline."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.inputs: list[str] = []
        self.addresses: list[str] = []
        self.inline: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "label" and "for" in values:
            self.labelled.add(values["for"])
        if tag in {"input", "select"} and values.get("type") not in {
            "hidden",
            "radio",
            "checkbox",
            "file",
        }:
            self.inputs.append(values.get("id", ""))
        self.addresses += [values[name] for name in ("href", "src", "action") if name in values]
        self.inline += [name for name in values if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in values):
            self.inline.append(tag)


@pytest.fixture
def every_page(visitor: Visitor) -> dict[str, str]:
    """Give every page, as somebody signed in sees it half-way through an application."""
    pages = {address: text_of(visitor.get(address)) for address in ANYBODYS}
    visitor.sign_in(ZHANG_SAN)
    visitor.fill_in()
    pages |= {address: text_of(visitor.get(address)) for address in OWN}
    visitor.post("/services/qry_other/query/", {"acting": "self", "answers.most": "2"})
    result = "/services/qry_other/result/"
    receipt = visitor.hand_in(kind="reviewed")
    case = receipt.replace("h5/receipt", "cases")
    for address in (result, receipt, case, f"{case}withdraw/"):
        pages[address] = text_of(visitor.get(address))
    return pages


def test_every_page_has_the_frame_of_an_accessible_page(every_page: dict[str, str]) -> None:
    for address, page in every_page.items():
        outline = _Outline(page)
        assert '<html lang="zh-CN"' in page, address
        assert outline.headings.count(1) == 1, address
        steps = zip(outline.headings, outline.headings[1:], strict=False)
        assert all(after <= before + 1 for before, after in steps), (address, outline.headings)
        assert '<a class="skip" href="#main">' in page, address
        assert "tel:12393" in page, address
        assert len(set(outline.ids)) == len(outline.ids), (address, outline.ids)
        assert set(outline.inputs) <= outline.labelled, (address, outline.inputs)


def test_every_page_has_a_title_of_its_own(every_page: dict[str, str]) -> None:
    titles = [page.split("<title>")[1].split("</title>")[0] for page in every_page.values()]
    assert len(set(titles)) == len(titles), titles


def test_no_page_names_another_host_or_holds_anything_inline(every_page: dict[str, str]) -> None:
    for address, page in every_page.items():
        outline = _Outline(page)
        assert outline.inline == [], address
        for link in outline.addresses:
            assert link.startswith(("/", "#", "?", "../", "tel:", "data:,")), (address, link)
            assert not link.startswith("//"), (address, link)


def test_no_page_may_be_kept_by_a_cache(visitor: Visitor) -> None:
    visitor.sign_in(ZHANG_SAN)
    visitor.fill_in()
    for address in (*ANYBODYS, *OWN):
        headers = visitor.get(address).headers
        assert headers["Cache-Control"] == "no-store, private", address
        assert "script-src 'self'" in headers["Content-Security-Policy"], address


def test_no_address_holds_personal_data(every_page: dict[str, str]) -> None:
    for address, page in every_page.items():
        for link in [address, *_Outline(page).addresses]:
            assert ZHANG_SAN.identity_number not in link
            assert ZHANG_SAN.phone not in link


def test_there_is_no_advertisement_and_no_pressure(every_page: dict[str, str]) -> None:
    for address, page in every_page.items():
        for word in ("下载APP", "立即下载", "限时", "倒计时", "广告", "系统繁忙", "非法"):
            assert word not in page, (address, word)


def test_a_demonstration_says_so_and_a_real_platform_does_not(
    visitor: Visitor, settings: Settings
) -> None:
    assert "演示环境" in text_of(visitor.get("/"))
    settings.DEMONSTRATION = False
    assert "演示" not in text_of(visitor.get("/"))


def test_every_form_has_the_way_to_a_person_and_to_acting_for_another(
    every_page: dict[str, str],
) -> None:
    for address, page in every_page.items():
        if "/apply/" in address:
            assert "打电话问 12393" in page, address
            assert "代办" in page, address


def test_the_places_below_a_place_are_told_to_the_script(visitor: Visitor) -> None:
    answer = visitor.get("/regions/520100/")
    assert ["520102", "南明区"] in answer.json()["places"]  # type: ignore[attr-defined]
    assert visitor.get("/regions/999999/").status_code == 404
