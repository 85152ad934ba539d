from __future__ import annotations

from django.test import Client

from yibao.casework.models import Case
from yibao.platform.files.models import File
from yibao.platform.testing.persons import LI_SI, XIAO_MING, ZHANG_SAN
from yibao.portal.models import Draft, OwnSubmission
from yibao.portal.tests.visitor import (
    ANSWERS,
    APPLY,
    ASKED,
    PAPERS,
    PHOTO,
    Visitor,
    number_of,
    photo,
    text_of,
)

CHECK, QUESTIONS, WHO = f"{APPLY}check/", f"{APPLY}questions/", f"{APPLY}who/"


def test_an_application_goes_through_all_steps_to_its_receipt(visitor: Visitor) -> None:
    visitor.sign_in(ZHANG_SAN)
    receipt = visitor.hand_in()
    page = text_of(visitor.get(receipt))
    case = Case.objects.get()
    assert receipt == f"/h5/receipt/{case.number}/"
    for words in ("办好了", case.query_code, "1,234.56 元", "结果说明", "<svg", "看办理进度"):
        assert words in page, words
    assert case.channel == "h5"
    assert case.region == "520000"


def test_who_is_not_signed_in_is_asked_to_and_who_is_weakly_known_is_checked(
    visitor: Visitor,
) -> None:
    assert visitor.get(APPLY).headers["Location"].startswith("/sign-in/?next=")
    visitor.sign_in(ZHANG_SAN, strongly=False)
    assert visitor.get(APPLY).headers["Location"].startswith("/sign-in/face/?next=")


def test_all_errors_are_said_at_once_linked_and_at_each_field_and_nothing_is_lost(
    visitor: Visitor,
) -> None:
    visitor.sign_in(ZHANG_SAN)
    visitor.post(APPLY, {})
    visitor.post(WHO, {"acting": "self"})
    sent = {
        "answers.kind": "",
        "answers.starts_on.year": "2026",
        "answers.starts_on.month": "13",
        "answers.starts_on.day": "x",
        "answers.phone": "123",
        "answers.remark": "字" * 51,
        "_asked": ASKED,
    }
    answer = visitor.post(QUESTIONS, sent)
    page = text_of(answer)
    assert answer.status_code == 422
    for name in ("kind", "place", "starts_on", "phone", "is_first", "remark"):
        assert f'<a href="#q-{name}">' in page, name
        assert f'id="q-{name}-problem"' in page, name
        assert f'q-{name}-problem"' in page.split("aria-describedby=", 1)[1], name
        assert f'id="q-{name}"' in page, name
    for typed in ('value="2026"', 'value="13"', 'value="x"', 'value="123"', "字" * 51):
        assert typed in page, typed
    assert page.count('role="alert"') == 1
    assert "请改正" in page.split("</title>")[0]


def test_a_question_that_follows_from_an_answer_is_asked_without_blame(visitor: Visitor) -> None:
    visitor.sign_in(ZHANG_SAN)
    visitor.post(APPLY, {})
    visitor.post(WHO, {"acting": "self"})
    sent = ANSWERS | {"answers.kind": "long"}
    page = text_of(visitor.post(QUESTIONS, sent | {"_asked": ASKED}))
    assert "还要接着往下填" in page
    assert 'role="alert"' not in page
    box = page.split('data-when="')[1].split("</div>")[0]
    assert "长期的原因" in box
    assert "hidden" not in box.split("<label")[0].replace('type="hidden"', "")
    again = visitor.post(QUESTIONS, sent | {"_asked": [*ASKED, "reason"]})
    assert again.status_code == 422
    assert "请填写“长期的原因”" in text_of(again)


def test_an_answer_that_is_no_longer_asked_for_is_left_out(visitor: Visitor) -> None:
    visitor.sign_in(ZHANG_SAN)
    visitor.fill_in()
    sent = ANSWERS | {"answers.kind": "long", "answers.reason": "住女儿家"}
    visitor.post(QUESTIONS, sent | {"_asked": [*ASKED, "reason"]})
    visitor.post(QUESTIONS, ANSWERS | {"_asked": ASKED})
    number = visitor.request_number()
    assert visitor.post(CHECK, {"request_number": number}).status_code == 302


