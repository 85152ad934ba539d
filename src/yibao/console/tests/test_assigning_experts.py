"""Officers give a case to an expert, take it back, and decide as he concludes: by the pages."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from yibao.casework import experts, sealing
from yibao.casework.models import Case, CaseEvent
from yibao.casework.submission import CaseReceipt
from yibao.console import parameter_list
from yibao.console.roles import Role
from yibao.console.tests import office

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "data_directory")]


def _steps(case: CaseReceipt) -> list[tuple[str, str]]:
    return list(
        CaseEvent.objects.filter(case_id=case.id).order_by("id").values_list("step", "operator")
    )


def test_a_case_goes_to_the_expert_and_back_and_is_approved(
    accepted: CaseReceipt, reviewer: Client, expert: Client
) -> None:
    page = office.page(reviewer, accepted)
    assert "吴专家</label>" in page
    assert "还没有专家对现有材料的评定结论" in page
    assert not office.offers(reviewer, accepted, "approve")
    assert not office.offers(reviewer, accepted, "refuse")
    assert office.offers(reviewer, accepted, "request_correction")

    office.act(reviewer, "assign_expert", accepted, expert="wu.zj")
    page = office.page(reviewer, accepted)
    assert "吴专家正在评定" in page
    for name in ("assign_expert", "approve", "refuse", "request_correction"):
        assert not office.offers(reviewer, accepted, name)

    listed = expert.get(reverse("console:assessments")).content.decode()
    assert reverse("console:assessment", args=[accepted.id]) in listed
    office.conclude(expert, accepted)
    assert not office.offers(reviewer, accepted, "assign_expert")
    assert not office.offers(reviewer, accepted, "refuse")
    assert office.offers(reviewer, accepted, "approve")
    office.act(reviewer, "approve", accepted)

    assert _steps(accepted)[2:] == [
        ("assign_expert", "officer:zhao"),
        ("conclude", "expert:wu.zj"),
        ("approve", "officer:zhao"),
    ]
    page = office.page(reviewer, accepted)
    assert "符合。血压记录齐全。" in page
    assert "吴专家" in page
    assert "expert:" not in page


def test_what_the_expert_finds_otherwise_can_be_refused_only(
    accepted: CaseReceipt, reviewer: Client, expert: Client
) -> None:
    office.act(reviewer, "assign_expert", accepted, expert="wu.zj")
    office.conclude(expert, accepted, "unmet")

    assert not office.offers(reviewer, accepted, "approve")
    office.act(reviewer, "refuse", accepted, reason="经专家评定不符合。")
    assert Case.objects.get(id=accepted.id).state == "refused"


def test_papers_that_are_not_clear_go_to_the_applicant_or_to_another_expert(
    accepted: CaseReceipt, reviewer: Client, expert: Client
) -> None:
    office.act(reviewer, "assign_expert", accepted, expert="wu.zj")
    office.conclude(expert, accepted, "unclear")

    assert "资料不足" in office.page(reviewer, accepted)
    for name, is_offered in {
        "approve": False,
        "refuse": False,
        "assign_expert": True,
        "request_correction": True,
    }.items():
        assert office.offers(reviewer, accepted, name) is is_offered


def test_what_the_checks_refuse_already_is_refused_without_an_expert(
    accepted: CaseReceipt, reviewer: Client
) -> None:
    sealed = sealing.seal_answers({"purpose": "探亲", "trouble": "有"})
    Case.objects.filter(id=accepted.id).update(answers_sealed=sealed)

    assert office.offers(reviewer, accepted, "refuse")
    assert not office.offers(reviewer, accepted, "approve")
    office.act(reviewer, "refuse", accepted, reason="障碍还在。")
    assert Case.objects.get(id=accepted.id).state == "refused"


def test_an_officer_without_the_permission_neither_assigns_nor_recalls(
    accepted: CaseReceipt, acceptor: Client, reviewer: Client, expert: Client
) -> None:
    assert not office.offers(acceptor, accepted, "assign_expert")
    for desk in (acceptor, expert):
        assert office.act(desk, "assign_expert", accepted, expert="wu.zj").status_code == 403
    assert Case.objects.get(id=accepted.id).paused_on is None

    office.act(reviewer, "assign_expert", accepted, expert="wu.zj")
    assert not office.offers(acceptor, accepted, "recall_expert")
    assert office.act(acceptor, "recall_expert", accepted).status_code == 403
    assert Case.objects.get(id=accepted.id).paused_on is not None


def test_a_reviewer_of_another_agency_assigns_nothing(
    accepted: CaseReceipt, expert: Client
) -> None:
    elsewhere = office.desk_of("sun", Role.REVIEWER, region=office.ZUNYI)
    assert office.act(elsewhere, "assign_expert", accepted, expert="wu.zj").status_code == 404
    assert Case.objects.get(id=accepted.id).paused_on is None


def test_where_no_expert_may_be_asked_there_is_nothing_to_press(
    accepted: CaseReceipt, reviewer: Client
) -> None:
    assert "本地专家库里没有可以分派的专家。" in office.page(reviewer, accepted)
    assert not office.offers(reviewer, accepted, "assign_expert")


def test_a_recused_expert_is_named_with_the_reason_and_not_offered(
    accepted: CaseReceipt, reviewer: Client, expert: Client
) -> None:
    experts.enter(
        "treats",
        full_name="郑专家",
        hospital_code=office.TREATING,
        region=office.GUIYANG,
        operator="officer:admin",
    )

    page = office.page(reviewer, accepted)
    assert 'value="wu.zj"' in page
    assert "郑专家须回避：他在参保人就医的医疗机构工作。" in page
    assert 'value="treats"' not in page
    answer = office.act(reviewer, "assign_expert", accepted, expert="treats")
    assert answer.status_code == 409
    assert Case.objects.get(id=accepted.id).paused_on is None


def test_the_next_case_is_none_that_an_expert_has(
    accepted: CaseReceipt, reviewer: Client, expert: Client
) -> None:
    office.act(reviewer, "assign_expert", accepted, expert="wu.zj")
    assert reviewer.post(reverse("console:next")).status_code == 404

    office.conclude(expert, accepted)
    answer = reviewer.post(reverse("console:next"))
    assert answer["Location"] == reverse("console:case", args=[accepted.id])


def test_a_service_without_experts_is_decided_as_before(
    case: CaseReceipt, acceptor: Client, reviewer: Client
) -> None:
    office.act(acceptor, "accept", case)
    assert office.offers(reviewer, case, "approve")
    assert office.offers(reviewer, case, "refuse")
    assert "专家评定" not in office.page(reviewer, case)


def test_flags_and_counts_are_listed_in_chinese() -> None:
    units = {line.unit for line in parameter_list.lines()}
    assert not units & {"items", "flag", "mode", "identities", "level"}
