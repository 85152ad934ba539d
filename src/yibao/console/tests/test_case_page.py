"""What an officer sees of a case and what he can do to it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from yibao.casework import decisions
from yibao.casework.models import Case, CaseMaterial, Notice
from yibao.casework.submission import CaseReceipt
from yibao.casework.tests import reviewed_service as sample
from yibao.console.roles import Role
from yibao.console.tests import office
from yibao.platform import database
from yibao.platform.audit_log.models import Entry
from yibao.platform.files import api as files
from yibao.platform.testing.persons import ZHANG_SAN

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "data_directory")]
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360f8cf500f0003030101b71b5c0d0000000049454e44ae426082"
)


def _page(client: Client, case: CaseReceipt) -> str:
    return client.get(reverse("console:case", args=[case.id])).content.decode()


def _state(case: CaseReceipt) -> str:
    return Case.objects.get(id=case.id).state


def test_personal_data_are_masked_until_a_reason_is_given(
    case: CaseReceipt, acceptor: Client
) -> None:
    masked = _page(acceptor, case)
    assert "张*" in masked
    assert ZHANG_SAN.name not in masked
    assert ZHANG_SAN.identity_number not in masked

    refused = acceptor.post(reverse("console:reveal", args=[case.id]), {"reason": ""})
    assert refused.status_code == 422
    assert ZHANG_SAN.name not in refused.content.decode()

    acceptor.post(reverse("console:reveal", args=[case.id]), {"reason": "contact"})
    revealed = _page(acceptor, case)
    assert ZHANG_SAN.name in revealed
    assert ZHANG_SAN.identity_number in revealed
    entry = Entry.objects.get(action="console.reveal")
    assert (entry.operator, entry.case_number) == ("officer:qian", case.number)
    assert "contact" in entry.facts


def test_what_was_revealed_is_hidden_again_after_ten_minutes(
    case: CaseReceipt, acceptor: Client, clock: Any
) -> None:
    acceptor.post(reverse("console:reveal", args=[case.id]), {"reason": "contact"})
    clock.advance(minutes=11)

    assert ZHANG_SAN.name not in _page(acceptor, case)


def test_what_was_revealed_of_one_case_stays_hidden_in_another(
    case: CaseReceipt, acceptor: Client
) -> None:
    decisions.withdraw(case.id, operator="channel:demo-portal", row_version=1)
    other = sample.submit(request_number="sample-0002")
    acceptor.post(reverse("console:reveal", args=[case.id]), {"reason": "contact"})

    assert ZHANG_SAN.name not in _page(acceptor, other)


def test_what_the_checks_would_refuse_is_shown_before_the_decision(
    case: CaseReceipt, acceptor: Client, reviewer: Client
) -> None:
    from yibao.casework import sealing

    assert "全部通过" in _page(acceptor, case)
    office.act(acceptor, "accept", case)
    sealed = sealing.seal_answers({"purpose": "探亲", "trouble": "有"})
    Case.objects.filter(id=case.id).update(answers_sealed=sealed)

    assert "障碍还在，不能办理。" in _page(reviewer, case)
    answer = office.act(reviewer, "approve", case)
    assert answer.status_code == 409
    assert _state(case) == "accepted"


def test_a_material_is_shown_inline_to_those_who_may_see_the_case_only(
    case: CaseReceipt, acceptor: Client
) -> None:
    with database.transaction() as sql:
        file = files.store(sql, content=PICTURE, name="证明.png", owner="channel:demo-portal")
    row = CaseMaterial.objects.create(
        case_id=case.id, code="proof", source="upload", file_id=file.id, given_at=case.submitted_at
    )
    address = reverse("console:material", args=[case.id, row.id])

    answer = acceptor.get(address)
    assert (answer["Content-Type"], answer.content) == ("image/png", PICTURE)
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "no-store" in answer["Cache-Control"]
    assert Entry.objects.filter(action="console.view_material").count() == 1
    elsewhere = office.desk_of("sun", Role.ACCEPTOR, region=office.ZUNYI)
    assert elsewhere.get(address).status_code == 404
    assert acceptor.get(reverse("console:material", args=[case.id, 999999])).status_code == 404


def test_a_notice_opens_as_pdf_for_its_own_case_only(case: CaseReceipt, acceptor: Client) -> None:
    office.act(acceptor, "accept", case)
    code = Notice.objects.get(case_id=case.id).code

    answer = acceptor.get(reverse("console:notice", args=[case.id, code]))
    assert answer.content.startswith(b"%PDF")
    assert acceptor.get(reverse("console:notice", args=[case.id, "A" * 16])).status_code == 404


def test_a_case_that_was_done_at_once_shows_its_paper(acceptor: Client) -> None:
    done = sample.submit(service=sample.AT_ONCE)
    shown = [_page(acceptor, done) for _ in range(2)]

    notice = Notice.objects.get(case_id=done.id)
    assert notice.kind == "completion"
    assert all(reverse("console:notice", args=[done.id, notice.code]) in page for page in shown)


def test_another_agency_neither_sees_nor_issues_the_paper_of_a_case() -> None:
    done = sample.submit(service=sample.AT_ONCE)
    elsewhere = office.desk_of("sun", Role.ACCEPTOR, region=office.ZUNYI)

    assert elsewhere.get(reverse("console:case", args=[done.id])).status_code == 404
    assert not Notice.objects.filter(case_id=done.id).exists()


def test_missing_materials_can_be_handed_in_at_the_counter(
    case: CaseReceipt, acceptor: Client
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    office.act(acceptor, "request_correction", case, **{"text.material.proof": "照片不清楚。"})
    upload = SimpleUploadedFile("证明.png", PICTURE, "image/png")

    office.act(acceptor, "correct", case, **{"file.proof": upload})

    assert _state(case) == "submitted"
    newest = CaseMaterial.objects.filter(case_id=case.id).order_by("-id")[0]
    assert (newest.code, newest.source) == ("proof", "upload")


def test_materials_are_not_taken_for_a_case_that_waits_for_none(
    case: CaseReceipt, acceptor: Client
) -> None:
    assert office.act(acceptor, "correct", case).status_code == 409

    office.act(acceptor, "request_correction", case, **{"text.material.proof": "照片不清楚。"})
    assert office.act(acceptor, "correct", case, row_version="nonsense").status_code == 409
    assert Case.objects.get(id=case.id).state == "correction"


def test_other_cases_of_the_person_are_listed(case: CaseReceipt, acceptor: Client) -> None:
    decisions.withdraw(case.id, operator="channel:demo-portal", row_version=1)
    second = sample.submit(request_number="sample-0002")

    assert reverse("console:case", args=[case.id]) in _page(acceptor, second)
