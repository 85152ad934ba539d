"""An application at the counter goes the same way as every other."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from yibao.casework.models import Case, CaseMaterial
from yibao.casework.tests import reviewed_service as sample
from yibao.console.roles import Role
from yibao.console.tests import office
from yibao.console.tests.test_case_page import PICTURE
from yibao.platform.audit_log.models import Entry
from yibao.platform.testing.persons import LI_SI, ZHANG_SAN

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "data_directory")]
ADDRESS = "/console/counter/sample_review/"


@pytest.fixture
def desk() -> Client:
    return office.desk_of("qian", Role.ACCEPTOR)


def _typed(desk: Client, **changes: Any) -> dict[str, Any]:
    page = desk.get(ADDRESS)
    return {
        "request_number": page.context["request_number"],
        "subject.certificate_type": "01",
        "subject.certificate_number": ZHANG_SAN.identity_number,
        "subject.name": ZHANG_SAN.name,
        "identity_checked": "1",
        "answers.purpose": "探亲",
        "answers.trouble": "无",
        "way.proof": "pledge",
        **changes,
    }


def test_the_form_asks_every_question_and_every_material(desk: Client) -> None:
    page = desk.get(ADDRESS).content.decode()

    for label in ("用途", "障碍", "居住证明", "照片", "授权委托书", "已核验身份证件原件"):
        assert label in page


def test_an_application_is_taken_in_the_officers_name_and_region(desk: Client) -> None:
    answer = desk.post(ADDRESS, _typed(desk))

    case = Case.objects.get()
    assert case.number[:6] in answer.content.decode()
    assert (case.channel, case.region, case.state) == ("counter", office.GUIYANG, "submitted")
    assert Entry.objects.get(case_number=case.number).operator == "officer:qian"


def test_an_impatient_second_click_opens_no_second_case(desk: Client) -> None:
    typed = _typed(desk)
    first, second = desk.post(ADDRESS, typed), desk.post(ADDRESS, typed)

    assert first.context["receipt"].number == second.context["receipt"].number
    assert Case.objects.count() == 1


def test_the_officer_must_have_seen_the_document(desk: Client) -> None:
    answer = desk.post(ADDRESS, _typed(desk, identity_checked=""))

    assert answer.status_code == 422
    assert "请先核验来人的身份证件原件" in answer.content.decode()
    assert not Case.objects.exists()


def test_everything_wrong_is_said_at_once_and_nothing_typed_is_lost(desk: Client) -> None:
    answer = desk.post(
        ADDRESS,
        _typed(desk, **{"subject.certificate_number": "123", "answers.purpose": ""}),
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "请填写“用途”。" in page
    assert f'value="{ZHANG_SAN.name}"' in page
    assert answer.context["errors_at"]["subject.certificate_number"]


def test_an_uploaded_file_survives_a_wrong_answer(desk: Client) -> None:
    upload = SimpleUploadedFile("证明.png", PICTURE, "image/png")
    answer = desk.post(
        ADDRESS,
        _typed(desk, **{"file.proof": upload, "way.proof": "upload", "answers.purpose": ""}),
    )
    kept = {m.code: m for m in answer.context["materials"]}["proof"]
    assert (kept.file_name, bool(kept.file_id)) == ("证明.png", True)

    desk.post(ADDRESS, _typed(desk, **{"file_id.proof": kept.file_id, "way.proof": "upload"}))

    material = CaseMaterial.objects.get()
    assert (material.source, str(material.file_id)) == ("upload", kept.file_id)


def test_another_officers_file_cannot_be_used(desk: Client) -> None:
    other = office.desk_of("sun", Role.ACCEPTOR)
    upload = SimpleUploadedFile("证明.png", PICTURE, "image/png")
    answer = other.post(ADDRESS, _typed(other, **{"file.proof": upload, "answers.purpose": ""}))
    theirs = {m.code: m for m in answer.context["materials"]}["proof"].file_id

    answer = desk.post(ADDRESS, _typed(desk, **{"file_id.proof": theirs, "way.proof": "upload"}))

    assert answer.status_code in {404, 422}
    assert not Case.objects.exists()


def test_a_file_of_a_wrong_kind_is_refused_at_its_material(desk: Client) -> None:
    upload = SimpleUploadedFile("程序.exe", b"MZ\x90\x00" * 50, "application/octet-stream")

    answer = desk.post(ADDRESS, _typed(desk, **{"file.proof": upload, "way.proof": "upload"}))

    assert answer.status_code == 422
    assert "materials.proof" in answer.context["errors_at"]


def test_an_agent_brings_a_mandate(desk: Client) -> None:
    agent = {
        "agent.certificate_type": "01",
        "agent.certificate_number": LI_SI.identity_number,
        "agent.name": LI_SI.name,
        "agent.phone": LI_SI.phone,
        "agent.relation": "2",
    }
    answer = desk.post(ADDRESS, _typed(desk, **agent))
    assert answer.status_code == 422
    assert "还缺少材料“授权委托书”" in answer.content.decode()

    upload = SimpleUploadedFile("委托书.png", PICTURE, "image/png")
    desk.post(ADDRESS, _typed(desk, **agent, **{"file.agent_mandate": upload}))
    assert Case.objects.get().agent_sealed is not None


def test_a_service_that_does_not_exist_is_said_to_be_none(desk: Client) -> None:
    answer = desk.get("/console/counter/no_such_service/")

    assert answer.status_code == 404
    assert "没有事项" in answer.content.decode()


def test_all_services_of_the_directory_are_listed_those_to_come_too(desk: Client) -> None:
    page = desk.get("/console/counter/").content.decode()

    assert "城乡居民参保登记" in page
    assert sample.OPERATION not in page
    assert "没有这个事项" in desk.get("/console/counter/", {"q": "不存在的"}).content.decode()
