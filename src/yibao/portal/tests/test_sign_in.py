from __future__ import annotations

import logging

import pytest
from django.contrib.sessions.models import Session
from pytest_django import Settings

from yibao.platform.testing.persons import LI_SI, MAIMAITI, ZHANG_SAN
from yibao.platform.testing.plugin import Clock
from yibao.portal.models import SignInCode
from yibao.portal.tests.visitor import Visitor, text_of


def test_somebody_signs_in_with_name_number_and_code(visitor: Visitor) -> None:
    visitor.sign_in(ZHANG_SAN, strongly=False)
    page = text_of(visitor.get("/"))
    assert "张*" in page
    assert "张三" not in page
    assert ZHANG_SAN.identity_number not in page


def test_a_name_with_a_dot_signs_in(visitor: Visitor) -> None:
    visitor.sign_in(MAIMAITI, strongly=False)
    assert "退出登录" in text_of(visitor.get("/"))


def test_everything_wrong_is_said_at_once_and_nothing_typed_is_lost(visitor: Visitor) -> None:
    answer = visitor.ask_for_code(ZHANG_SAN, certificate_number="520102", phone="12345", name="")
    page = text_of(answer)
    assert answer.status_code == 422
    for anchor in ("p-subject-phone", "p-subject-name"):
        assert f'href="#{anchor}"' in page
        assert f'id="{anchor}-problem"' in page
        assert f"{anchor}-problem" in page.split(f'<input id="{anchor}"')[1].split(">")[0]
    assert 'value="520102"' in page
    assert 'value="12345"' in page


def test_a_wrong_code_may_be_tried_five_times_in_all(visitor: Visitor) -> None:
    visitor.ask_for_code(ZHANG_SAN)
    right = visitor.last_code()
    wrong = "000000" if right != "000000" else "111111"
    for left in (4, 3, 2, 1):
        assert f"还可以再试{left}次" in text_of(visitor.post("/sign-in/code/", {"code": wrong}))
    assert "已经失效" in text_of(visitor.post("/sign-in/code/", {"code": wrong}))
    visitor.post("/sign-in/code/", {"code": right})
    assert "退出登录" not in text_of(visitor.get("/"))


def test_a_code_is_good_for_five_minutes(visitor: Visitor, clock: Clock) -> None:
    visitor.ask_for_code(ZHANG_SAN)
    clock.advance(minutes=5, seconds=1)
    answer = visitor.post("/sign-in/code/", {"code": visitor.last_code()})
    assert "已经失效" in text_of(answer)


def test_a_code_is_good_once(visitor: Visitor) -> None:
    visitor.ask_for_code(ZHANG_SAN)
    cookie = visitor.client.session["portal.challenge"]
    code = visitor.last_code()
    assert visitor.post("/sign-in/code/", {"code": code}).status_code == 302
    session = visitor.client.session
    session["portal.challenge"] = cookie
    session.save()
    assert "已经失效" in text_of(visitor.post("/sign-in/code/", {"code": code}))


def test_another_browser_cannot_use_the_code(visitor: Visitor) -> None:
    visitor.ask_for_code(ZHANG_SAN)
    stranger = visitor.another_phone()
    answer = stranger.post("/sign-in/code/", {"code": visitor.last_code()})
    assert answer.headers["Location"].startswith("/sign-in/")
    assert "退出登录" not in text_of(stranger.get("/"))


def test_signing_in_changes_the_session_key(visitor: Visitor) -> None:
    visitor.ask_for_code(ZHANG_SAN)
    before = visitor.client.session.session_key
    visitor.post("/sign-in/code/", {"code": visitor.last_code()})
    middle = visitor.client.session.session_key
    visitor.post("/sign-in/face/", {"simulated_face": "passed"})
    after = visitor.client.session.session_key
    assert len({before, middle, after}) == 3
    assert not Session.objects.filter(session_key__in=[before, middle]).exists()


def test_what_lies_in_the_database_holds_no_personal_data_in_the_open(visitor: Visitor) -> None:
    visitor.sign_in(ZHANG_SAN)
    kept = [repr(session.get_decoded()) for session in Session.objects.all()]
    kept += [bytes(code.sealed).decode(errors="replace") for code in SignInCode.objects.all()]
    for text in kept:
        for secret in (ZHANG_SAN.name, ZHANG_SAN.identity_number, ZHANG_SAN.phone):
            assert secret not in text


def test_signing_out_forgets_the_person(visitor: Visitor) -> None:
    visitor.sign_in(ZHANG_SAN)
    key = visitor.client.session.session_key
    visitor.post("/sign-out/", {})
    assert visitor.client.session.session_key != key
    assert "张*" not in text_of(visitor.get("/"))
    assert visitor.get("/cases/").status_code == 302


def test_outside_a_demonstration_the_demonstration_signs_nobody_in(
    visitor: Visitor, settings: Settings
) -> None:
    settings.DEMONSTRATION = False
    answer = visitor.ask_for_code(ZHANG_SAN)
    assert answer.status_code == 503
    assert "网上登录还没有接入" in text_of(answer)
    assert not SignInCode.objects.exists()


def test_a_person_gets_five_codes_in_a_quarter_of_an_hour(visitor: Visitor, clock: Clock) -> None:
    for _ in range(5):
        assert visitor.ask_for_code(ZHANG_SAN).status_code == 302
    refused = visitor.ask_for_code(ZHANG_SAN)
    assert refused.status_code == 429
    assert "15分钟" in text_of(refused)
    assert visitor.ask_for_code(LI_SI).status_code == 302
    clock.advance(minutes=15, seconds=1)
    assert visitor.ask_for_code(ZHANG_SAN).status_code == 302


def test_the_face_check_is_labelled_as_a_demonstration_and_has_another_way(
    visitor: Visitor,
) -> None:
    visitor.sign_in(ZHANG_SAN, strongly=False)
    page = text_of(visitor.get("/sign-in/face/"))
    assert "演示" in page
    assert "不方便刷脸" in page
    answer = visitor.post("/sign-in/face/", {})
    assert answer.status_code == 422
    assert "还没有完成人脸核验" in text_of(answer)


def test_signing_in_comes_back_to_the_page_that_asked_for_it(visitor: Visitor) -> None:
    answer = visitor.get("/cases/")
    assert answer.headers["Location"] == "/sign-in/?next=%2Fcases%2F"
    visitor.ask_for_code(ZHANG_SAN)
    code = visitor.last_code()
    done = visitor.post("/sign-in/code/", {"code": code, "next": "/cases/"})
    assert done.headers["Location"] == "/cases/"


def test_signing_in_never_leads_to_another_site(visitor: Visitor) -> None:
    visitor.ask_for_code(ZHANG_SAN)
    sent = {"code": visitor.last_code(), "next": "https://evil.example/"}
    assert visitor.post("/sign-in/code/", sent).headers["Location"] == "/"


def test_the_code_is_printed_without_saying_whose_it_is(
    visitor: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="yibao.demonstration"):
        visitor.ask_for_code(ZHANG_SAN)
    assert visitor.last_code() in caplog.text
    assert ZHANG_SAN.phone not in caplog.text
