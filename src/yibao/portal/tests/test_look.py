from __future__ import annotations

from yibao.portal.tests.visitor import Visitor, text_of


def test_the_switch_to_the_elder_mode_is_on_every_page(visitor: Visitor) -> None:
    for address in ("/", "/help/", "/verify/", "/sign-in/", "/services/share_other/"):
        head = text_of(visitor.get(address)).split("<main")[0]
        assert ">长辈版</button>" in head, address


def test_the_elder_mode_is_remembered(visitor: Visitor) -> None:
    answer = visitor.post("/look/", {"elder": "1", "next": "/help/"})
    assert answer.headers["Location"] == "/help/"
    assert answer.cookies["yibao_elder"]["max-age"] == 365 * 24 * 3600
    assert 'class="elder size-0"' in text_of(visitor.get("/help/"))
    visitor.post("/look/", {"elder": "0"})
    assert 'class="normal size-0"' in text_of(visitor.get("/help/"))


def test_the_size_of_the_letters_is_remembered_in_both_modes(visitor: Visitor) -> None:
    visitor.post("/look/", {"size": "2"})
    assert 'class="normal size-2"' in text_of(visitor.get("/"))
    visitor.post("/look/", {"elder": "1"})
    visitor.post("/look/", {"size": "1"})
    assert 'class="elder size-1"' in text_of(visitor.get("/"))


def test_a_size_that_there_is_not_changes_nothing(visitor: Visitor) -> None:
    visitor.post("/look/", {"size": "9"})
    visitor.client.cookies["yibao_size"] = "huge"
    assert 'class="normal size-0"' in text_of(visitor.get("/"))


def test_changing_the_look_never_leads_to_another_site(visitor: Visitor) -> None:
    for evil in ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:1"):
        assert visitor.post("/look/", {"elder": "1", "next": evil}).headers["Location"] == "/"


def test_the_elder_home_has_at_most_seven_entries(visitor: Visitor) -> None:
    visitor.post("/look/", {"elder": "1"})
    main = text_of(visitor.get("/")).split("<main")[1].split("</main>")[0]
    assert 1 <= main.count("<a ") + main.count("<form") <= 7
