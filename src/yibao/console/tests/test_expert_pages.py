"""An expert sees what is assigned to him, no more and no longer, and concludes."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from yibao.casework import decisions
from yibao.casework.models import CaseEvent
from yibao.casework.submission import CaseReceipt
from yibao.casework.tests import reviewed_service as sample
from yibao.console import demonstration
from yibao.console.tests import office
from yibao.platform.audit_log.models import Entry
from yibao.platform.testing.persons import LI_SI, ZHANG_SAN

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "data_directory")]


def test_a_recalled_case_leaves_the_expert_and_can_be_assigned_again(
    accepted: CaseReceipt, reviewer: Client, expert: Client
) -> None:
    office.act(reviewer, "assign_expert", accepted, expert="wu.zj")
    office.act(reviewer, "recall_expert", accepted)

    address = reverse("console:assessment", args=[accepted.id])
    assert address not in expert.get(reverse("console:assessments")).content.decode()
    assert expert.get(address).status_code == 404
    answer = office.act(expert, "conclude", accepted, conclusion="met", opinion="齐全。")
    assert answer.status_code == 404
    assert office.offers(reviewer, accepted, "assign_expert")


def test_an_expert_sees_his_case_masked_and_each_look_is_recorded(
    accepted: CaseReceipt, reviewer: Client, expert: Client
) -> None:
    row = office.stored_material(accepted)
    office.act(reviewer, "assign_expert", accepted, expert="wu.zj")

    page = office.page(expert, accepted, "assessment")
    assert "张*" in page
    assert "探亲" in page
    for hidden in (ZHANG_SAN.name, ZHANG_SAN.identity_number, "钱受理", "办理过程"):
        assert hidden not in page
    seen = expert.get(reverse("console:assessment_material", args=[accepted.id, row.id]))
    assert (seen["Content-Type"], seen.content) == ("image/png", office.PICTURE)
    recorded = Entry.objects.filter(operator="expert:wu.zj", case_number=accepted.number)
    assert list(recorded.order_by("id").values_list("action", flat=True)) == [
        "console.view_assessment",
        "console.view_material",
    ]


def test_an_expert_sees_nothing_of_other_cases(
    accepted: CaseReceipt, reviewer: Client, expert: Client
) -> None:
    other = sample.submit(LI_SI, request_number="sample-0002", service=office.ASSESSED)
    row = office.stored_material(other)
    decisions.accept(other.id, officer="qian", row_version=1)
    demonstration.create_expert("wei.zj", full_name="魏专家", region=office.GUIYANG)
    office.act(reviewer, "assign_expert", accepted, expert="wu.zj")
    office.act(reviewer, "assign_expert", other, expert="wei.zj")

    listed = expert.get(reverse("console:assessments")).content.decode()
    assert reverse("console:assessment", args=[other.id]) not in listed
    assert expert.get(reverse("console:assessment", args=[other.id])).status_code == 404
    address = reverse("console:assessment_material", args=[other.id, row.id])
    assert expert.get(address).status_code == 404
    foreign = reverse("console:assessment_material", args=[accepted.id, row.id])
    assert expert.get(foreign).status_code == 404
    answer = office.act(expert, "conclude", other, conclusion="met", opinion="齐全。")
    assert answer.status_code == 404
    for case in (accepted, other):
        assert expert.get(reverse("console:case", args=[case.id])).status_code == 403
    assert not Entry.objects.filter(operator="expert:wu.zj", case_number=other.number).exists()


def test_what_was_concluded_is_closed_to_the_expert(
    accepted: CaseReceipt, reviewer: Client, expert: Client
) -> None:
    office.act(reviewer, "assign_expert", accepted, expert="wu.zj")
    office.conclude(expert, accepted)

    assert expert.get(reverse("console:assessment", args=[accepted.id])).status_code == 404
    assert "都评定完了" in expert.get(reverse("console:assessments")).content.decode()


@pytest.mark.parametrize(
    "given",
    [{"opinion": "齐全。"}, {"conclusion": "met"}, {"conclusion": "x", "opinion": "齐全。"}],
)
def test_half_a_conclusion_is_asked_for_and_nothing_typed_is_lost(
    accepted: CaseReceipt, reviewer: Client, expert: Client, given: dict[str, str]
) -> None:
    office.act(reviewer, "assign_expert", accepted, expert="wu.zj")

    answer = office.act(expert, "conclude", accepted, **given)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "请选择评定结论，并写明评定意见。" in page
    assert given.get("opinion", "") in page
    assert ('value="met" required checked' in page) is (given.get("conclusion") == "met")
    assert CaseEvent.objects.filter(case_id=accepted.id).latest("id").step == "assign_expert"


def test_an_expert_finds_his_list_from_the_start_page(expert: Client) -> None:
    page = expert.get(reverse("console:worklist")).content.decode()
    assert reverse("console:assessments") in page
    assert reverse("console:search") not in page
