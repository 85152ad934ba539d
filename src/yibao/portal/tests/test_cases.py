from __future__ import annotations

import re

from yibao.casework import decisions
from yibao.casework.decisions import Problem
from yibao.casework.models import Case, CaseEvent, CaseMaterial
from yibao.platform.testing.persons import LI_SI, ZHANG_SAN
from yibao.portal.tests.visitor import ANSWERS, PHOTO, Visitor, number_of, photo, text_of

OFFICER = "officer-1"


def _under_review(visitor: Visitor) -> str:
    visitor.sign_in(ZHANG_SAN)
    return number_of(visitor.hand_in(kind="reviewed"))


def _sent_back(visitor: Visitor) -> str:
    number = _under_review(visitor)
    case = Case.objects.get(number=number)
    problems = [Problem("测试证明", "照片看不清", "proof"), Problem("备注", "没有写明", "")]
    decisions.request_correction(case.id, problems, officer=OFFICER, row_version=case.row_version)
    return number


def _version(page: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found is not None
    return found.group(1)


def test_my_cases_are_listed_with_their_state(visitor: Visitor) -> None:
    number = _under_review(visitor)
    page = text_of(visitor.get("/cases/"))
    assert f"/cases/{number}/" in page
    assert "待受理" in page


def test_nothing_submitted_yet_is_said_kindly(visitor: Visitor) -> None:
    visitor.sign_in(ZHANG_SAN)
    assert "还没有提交过" in text_of(visitor.get("/cases/"))


def test_the_progress_page_tells_history_and_contents_masked(visitor: Visitor) -> None:
    number = _under_review(visitor)
    page = text_of(visitor.get(f"/cases/{number}/"))
    assert "提交申请" in page
    assert "工作人员正在看您的申请" in page
    assert "138****1234" in page
    assert "13800001234" not in page


def test_another_persons_case_is_not_there(visitor: Visitor) -> None:
    number = _under_review(visitor)
    other = visitor.another_phone().sign_in(LI_SI)
    for address in (
        f"/cases/{number}/",
        f"/cases/{number}/withdraw/",
        f"/cases/{number}/correct/",
        f"/h5/receipt/{number}/",
    ):
        assert other.get(address).status_code == 404, address
        if "h5" not in address:
            assert other.post(address, {"version": "1"}).status_code in (404, 405), address
    assert Case.objects.get().state == "submitted"


def test_a_case_can_be_withdrawn_after_being_asked_once_more(visitor: Visitor) -> None:
    number = _under_review(visitor)
    page = text_of(visitor.get(f"/cases/{number}/withdraw/"))
    assert "确定不办了吗" in page
    assert Case.objects.get().state == "submitted"
    sent = {"version": _version(page)}
    assert visitor.post(f"/cases/{number}/withdraw/", sent).status_code == 302
    assert "已撤回" in text_of(visitor.get(f"/cases/{number}/"))
    event = CaseEvent.objects.order_by("-id")[0]
    assert event.operator.startswith("person:")
    assert visitor.post(f"/cases/{number}/withdraw/", sent).status_code == 302


def test_withdrawing_a_case_that_moved_on_is_said(visitor: Visitor) -> None:
    number = _under_review(visitor)
    version = _version(text_of(visitor.get(f"/cases/{number}/withdraw/")))
    case = Case.objects.get()
    decisions.accept(case.id, officer=OFFICER, row_version=case.row_version)
    answer = visitor.post(f"/cases/{number}/withdraw/", {"version": version})
    assert answer.status_code == 409
    assert "刚被" in text_of(answer)


def test_what_is_to_be_corrected_is_told_and_can_be_handed_in(visitor: Visitor) -> None:
    number = _sent_back(visitor)
    assert "补交材料" in text_of(visitor.get(f"/cases/{number}/"))
    page = text_of(visitor.get(f"/cases/{number}/correct/"))
    assert "测试证明：照片看不清" in page
    sent = {
        "version": _version(page),
        "materials.proof.way": "upload",
        "materials.proof.file": photo(PHOTO),
    }
    assert visitor.post(f"/cases/{number}/correct/", sent).status_code == 302
    assert Case.objects.get().state == "submitted"
    assert CaseMaterial.objects.filter(code="proof", source="upload").count() == 1
    assert "补正材料" in text_of(visitor.get(f"/cases/{number}/"))


def test_answers_can_be_corrected_too_and_the_old_ones_are_not_shown(visitor: Visitor) -> None:
    number = _sent_back(visitor)
    page = text_of(visitor.get(f"/cases/{number}/correct/"))
    assert 'value="13800001234"' in page
    sent = ANSWERS | {
        "answers.kind": "reviewed",
        "answers.phone": "13900005678",
        "_asked": "kind",
        "version": _version(page),
    }
    assert visitor.post(f"/cases/{number}/correct/", sent).status_code == 302
    page = text_of(visitor.get(f"/cases/{number}/"))
    assert "139****5678" in page
    assert "13800001234" not in page


def test_a_wrong_answer_in_a_correction_is_said_and_kept(visitor: Visitor) -> None:
    number = _sent_back(visitor)
    sent = ANSWERS | {"answers.phone": "12", "_asked": "kind", "version": "2"}
    answer = visitor.post(f"/cases/{number}/correct/", sent)
    assert answer.status_code == 422
    assert 'value="12"' in text_of(answer)
    assert Case.objects.get().state == "correction"


def test_a_correction_without_anything_new_says_so(visitor: Visitor) -> None:
    number = _sent_back(visitor)
    answer = visitor.post(f"/cases/{number}/correct/", {"version": "2"})
    assert answer.status_code == 422
    assert "还没有补交任何材料" in text_of(answer)


def test_a_case_that_needs_no_correction_has_no_page_for_it(visitor: Visitor) -> None:
    number = _under_review(visitor)
    answer = visitor.get(f"/cases/{number}/correct/")
    assert answer.headers["Location"] == f"/cases/{number}/"


def test_a_refusal_is_shown_with_its_reason(visitor: Visitor) -> None:
    number = _under_review(visitor)
    case = Case.objects.get()
    decisions.decline(
        case.id, "不归本机构办理，请到遵义市办理。", officer=OFFICER, row_version=case.row_version
    )
    page = text_of(visitor.get(f"/cases/{number}/"))
    assert "不归本机构办理" in page
    assert "不予受理" in page


def test_progress_of_a_person_is_counted(visitor: Visitor) -> None:
    visitor.sign_in(ZHANG_SAN)
    statuses = {visitor.get("/cases/").status_code for _ in range(121)}
    assert statuses == {200, 429}


def test_a_case_number_may_be_typed_as_it_is_spoken(visitor: Visitor) -> None:
    number = _under_review(visitor)
    spoken = f"{number[:6]}-{number[6:14]}-{number[14:21]}-{number[21:]}"
    assert visitor.get(f"/cases/{spoken}/").status_code == 200
    assert visitor.get("/cases/123/").status_code == 404
