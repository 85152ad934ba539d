"""3103: what was done about a judgement."""

from __future__ import annotations

from typing import Any

import pytest

from yibao.national import actions
from yibao.national.actions import Particulars
from yibao.national.audit.judgements import REASON_CONTEXT
from yibao.national.models import Judgement
from yibao.national.tests.messages import FEMALE_DRUG, Hospital, data, encounter, order
from yibao.platform.audit_log import api as audit_log
from yibao.platform.database import reading
from yibao.platform.keys.access import keyring
from yibao.platform.testing.plugin import Clock


@pytest.fixture
def judgement(hospital: Hospital, clock: Clock) -> str:
    """The number of a judgement that the hospital was told at order entry."""
    hospital.call("3101", data([encounter("M1", [order("R1", FEMALE_DRUG)])]))
    number: str = hospital.last["output"]["result"][0]["jr_id"]
    return number


def body(*warns: dict[str, Any], stage: str = "1") -> dict[str, Any]:
    return {"data": {"warn_type": stage, "warns": list(warns)}}


def warn(number: str, way: str = "1", reason: str = "患者确有需要") -> dict[str, Any]:
    return {"warn_rslt_id": number, "dspo_way": way, "dspo_way_rea": reason}


def test_continuing_with_a_reason_is_kept_and_leaves_an_audit_entry(
    hospital: Hospital, judgement: str
) -> None:
    answer = hospital.call("3103", body(warn(judgement)))
    assert (answer["infcode"], answer["output"]) == (0, {})

    [kept] = Judgement.objects.all()
    assert kept.answer == "continued"
    sealed = bytes(kept.reason_sealed or b"")
    assert keyring().decrypt_text(sealed, REASON_CONTEXT) == "患者确有需要"
    with reading() as sql:
        [entry] = audit_log.of_object(sql, judgement)
    assert entry.action == "national.answer_judgement"
    assert entry.facts == {"answer": "continued", "stage": "order"}


@pytest.mark.parametrize(("way", "answer"), [("2", "changed"), ("3", "self_paid"), (2, "changed")])
def test_changing_and_self_payment_need_no_reason(
    hospital: Hospital, judgement: str, way: Any, answer: str
) -> None:
    single = {"data": {"warn_type": 1, "warns": warn(judgement, way, "")}}
    assert hospital.call("3103", single)["infcode"] == 0
    assert Judgement.objects.get().answer == answer


def test_everything_that_is_wrong_is_told_at_once_and_nothing_is_kept(
    hospital: Hospital, judgement: str
) -> None:
    given = body(warn(judgement), warn(judgement, reason=" "), warn("unknown", way="9"))
    answer = hospital.call("3103", given)
    assert answer["infcode"] == -1
    for place in ("warns[1].dspo_way_rea", "warns[2].dspo_way", "warns[2].warn_rslt_id"):
        assert place in answer["err_msg"]
    assert Judgement.objects.get().answer == ""


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"data": {"warn_type": "3", "warns": []}}, "反馈类型"),
        ({"data": {"warn_type": "1", "warns": []}}, "warns"),
        ({"data": {"warn_type": "1"}}, "warns"),
        ({}, "data"),
        (body(warn("x", reason="长" * 501)), "500字"),
    ],
)
def test_a_message_without_answers_is_refused(
    hospital: Hospital, given: dict[str, Any], word: str
) -> None:
    assert word in hospital.call("3103", given)["err_msg"]


def test_a_judgement_of_the_other_stage_is_unknown(hospital: Hospital, judgement: str) -> None:
    assert "jr_id" in hospital.call("3103", body(warn(judgement), stage="2"))["err_msg"]


def test_another_institutions_judgement_is_unknown(hospital: Hospital, judgement: str) -> None:
    other = actions.add(
        "H52010000002", Particulars("另一家", networks=["127.0.0.0/8"]), operator="test"
    )
    neighbour = Hospital(other, hospital.application)
    answer = neighbour.call("3103", body(warn(judgement)), fixmedins_code="H52010000002")
    assert "没有这条违规提示" in answer["err_msg"]


def test_the_same_answer_twice_is_one_and_another_answer_is_refused(
    hospital: Hospital, judgement: str
) -> None:
    hospital.call("3103", body(warn(judgement)), message_id="first")
    assert hospital.call("3103", body(warn(judgement)), message_id="first")["infcode"] == 0
    assert hospital.call("3103", body(warn(judgement)), message_id="second")["infcode"] == 0
    changed = hospital.call("3103", body(warn(judgement, "2")), message_id="third")
    assert "另一种处理" in changed["err_msg"]
    with reading() as sql:
        assert len(audit_log.of_object(sql, judgement)) == 1


def test_one_message_number_cannot_carry_two_messages(hospital: Hospital, judgement: str) -> None:
    hospital.call("3103", body(warn(judgement)), message_id="first")
    answer = hospital.call("3103", body(warn(judgement, "2")), message_id="first")
    assert answer["infcode"] == -1
    assert Judgement.objects.get().answer == "continued"


def test_a_judgement_that_comes_again_asks_for_a_new_answer(
    hospital: Hospital, judgement: str, clock: Clock
) -> None:
    hospital.call("3103", body(warn(judgement, "2")))
    clock.advance(minutes=5)
    hospital.call("3101", data([encounter("M1", [order("R1", FEMALE_DRUG)])]))
    clock.advance(minutes=1)
    assert hospital.call("3103", body(warn(judgement)))["infcode"] == 0
    assert Judgement.objects.get().answer == "continued"


def test_after_thirty_days_it_is_too_late(hospital: Hospital, judgement: str, clock: Clock) -> None:
    clock.advance(days=30)
    assert hospital.call("3103", body(warn(judgement)))["infcode"] == 0
    hospital.call("3101", data([encounter("M2", [order("R2", FEMALE_DRUG)])]))
    number = hospital.last["output"]["result"][0]["jr_id"]
    clock.advance(days=30, seconds=1)
    assert "反馈期" in hospital.call("3103", body(warn(number)))["err_msg"]
