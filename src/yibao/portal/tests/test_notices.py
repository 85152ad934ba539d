from __future__ import annotations

from typing import Any

from yibao.casework import decisions, engine
from yibao.casework.models import Case, Notice
from yibao.casework.submission import Caller, Submission
from yibao.catalogue import registry, situations
from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.example_bodies import person_of, plain_body
from yibao.platform import clock, database
from yibao.platform.crypto import sm3
from yibao.platform.testing.persons import LI_SI, ZHANG_SAN
from yibao.portal.tests.visitor import Visitor, photo, text_of


def _issued(visitor: Visitor) -> tuple[str, str]:
    """Apply, and return the receipt and the code of the paper that the decision brought."""
    visitor.sign_in(ZHANG_SAN)
    receipt = visitor.hand_in(kind="reviewed")
    case = Case.objects.get()
    decisions.accept(case.id, officer="officer-1", row_version=case.row_version)
    return receipt, Notice.objects.order_by("-issued_at")[0].code


def test_the_receipt_links_to_the_paper_and_its_owner_gets_the_pdf(
    visitor: Visitor,
) -> None:
    receipt, code = _issued(visitor)
    assert f"/notices/{code}.pdf" in text_of(visitor.get(receipt))
    answer = visitor.get(f"/notices/{code}.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["Cache-Control"] == "no-store, private"


def test_the_receipt_of_what_was_done_at_once_offers_its_paper(visitor: Visitor) -> None:
    visitor.sign_in(ZHANG_SAN)
    receipt = visitor.hand_in()
    assert not Notice.objects.exists()  # nobody has asked for it
    pages = [text_of(visitor.get(receipt)) for _ in range(2)]
    paper = Notice.objects.get()
    assert paper.kind == "completion"
    assert all("办结通知书" in page and f"/notices/{paper.code}.pdf" in page for page in pages)
    assert visitor.get(f"/notices/{paper.code}.pdf").content.startswith(b"%PDF-")


def test_nobody_else_gets_the_pdf(visitor: Visitor) -> None:
    _, code = _issued(visitor)
    other = visitor.another_phone()
    assert other.get(f"/notices/{code}.pdf").headers["Location"].startswith("/sign-in/")
    other.sign_in(LI_SI)
    assert other.get(f"/notices/{code}.pdf").status_code == 403
    assert other.get("/notices/AAAAAAAAAAAAAAAA.pdf").status_code == 404
    assert other.get("/notices/x.pdf").status_code == 422


def test_a_stranger_learns_that_a_paper_is_genuine_and_no_more(visitor: Visitor) -> None:
    _, code = _issued(visitor)
    stranger = visitor.another_phone()
    page = text_of(stranger.get(f"/verify/{code}"))
    for words in ("这份文书是真的", "张*", "其他医保个人账户共济服务"):
        assert words in page, words
    for secret in ("张三", ZHANG_SAN.identity_number, ZHANG_SAN.phone):
        assert secret not in page


def test_a_code_may_be_typed_as_people_type(visitor: Visitor) -> None:
    _, code = _issued(visitor)
    typed = f"{code[:4]}-{code[4:8]} {code[8:]}".lower()
    answer = visitor.client.get("/verify/", {"code": typed})
    assert answer.headers["Location"] == f"/verify/{code}/"


def test_a_mistyped_code_is_explained(visitor: Visitor) -> None:
    answer = visitor.client.get("/verify/", {"code": "短"})
    assert answer.status_code == 422
    assert "核验码写错了" in answer.content.decode()
    unknown = visitor.get("/verify/AAAAAAAAAAAAAAAA/")
    assert unknown.status_code == 404
    assert "没有查到这份文书" in text_of(unknown)


def test_a_file_in_hand_is_compared_and_not_kept(visitor: Visitor) -> None:
    _, code = _issued(visitor)
    page = visitor.get(f"/notices/{code}.pdf").content
    genuine = visitor.post(f"/verify/{code}/", {"file": photo(page, "文书.pdf")})
    assert "一模一样" in text_of(genuine)
    forged = visitor.post(f"/verify/{code}/", {"file": photo(page + b" ", "文书.pdf")})
    assert "这不是我们出具的文件" in text_of(forged)
    assert sm3.hexdigest(page) != sm3.hexdigest(page + b" ")


def test_guessing_codes_is_counted(visitor: Visitor) -> None:
    statuses = {visitor.get("/verify/AAAAAAAAAAAAAAAA/").status_code for _ in range(61)}
    assert statuses == {404, 429}


def test_an_insurance_certificate_is_verified_by_its_code(visitor: Visitor) -> None:
    service = registry.services()["insurance_certificate_issue"]
    example = next(each for each in service.examples if not each.fails_with)
    with database.transaction() as sql:
        persona = situations.Persona.of(person_of(example))
        situations.set_up(example.given, situations.Setting(sql, persona, clock.today()))
    body = plain_body(service, example, today=clock.today())
    issued: Any = engine.perform(
        Submission(
            service=service,
            caller=Caller("test-channel", IdentityLevel.STRONG, region="520100"),
            subject=body["subject"],
            answers=example.answers_on(clock.today()),
            request_number="request-1",
            digest=bytes(32),
        )
    ).result
    page = text_of(visitor.get(f"/verify/{issued.verification_code}"))
    assert "这份参保凭证是真的" in page
    assert issued.certificate_number in page
    assert person_of(example).name not in page
