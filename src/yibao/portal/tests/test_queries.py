from __future__ import annotations

from yibao.platform.testing.persons import LI_SI, ZHANG_SAN
from yibao.portal.tests.visitor import Visitor, text_of

ASK, RESULT = "/services/qry_other/query/", "/services/qry_other/result/"
PUBLIC, PUBLIC_RESULT = "/services/cat_other/query/", "/services/cat_other/result/"


def test_a_result_is_a_readable_list_with_the_titles_of_its_type(visitor: Visitor) -> None:
    visitor.sign_in(ZHANG_SAN, strongly=False)
    assert visitor.post(ASK, {"acting": "self", "answers.most": "2"}).headers["Location"] == RESULT
    page = text_of(visitor.get(RESULT))
    for words in ("明细", "第 1 条，共 2 条", "<dt>类别</dt><dd>甲类</dd>", "1.05 元", "最多几条"):
        assert words in page, words
    assert "类别代码" not in page


def test_an_empty_result_says_so(visitor: Visitor) -> None:
    visitor.sign_in(ZHANG_SAN, strongly=False)
    visitor.post(ASK, {"acting": "self", "answers.most": "0"})
    page = text_of(visitor.get(RESULT))
    assert "没有查到记录" in page
    assert "12393" in page


def test_the_result_can_be_loaded_again(visitor: Visitor) -> None:
    visitor.sign_in(ZHANG_SAN, strongly=False)
    visitor.post(ASK, {"acting": "self", "answers.most": "1"})
    assert "1.05 元" in text_of(visitor.get(RESULT))
    assert "1.05 元" in text_of(visitor.get(RESULT))


def test_a_wrong_answer_is_said_at_its_question(visitor: Visitor) -> None:
    visitor.sign_in(ZHANG_SAN, strongly=False)
    answer = visitor.post(ASK, {"acting": "self", "answers.most": "99"})
    assert answer.status_code == 422
    assert 'href="#q-most"' in text_of(answer)
    assert 'value="99"' in text_of(answer)


def test_a_public_query_needs_no_sign_in(visitor: Visitor) -> None:
    assert visitor.get(PUBLIC).status_code == 200
    visitor.post(PUBLIC, {"answers.most": "1"})
    assert "1.05 元" in text_of(visitor.get(PUBLIC_RESULT))


def test_a_personal_query_needs_one(visitor: Visitor) -> None:
    for address in (ASK, RESULT):
        assert visitor.get(address).headers["Location"].startswith("/sign-in/")


def test_a_result_without_a_question_leads_to_the_question(visitor: Visitor) -> None:
    assert visitor.get(PUBLIC_RESULT).headers["Location"] == PUBLIC


def test_asking_for_somebody_else_without_a_mandate_is_refused(visitor: Visitor) -> None:
    visitor.sign_in(ZHANG_SAN, strongly=False)
    people = {
        "acting": "agent",
        "subject.name": LI_SI.name,
        "subject.certificate_type": "01",
        "subject.certificate_number": LI_SI.identity_number,
        "agent.relation": "2",
        "agent.phone": ZHANG_SAN.phone,
    }
    visitor.post(ASK, people)
    answer = visitor.get(RESULT)
    assert answer.status_code == 403
    assert "没有找到有效的授权" in text_of(answer)
    assert "明细" not in text_of(answer)


def test_applying_for_a_query_leads_to_its_questions(visitor: Visitor) -> None:
    assert visitor.get("/services/cat_other/apply/").headers["Location"] == PUBLIC
    assert (
        visitor.get("/services/share_other/query/").headers["Location"]
        == "/services/share_other/apply/"
    )


def test_a_query_is_forgotten_at_sign_out(visitor: Visitor) -> None:
    visitor.sign_in(ZHANG_SAN, strongly=False)
    visitor.post(ASK, {"acting": "self", "answers.most": "1"})
    visitor.post("/sign-out/", {})
    visitor.sign_in(LI_SI, strongly=False)
    assert visitor.get(RESULT).headers["Location"] == ASK


def test_queries_of_a_person_are_counted(visitor: Visitor) -> None:
    visitor.post(PUBLIC, {"answers.most": "0"})
    statuses = {visitor.get(PUBLIC_RESULT).status_code for _ in range(301)}
    assert statuses == {200, 429}