def test_a_place_can_be_chosen_without_a_script(visitor: Visitor) -> None:
    visitor.sign_in(ZHANG_SAN)
    visitor.post(APPLY, {})
    visitor.post(WHO, {"acting": "self"})
    page = text_of(visitor.get(QUESTIONS))
    assert '<option value="520100">贵阳市</option>' in page
    assert "南明区" not in page
    assert "北京市" not in page
    sent = {
        "answers.place.province": "520000",
        "answers.place.prefecture": "520100",
        "answers.kind": "short",
        "_asked": ASKED,
        "_refresh": "place",
    }
    page = text_of(visitor.post(QUESTIONS, sent))
    assert "南明区" in page
    assert 'role="alert"' not in page
    assert 'value="short" checked' in page


def test_the_check_page_shows_everything_that_will_be_handed_in(visitor: Visitor) -> None:
    visitor.sign_in(ZHANG_SAN)
    visitor.fill_in()
    page = text_of(visitor.get(CHECK))
    for words in (
        "短期",
        "贵州省贵阳市南明区",
        "2026年12月1日",
        "13800001234",
        "我承诺都是真的。",
        "暂不提供",
    ):
        assert words in page, words


def test_submitting_twice_gives_the_same_receipt_and_one_case(visitor: Visitor) -> None:
    visitor.sign_in(ZHANG_SAN)
    number = visitor.fill_in()
    first = visitor.post(CHECK, {"request_number": number})
    second = visitor.post(CHECK, {"request_number": number})
    assert first.headers["Location"] == second.headers["Location"]
    assert Case.objects.count() == 1


def test_the_back_button_after_submission_leads_to_the_receipt(visitor: Visitor) -> None:
    visitor.sign_in(ZHANG_SAN)
    receipt = visitor.hand_in()
    for step in ("who", "questions", "materials", "check"):
        assert visitor.get(f"{APPLY}{step}/").headers["Location"] == receipt
    assert visitor.post(QUESTIONS, ANSWERS | {"_asked": ASKED}).headers["Location"] == receipt
    assert Case.objects.count() == 1


def test_an_old_page_cannot_hand_in_a_newer_application(visitor: Visitor) -> None:
    visitor.sign_in(ZHANG_SAN)
    old = visitor.fill_in()
    visitor.fill_in()
    answer = visitor.post(CHECK, {"request_number": old})
    assert answer.status_code == 422
    assert "页面已经过时" in text_of(answer)
    assert not Case.objects.exists()


def test_a_refusal_of_the_engine_is_linked_to_its_question_and_shown_there(
    visitor: Visitor,
) -> None:
    visitor.sign_in(ZHANG_SAN)
    number = visitor.fill_in(kind="refused")
    answer = visitor.post(CHECK, {"request_number": number})
    page = text_of(answer)
    assert answer.status_code == 409
    assert '<a href="../questions/kind/">这种类型现在不能办。</a>' in page
    assert "请改选别的类型。" in page
    assert 'id="q-kind-problem"' in text_of(visitor.get(QUESTIONS))
    visitor.post(QUESTIONS, ANSWERS | {"_asked": ASKED})
    again = visitor.post(CHECK, {"request_number": visitor.request_number()})
    assert again.headers["Location"].startswith("/h5/receipt/")


def test_a_case_under_review_says_when_it_will_be_done(visitor: Visitor) -> None:
    visitor.sign_in(ZHANG_SAN)
    page = text_of(visitor.get(visitor.hand_in(kind="reviewed")))
    assert "已经提交" in page
    assert "最晚办好" in page


def test_the_steps_must_be_complete_before_anything_is_handed_in(visitor: Visitor) -> None:
    visitor.sign_in(ZHANG_SAN)
    visitor.post(APPLY, {})
    number = Draft.objects.get().request_number
    answer = visitor.post(CHECK, {"request_number": number})
    assert answer.headers["Location"] == WHO
    assert not Case.objects.exists()


def test_a_form_without_its_token_is_refused_with_a_friendly_page(
    visitor: Visitor,
) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/sign-in/", {"name": "x"})
    assert answer.status_code == 403
    assert "页面打开太久了" in answer.content.decode()


