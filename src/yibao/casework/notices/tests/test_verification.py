"""A stranger learns that a paper is genuine, and nothing about the person."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from uuid import UUID

import msgspec
import pytest

from yibao.casework.notices.codes import address_of
from yibao.casework.notices.errors import NoticeUnknown, VerificationCodeWrong
from yibao.casework.notices.kinds import NoticeKind
from yibao.casework.notices.models import Notice
from yibao.casework.notices.rendering import pdf
from yibao.casework.notices.tests.samples import completion, refusal
from yibao.casework.notices.tests.test_issuing import issued, spoil
from yibao.casework.notices.verification import PublicFacts, public_facts
from yibao.platform.crypto import sm3
from yibao.platform.keys.access import key_store


def test_a_stranger_learns_exactly_this(case_id: UUID) -> None:
    code = issued(case_id, completion())
    digest = sm3.hexdigest(pdf(code))
    assert public_facts(code, presented_sm3=digest.upper()) == PublicFacts(
        kind=NoticeKind.COMPLETION,
        service="异地长期居住人员备案",
        agency="贵阳市医疗保障事务中心",
        issued_on=date(2026, 3, 2),
        masked_name="张*",
        pdf_sm3=digest,
        is_intact=True,
        is_same_file=True,
    )


def test_neither_result_nor_reason_nor_number_is_told(case_id: UUID) -> None:
    for content in (completion(), refusal()):
        told = str(asdict(public_facts(issued(case_id, content))))
        for secret in ("张三", "1234", "52010020260302", "上海", "届满", "钱经办", "赵审核"):
            assert secret not in told


def test_the_name_of_an_organisation_is_masked_too(case_id: UUID) -> None:
    firm = msgspec.structs.replace(
        completion(), addressee="贵州某某有限责任公司", addressee_is_organisation=True
    )
    assert public_facts(issued(case_id, firm)).masked_name == "贵州**公司"


def test_another_file_is_told_from_the_one_that_was_issued(case_id: UUID) -> None:
    code = issued(case_id, completion())
    pdf(code)
    assert public_facts(code).is_same_file is None
    facts = public_facts(code, presented_sm3=sm3.hexdigest(b"forged"))
    assert facts.is_intact
    assert facts.is_same_file is False


def test_before_the_first_reading_there_is_no_file_to_compare(case_id: UUID) -> None:
    facts = public_facts(issued(case_id, completion()), presented_sm3="")
    assert (facts.pdf_sm3, facts.is_intact, facts.is_same_file) == ("", True, None)


@pytest.mark.parametrize(
    "column", ["content_sealed", "content_sm3", "signature", "pdf_sealed", "pdf_sm3"]
)
def test_a_damaged_record_proves_nothing_and_tells_nothing(case_id: UUID, column: str) -> None:
    code = issued(case_id, completion())
    digest = sm3.hexdigest(pdf(code))
    spoil(code, column)
    facts = public_facts(code, presented_sm3=digest)
    assert not facts.is_intact
    assert (facts.service, facts.agency, facts.masked_name, facts.pdf_sm3) == ("", "", "", "")
    assert facts.is_same_file is False


def test_a_signature_by_another_key_proves_nothing(case_id: UUID) -> None:
    code = issued(case_id, completion())
    pdf(code)
    key_store().create_sm2("intruder")
    Notice.objects.filter(code=code).update(signing_key="intruder")
    assert not public_facts(code).is_intact


def test_a_typed_code_is_understood_and_a_wrong_one_refused(case_id: UUID) -> None:
    code = issued(case_id, completion())
    assert public_facts(f" {code[:8].lower()}-{code[8:]}").is_intact
    with pytest.raises(VerificationCodeWrong):
        public_facts(code[:-1] + "0")
    with pytest.raises(NoticeUnknown):
        public_facts(code[:-1] + ("A" if code[-1] != "A" else "B"))


def test_the_qr_code_leads_to_the_page_of_this_platform(settings: object) -> None:
    settings.BASE_URL = "https://ybt.example"  # type: ignore[attr-defined]
    assert address_of("ABCDEFGHJKLMNPQR") == "https://ybt.example/verify/ABCDEFGHJKLMNPQR"
