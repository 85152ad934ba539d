"""What an officer does to a case, and what he is told when he cannot."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from yibao.casework import decisions
from yibao.casework.models import Case, CaseEvent, Notice
from yibao.casework.submission import CaseReceipt
from yibao.casework.tests import reviewed_service as sample
from yibao.console.roles import Role
from yibao.console.tests import office

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "data_directory")]
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360f8cf500f0003030101b71b5c0d0000000049454e44ae426082"
)


def _page(client: Client, case: CaseReceipt) -> str:
    return client.get(reverse("console:case", args=[case.id])).content.decode()


def _state(case: CaseReceipt) -> str:
    return Case.objects.get(id=case.id).state


def test_one_officer_accepts_and_another_approves(
    case: CaseReceipt, acceptor: Client, reviewer: Client
) -> None:
    office.act(acceptor, "accept", case)
    assert _state(case) == "accepted"
    office.act(reviewer, "approve", case)
    assert _state(case) == "done"

    page = _page(reviewer, case)
    assert "办结通知书" in page
    assert "赵审核" in page


def test_an_officer_with_both_roles_cannot_approve_what_he_accepted(case: CaseReceipt) -> None:
    both = office.desk_of("sun", Role.ACCEPTOR, Role.REVIEWER)
    office.act(both, "accept", case)

    answer = office.act(both, "approve", case)

    assert answer.status_code == 403
    assert "这件业务是您受理的" in answer.content.decode()
    assert _state(case) == "accepted"


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("accept", Role.REVIEWER),
        ("decline", Role.REVIEWER),
        ("approve", Role.ACCEPTOR),
        ("refuse", Role.ACCEPTOR),
        ("correct", Role.REVIEWER),
    ],
)
def test_each_action_belongs_to_its_role(case: CaseReceipt, name: str, role: Role) -> None:
    desk = office.desk_of("sun", role)

    answer = office.act(desk, name, case, reason="材料不符。")

    assert answer.status_code == 403
    assert "您的岗位没有" in answer.content.decode()
    assert _state(case) == "submitted"


def test_a_reviewer_asks_for_corrections_only_of_what_is_accepted(
    case: CaseReceipt, acceptor: Client, reviewer: Client
) -> None:
    wrong = {"wrong.material.proof": "1", "text.material.proof": "照片不清楚。"}
    assert office.act(reviewer, "request_correction", case, **wrong).status_code == 403
    office.act(acceptor, "accept", case)
    assert office.act(acceptor, "request_correction", case, **wrong).status_code == 403

    office.act(reviewer, "request_correction", case, **wrong)
    assert _state(case) == "correction"


def test_all_problems_go_into_one_notice(case: CaseReceipt, acceptor: Client) -> None:
    office.act(
        acceptor,
        "request_correction",
        case,
        **{
            "wrong.material.proof": "1",
            "text.material.proof": "照片不清楚。",
            "text.answer.purpose": "请写明地点。",
            "text.else": "请留联系电话。",
        },
    )

    assert Notice.objects.filter(case_id=case.id, kind="correction").count() == 1
    page = _page(acceptor, case)
    assert "居住证明：照片不清楚。\n用途：请写明地点。\n其他：请留联系电话。" in page
    assert "计时暂停" in page
    assert "见补正告知书" in page


def test_a_ticked_problem_without_words_is_asked_for_and_nothing_typed_is_lost(
    case: CaseReceipt, acceptor: Client
) -> None:
    answer = office.act(
        acceptor,
        "request_correction",
        case,
        **{"form": "correction", "wrong.material.proof": "1", "text.answer.purpose": "写明地点"},
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "请写明原因" in page
    assert 'value="写明地点"' in page
    assert 'name="wrong.material.proof" value="1" checked' in page
    assert _state(case) == "submitted"


def test_somebody_faster_is_said_and_the_newer_state_shown(
    case: CaseReceipt, acceptor: Client
) -> None:
    seen = sample.row_version(case.id)
    decisions.accept(case.id, officer="sun", row_version=seen)

    answer = acceptor.post(reverse("console:accept", args=[case.id]), {"row_version": seen})

    assert answer.status_code == 409
    assert "刚被别人处理过" in answer.content.decode()
    assert "审核中" in answer.content.decode()
    assert CaseEvent.objects.filter(case_id=case.id, step="accept").count() == 1


@pytest.mark.parametrize("version", ["", "abc", "-1", "99999999999999999999"])
def test_a_made_up_version_is_an_old_one(case: CaseReceipt, acceptor: Client, version: str) -> None:
    answer = acceptor.post(reverse("console:accept", args=[case.id]), {"row_version": version})

    assert answer.status_code == 409
    assert _state(case) == "submitted"


def test_a_reason_begun_by_the_template_must_be_finished(
    case: CaseReceipt, acceptor: Client
) -> None:
    answer = office.act(acceptor, "decline", case, chosen="申请人不符合该事项的办理条件：")
    assert answer.status_code == 422
    assert _state(case) == "submitted"

    office.act(
        acceptor, "decline", case, chosen="申请人不符合该事项的办理条件：", reason="未参保。"
    )
    assert _state(case) == "not_accepted"
    assert "申请人不符合该事项的办理条件：未参保。" in _page(acceptor, case)


def test_taking_keeps_others_away_until_it_is_released(case: CaseReceipt, acceptor: Client) -> None:
    other = office.desk_of("sun", Role.ACCEPTOR)
    office.act(acceptor, "take", case)

    assert office.act(other, "accept", case).status_code == 409
    assert "钱受理已领取这件业务" in _page(other, case)
    office.act(acceptor, "release", case)
    office.act(other, "accept", case)
    assert _state(case) == "accepted"


def test_after_a_decision_the_next_case_opens_already_taken(
    case: CaseReceipt, acceptor: Client
) -> None:
    from yibao.platform.testing.persons import LI_SI

    following = sample.submit(LI_SI, request_number="sample-0002")

    answer = office.act(acceptor, "accept", case, next="1")
    assert answer["Location"] == reverse("console:case", args=[following.id])
    assert Case.objects.get(id=following.id).officer == "qian"
    answer = office.act(acceptor, "accept", following, next="1")
    assert answer["Location"] == reverse("console:worklist")
