from __future__ import annotations

import gzip

from yibao.catalogue.directory import directory, groups
from yibao.portal.tests.visitor import Visitor, text_of


def test_the_home_page_lists_all_groups_and_all_services(visitor: Visitor) -> None:
    page = text_of(visitor.get("/"))
    assert len(groups()) == 22
    for name in groups():
        assert f"<summary>{name}<" in page
    for operation, entry in directory().items():
        assert f'href="/services/{operation}/"' in page
        assert entry.name in page


def test_what_is_not_open_is_said_to_be_not_open(visitor: Visitor) -> None:
    page = text_of(visitor.get("/services/ltc_other/"))
    assert "未开通" in page
    assert "12393" in page
    assert "窗口" in page
    assert "/services/ltc_other/apply/" not in page


def test_applying_for_what_is_not_open_leads_to_the_page_that_says_so(visitor: Visitor) -> None:
    answer = visitor.get("/services/ltc_other/apply/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/services/ltc_other/"


def test_a_service_that_nobody_promised_is_not_found(visitor: Visitor) -> None:
    assert visitor.get("/services/free_money/").status_code == 404


def test_searching_in_plain_words_finds_the_service(visitor: Visitor) -> None:
    page = text_of(visitor.get("/?q=家里人用"))
    assert 'href="/services/share_other/"' in page


def test_searching_for_nonsense_says_what_to_do(visitor: Visitor) -> None:
    page = text_of(visitor.get("/?q=qqqq"))
    assert "没有找到" in page
    assert "12393" in page


def test_searching_for_the_elder_mode_offers_the_switch(visitor: Visitor) -> None:
    for words in ("长辈版", "关怀版"):
        page = text_of(visitor.get(f"/?q={words}"))
        assert "换成长辈版" in page
        assert "没有找到" not in page


def test_a_search_is_shown_as_text_never_as_markup(visitor: Visitor) -> None:
    page = text_of(visitor.get('/?q=<script>"x'))
    assert "<script>" not in page.split("</head>")[1]


def test_the_home_page_itself_is_light(visitor: Visitor) -> None:
    assert len(gzip.compress(visitor.get("/").content)) < 12_000


def test_doing_and_asking_are_listed_apart_and_only_what_is_open(visitor: Visitor) -> None:
    doing, asking = text_of(visitor.get("/browse/do/")), text_of(visitor.get("/browse/ask/"))
    assert "/services/share_other/" in doing
    assert "/services/share_other/" not in asking
    assert "/services/qry_other/" in asking
    assert "未开通" not in doing + asking
    assert "未开通" in text_of(visitor.get("/browse/all/"))
    assert visitor.get("/browse/else/").status_code == 404


def test_the_service_page_says_everything_that_one_must_know(visitor: Visitor) -> None:
    page = text_of(visitor.get("/services/share_other/"))
    for words in (
        "所有人",
        "测试证明",
        "签一份承诺书",
        "拍照或选文件上传",
        "测试依据第一条",
        "到参保地医保经办窗口",
        "tel:12393",
        "自动核验",
        "3个工作日",
        "替家人办（代办）",
    ):
        assert words in page, words


def test_an_unknown_address_leads_on_in_the_look_that_was_chosen(visitor: Visitor) -> None:
    visitor.post("/look/", {"elder": "1"})
    answer = visitor.get("/no-such-page/")
    assert answer.status_code == 404
    assert 'class="elder size-0"' in text_of(answer)
    assert "没有这个页面" in text_of(answer)
