"""Issuing writes one row; the paper is made, signed and kept at the first reading."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import msgspec
import pytest
from django.db import DatabaseError

from yibao.casework.notices import record, signing
from yibao.casework.notices.content import AnyContent
from yibao.casework.notices.errors import NoticeDamaged, NoticeUnknown
from yibao.casework.notices.issuing import issue
from yibao.casework.notices.kinds import NoticeKind
from yibao.casework.notices.models import Notice
from yibao.casework.notices.rendering import pdf
from yibao.casework.notices.tests.samples import ISSUED_AT, acceptance, completion, samples
from yibao.platform import clock, database
from yibao.platform.crypto import sm3
from yibao.platform.documents.tests.pdf_text import text_of


def issued(case_id: UUID, content: AnyContent) -> str:
    with database.transaction() as sql:
        return issue(sql, case_id=case_id, kind=content.kind, content=content)


def test_issuing_writes_one_row_and_makes_no_paper(case_id: UUID) -> None:
    code = issued(case_id, acceptance())
    row = Notice.objects.get(code=code)
    assert (row.case_id, row.kind, row.issued_at) == (case_id, "acceptance", ISSUED_AT)
    assert (row.signature, row.pdf_sealed, row.pdf_sm3, row.signing_key) == (None, None, None, "")


def test_nothing_of_the_content_can_be_read_in_the_row(case_id: UUID) -> None:
    code = issued(case_id, acceptance())
    pdf(code)
    row = Notice.objects.values().get(code=code)
    stored = b"".join(bytes(v) for v in row.values() if isinstance(v, bytes | memoryview))
    assert "张三".encode() not in stored
    assert b"%PDF" not in stored


def test_the_content_must_be_of_the_kind_that_is_issued(case_id: UUID) -> None:
    with database.transaction() as sql, pytest.raises(ValueError, match="acceptance"):
        issue(sql, case_id=case_id, kind=NoticeKind.REFUSAL, content=acceptance())


def test_a_notice_disappears_with_the_transaction_that_fails(case_id: UUID) -> None:
    with pytest.raises(RuntimeError), database.transaction() as sql:
        code = issue(sql, case_id=case_id, kind=NoticeKind.ACCEPTANCE, content=acceptance())
        raise RuntimeError
    with pytest.raises(NoticeUnknown):
        pdf(code)


def test_every_kind_can_be_issued_and_read(case_id: UUID) -> None:
    for sample in samples():
        assert sample.service in text_of(pdf(issued(case_id, sample)))


def test_the_first_reading_signs_the_canonical_content(case_id: UUID) -> None:
    code = issued(case_id, completion())
    page = pdf(code)
    row = Notice.objects.get(code=code)
    sealed = record.Sealed(bytes(row.content_sealed), bytes(row.content_sm3))
    canonical = record.open_canonical(sealed)
    signature = bytes(row.signature or b"")
    assert signing.is_signed(canonical, signature, row.signing_key)
    assert not signing.is_signed(canonical + b" ", signature, row.signing_key)
    assert not signing.is_signed(canonical, signature, "another")
    assert bytes(row.pdf_sm3 or b"") == sm3.digest(page)
    assert sm3.hexdigest(signature)[:32].upper() in text_of(page)
    assert record.read(canonical).content == completion()


def test_later_readings_give_the_same_bytes_whatever_the_clock_says(case_id: UUID) -> None:
    code = issued(case_id, completion())
    first = pdf(code)
    with clock.frozen_at(ISSUED_AT + timedelta(days=4000)):
        assert pdf(code) == first


def test_an_unknown_code_is_unknown(db: None) -> None:
    with pytest.raises(NoticeUnknown):
        pdf("ABCDEFGHJKLMNPQR")


@pytest.mark.parametrize("column", ["content_sealed", "content_sm3"])
def test_a_changed_content_is_found_before_it_is_signed(case_id: UUID, column: str) -> None:
    code = issued(case_id, completion())
    spoil(code, column)
    with pytest.raises(NoticeDamaged):
        pdf(code)
    assert Notice.objects.get(code=code).signature is None


@pytest.mark.parametrize("column", ["pdf_sealed", "pdf_sm3"])
def test_a_changed_file_is_not_handed_out(case_id: UUID, column: str) -> None:
    code = issued(case_id, completion())
    pdf(code)
    spoil(code, column)
    with pytest.raises(NoticeDamaged):
        pdf(code)


def test_the_content_of_one_notice_cannot_be_put_into_another(case_id: UUID) -> None:
    other = msgspec.structs.replace(completion(), addressee="李四")
    code, victim = issued(case_id, completion()), issued(case_id, other)
    source = Notice.objects.get(code=code)
    Notice.objects.filter(code=victim).update(
        content_sealed=source.content_sealed, content_sm3=source.content_sm3
    )
    with pytest.raises(NoticeDamaged):
        pdf(victim)


def test_the_database_refuses_a_paper_without_a_signature(case_id: UUID) -> None:
    code = issued(case_id, completion())
    with pytest.raises(DatabaseError), database.transaction():
        Notice.objects.filter(code=code).update(pdf_sm3=b"x" * 32)


def spoil(code: str, column: str) -> None:
    value = bytearray(getattr(Notice.objects.get(code=code), column))
    value[-1] ^= 1
    Notice.objects.filter(code=code).update(**{column: bytes(value)})
