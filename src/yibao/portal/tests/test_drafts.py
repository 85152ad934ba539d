from __future__ import annotations

from yibao.platform import clock as platform_clock
from yibao.platform.testing.persons import LI_SI, ZHANG_SAN
from yibao.platform.testing.plugin import Clock
from yibao.portal import drafts
from yibao.portal.models import Draft
from yibao.portal.tests.visitor import ANSWERS, APPLY, ASKED, Visitor, text_of

QUESTIONS = f"{APPLY}questions/"


def _half_way(visitor: Visitor) -> Visitor:
    visitor.sign_in(ZHANG_SAN)
    visitor.post(APPLY, {})
    visitor.post(f"{APPLY}who/", {"acting": "self"})
    visitor.post(QUESTIONS, {"answers.remark": "女儿家三楼", "_asked": ASKED})
    return visitor


def test_a_draft_goes_on_with_another_phone(visitor: Visitor) -> None:
    other = _half_way(visitor).another_phone().sign_in(ZHANG_SAN)
    page = text_of(other.get(APPLY))
    assert "您上次填到一半" in page
    answer = other.post(APPLY, {"choice": "go_on"})
    assert answer.headers["Location"] == QUESTIONS
    assert "女儿家三楼" in text_of(other.get(QUESTIONS))


def test_an_idle_half_hour_loses_nothing(visitor: Visitor, clock: Clock) -> None:
    _half_way(visitor)
    clock.advance(minutes=30)
    assert "女儿家三楼" in text_of(visitor.get(QUESTIONS))


def test_what_is_sent_after_the_session_ended_waits_for_the_sign_in(visitor: Visitor) -> None:
    _half_way(visitor)
    visitor.client.cookies.pop("sessionid")
    sent = ANSWERS | {"answers.remark": "写了很久的话"}
    answer = visitor.post(QUESTIONS, sent | {"_asked": ASKED})
    assert (
        answer.headers["Location"]
        == "/sign-in/?next=%2Fservices%2Fshare_other%2Fapply%2Fquestions%2F"
    )
    assert "写了很久的话" not in repr(visitor.client.session.items())
    visitor.sign_in(ZHANG_SAN)
    assert "写了很久的话" in text_of(visitor.get(QUESTIONS))


def test_what_is_being_typed_is_kept_without_being_judged(visitor: Visitor) -> None:
    _half_way(visitor)
    sent = {"answers.phone": "1380", "_asked": ["phone"]}
    assert visitor.post(f"{APPLY}draft/", sent).status_code == 204
    page = text_of(visitor.get(QUESTIONS))
    assert 'value="1380"' in page
    assert 'role="alert"' not in page


def test_starting_anew_throws_the_draft_away(visitor: Visitor) -> None:
    _half_way(visitor).post(APPLY, {"choice": "anew"})
    visitor.post(f"{APPLY}who/", {"acting": "self"})
    assert "女儿家三楼" not in text_of(visitor.get(QUESTIONS))
    assert Draft.objects.count() == 1


def test_a_draft_is_for_its_owner_only(visitor: Visitor) -> None:
    other = _half_way(visitor).another_phone().sign_in(LI_SI)
    assert "您上次填到一半" not in text_of(other.get(APPLY))
    assert "女儿家三楼" not in text_of(other.get(QUESTIONS))
    assert "女儿家三楼" in text_of(visitor.get(QUESTIONS))


def test_a_draft_lies_sealed(visitor: Visitor) -> None:
    _half_way(visitor)
    sealed = bytes(Draft.objects.get().sealed)
    assert "女儿家".encode() not in sealed
    assert ZHANG_SAN.identity_number.encode() not in sealed


def test_after_submission_nothing_typed_is_left(visitor: Visitor) -> None:
    visitor.sign_in(ZHANG_SAN)
    before = len(bytes(Draft.objects.get().sealed)) if Draft.objects.exists() else 0
    visitor.hand_in(remark="说明" * 20)
    draft = Draft.objects.get()
    assert draft.case_number
    assert len(bytes(draft.sealed)) < 400
    assert before == 0


def test_a_draft_expires_after_thirty_days_and_is_swept(visitor: Visitor, clock: Clock) -> None:
    _half_way(visitor)
    clock.advance(days=29)
    drafts.sweep(platform_clock.now())
    assert Draft.objects.count() == 1
    clock.advance(days=2)
    visitor.sign_in(ZHANG_SAN)
    assert "您上次填到一半" not in text_of(visitor.get(APPLY))
    Draft.objects.update(expires_at=platform_clock.now())
    drafts.sweep(platform_clock.now())
    assert not Draft.objects.exists()


def test_unfinished_drafts_are_listed_among_my_cases(visitor: Visitor) -> None:
    page = text_of(_half_way(visitor).get("/cases/"))
    assert "还没填完的" in page
    assert APPLY in page


def test_saving_for_later_leads_to_my_cases(visitor: Visitor) -> None:
    _half_way(visitor)
    sent = {"answers.remark": "以后再填", "_asked": ASKED, "_later": "1"}
    assert visitor.post(QUESTIONS, sent).headers["Location"] == "/cases/"
    assert "以后再填" in text_of(visitor.get(QUESTIONS))