def test_in_the_elder_mode_one_question_is_asked_at_a_time(visitor: Visitor) -> None:
    visitor.sign_in(ZHANG_SAN)
    visitor.post("/look/", {"elder": "1"})
    visitor.post(APPLY, {})
    answer = visitor.post(WHO, {"acting": "self"})
    address, names = visitor.get(answer.headers["Location"]).headers["Location"], []
    while "questions" in address:
        name = address.strip("/").rsplit("/", 1)[-1]
        page = text_of(visitor.get(address))
        assert page.count('name="_asked"') == 1
        assert "题，共" in page
        names.append(name)
        sent = {key: text for key, text in ANSWERS.items() if key.startswith(f"answers.{name}")}
        address = visitor.post(address, sent | {"_asked": [name]}).headers["Location"]
        if address == QUESTIONS:
            address = visitor.get(address).headers["Location"]
    assert names == ASKED
    assert address == f"{APPLY}materials/"


def test_in_the_elder_mode_a_wrong_answer_stays_on_its_question(visitor: Visitor) -> None:
    visitor.sign_in(ZHANG_SAN)
    visitor.post("/look/", {"elder": "1"})
    visitor.post(APPLY, {})
    visitor.post(WHO, {"acting": "self"})
    answer = visitor.post(f"{QUESTIONS}phone/", {"answers.phone": "12", "_asked": ["phone"]})
    assert answer.status_code == 422
    assert 'value="12"' in text_of(answer)
    assert 'id="q-phone-problem"' in text_of(answer)


def test_somebody_acts_for_another_with_a_mandate(visitor: Visitor) -> None:
    visitor.sign_in(ZHANG_SAN)
    visitor.fill_in()
    people = {
        "acting": "agent",
        "subject.name": LI_SI.name,
        "subject.certificate_type": "01",
        "subject.certificate_number": LI_SI.identity_number,
        "agent.relation": "2",
        "agent.phone": ZHANG_SAN.phone,
    }
    assert visitor.post(WHO, people).headers["Location"] == f"{APPLY}materials/"
    page = text_of(visitor.get(f"{APPLY}materials/"))
    assert "授权委托书" in page
    assert "我已读懂" in page


def test_a_mother_needs_no_mandate_for_her_newborn(visitor: Visitor) -> None:
    visitor.sign_in(LI_SI)
    visitor.fill_in()
    people = {
        "acting": "agent",
        "subject.name": XIAO_MING.name,
        "subject.certificate_type": "01",
        "subject.certificate_number": XIAO_MING.identity_number,
        "agent.relation": "5",
        "agent.phone": LI_SI.phone,
    }
    assert visitor.post(WHO, people).headers["Location"] == CHECK
    assert "授权委托书" not in text_of(visitor.get(f"{APPLY}materials/"))
    assert visitor.post(CHECK, {"request_number": visitor.request_number()}).status_code == 302


def test_the_cases_of_an_agent_are_found_by_the_agent_and_by_the_subject(
    visitor: Visitor,
) -> None:
    visitor.sign_in(ZHANG_SAN)
    visitor.fill_in()
    people = {
        "acting": "agent",
        "subject.name": LI_SI.name,
        "subject.certificate_type": "01",
        "subject.certificate_number": LI_SI.identity_number,
        "agent.relation": "2",
        "agent.phone": ZHANG_SAN.phone,
    }
    visitor.post(WHO, people)
    mandate = {
        "materials.agent_mandate.way": "upload",
        "materials.agent_mandate.file": photo(PHOTO),
    }
    visitor.post(f"{APPLY}materials/", PAPERS | mandate)
    receipt = visitor.post(CHECK, {"request_number": visitor.request_number()}).headers["Location"]
    assert OwnSubmission.objects.count() == 1
    assert File.objects.get().owner.startswith("person:")
    assert "（代办）" in text_of(visitor.get("/cases/"))
    subject = visitor.another_phone().sign_in(LI_SI)
    assert number_of(receipt) in text_of(subject.get("/cases/"))
    assert "（代办）" not in text_of(subject.get("/cases/"))
    stranger = visitor.another_phone().sign_in(XIAO_MING)
    assert stranger.get(receipt).status_code == 404
