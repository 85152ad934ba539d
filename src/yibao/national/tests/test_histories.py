"""What one settlement leaves for the next: summaries, their secrecy, and two at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from django.db import connections

from yibao.national import access, actions
from yibao.national.actions import Particulars
from yibao.national.application import NationalApplication
from yibao.national.audit import histories
from yibao.national.models import Judgement, PatientHistory
from yibao.national.tests.messages import (
    DAILY_SERVICE,
    FEMALE_DRUG,
    HOSPITAL,
    NAME,
    Hospital,
    daily_rule,
    data,
    encounter,
    keeper,
    nobody,
    order,
    rulebook,
    sex_rule,
)
from yibao.platform import database
from yibao.platform.testing.plugin import Clock


@pytest.fixture
def committed(transactional_db: None) -> Iterator[Hospital]:
    """A hospital whose calls really commit."""
    access.forget()
    particulars = Particulars("某某医院", networks=["127.0.0.0/8"])
    credentials = actions.add(HOSPITAL, particulars, operator="test")
    yield Hospital(credentials, NationalApplication(nobody, keeper=keeper()))
    access.forget()


def visit(number: str, count: int = 1) -> dict[str, object]:
    return encounter(number, [order(f"{number}-{n}", DAILY_SERVICE) for n in range(count)])


def test_a_settled_encounter_counts_in_the_next_one(hospital: Hospital) -> None:
    hospital.call("3102", data([visit("M1", 2)]))
    assert hospital.last["output"]["result"] == []
    [result] = hospital.call("3102", data([visit("M2")]))["output"]["result"]
    assert result["rule_id"] == "N27"
    assert {d["mdtrt_id"] for d in result["judge_result_detail_dtos"]} == {"M1", "M2"}
    [at_order] = hospital.call("3101", data([visit("M3")]))["output"]["result"]
    assert len(at_order["judge_result_detail_dtos"]) == 4


def test_settling_again_replaces_and_does_not_add(hospital: Hospital) -> None:
    for _ in range(3):
        hospital.call("3102", data([visit("M1", 2)]))
    assert hospital.last["output"]["result"] == []


def test_an_order_leaves_no_history(hospital: Hospital) -> None:
    hospital.call("3101", data([visit("M1", 2)]))
    assert not PatientHistory.objects.exists()
    assert hospital.call("3101", data([visit("M2")]))["output"]["result"] == []


def test_what_a_message_says_of_other_encounters_is_not_kept(hospital: Hospital) -> None:
    body = data([visit("M0", 2), visit("M1")], current="M1")
    assert len(hospital.call("3102", body)["output"]["result"]) == 1
    with database.reading() as sql:
        kept = histories.read(sql, histories.index_of("P0001"))
    assert set(kept.encounters) == {"M1"}


def test_another_patients_history_is_not_mine(hospital: Hospital) -> None:
    hospital.call("3102", data([visit("M1", 2)]))
    assert hospital.call("3102", data([visit("M2")], patient="P0002"))["output"]["result"] == []


def test_what_ended_long_ago_is_let_go(hospital: Hospital, clock: Clock) -> None:
    hospital.call("3102", data([{**visit("M1"), "dscg_date": "2026-11-22"}]))
    clock.advance(days=398)
    hospital.call("3102", data([visit("M2")]))
    with database.reading() as sql:
        kept = histories.read(sql, histories.index_of("P0001"))
    assert set(kept.encounters) == {"M2"}


def test_neither_name_nor_number_of_a_person_lies_open(hospital: Hospital) -> None:
    body = data([encounter("M1", [order("R1", FEMALE_DRUG)])], patient="P-OPEN-NUMBER")
    hospital.call("3102", body)
    with database.reading() as sql:
        for table in ("patient_history", "audit_judgement", "audit_entry", "skipped_audit"):
            sql.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} t")
            [text] = sql.fetchone() or ("",)
            assert NAME not in text, table
            assert "P-OPEN-NUMBER" not in text, table
    [row] = PatientHistory.objects.all()
    assert b"M1" not in bytes(row.summary_sealed)


def test_a_summary_that_cannot_be_read_costs_history_and_not_the_audit(hospital: Hospital) -> None:
    hospital.call("3102", data([visit("M1", 2)]))
    PatientHistory.objects.update(summary_sealed=b"\x01damaged")
    body = data([encounter("M2", [order("R1", FEMALE_DRUG)])])
    assert len(hospital.call("3102", body)["output"]["result"]) == 1


def test_rules_on_trial_are_kept_and_not_shown(hospital: Hospital) -> None:
    book = rulebook([sex_rule(status="trial"), daily_rule()])
    hospital.application = NationalApplication(nobody, keeper=keeper(book))
    hospital.call("3101", data([encounter("M1", [order("R1", FEMALE_DRUG)])]))
    assert hospital.last["output"]["result"] == []
    [kept] = Judgement.objects.all()
    assert (kept.rule, kept.is_shown) == ("N67", False)
    unknown = {"warn_rslt_id": kept.finding_id, "dspo_way": "2"}
    answer = hospital.call("3103", {"data": {"warn_type": "1", "warns": [unknown]}})
    assert "没有这条违规提示" in answer["err_msg"]


def test_two_settlements_of_one_patient_at_once_lose_neither(committed: Hospital) -> None:
    bodies = [data([visit(f"M{number}")]) for number in range(8)]
    gate = threading.Barrier(len(bodies))

    def settle(body: dict[str, object], answers: list[object]) -> None:
        try:
            gate.wait()
            answers.append(
                Hospital(committed.credentials, committed.application).call("3102", body)
            )
        finally:
            connections.close_all()

    answers: list[dict[str, object]] = []
    threads = [threading.Thread(target=settle, args=(body, answers)) for body in bodies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer["infcode"] for answer in answers] == [0] * 8
    with database.reading() as sql:
        kept = histories.read(sql, histories.index_of("P0001"))
    assert set(kept.encounters) == {f"M{number}" for number in range(8)}
    assert len(kept.lines[DAILY_SERVICE]) == 8
    counts = sorted(len(answer["output"]["result"]) for answer in answers)  # type: ignore[index]
    assert counts == [0, 0, 1, 1, 1, 1, 1, 1]
