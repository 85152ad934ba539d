"""申办 and 年审: at once on a hospital's conclusion, else through an expert and an officer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from yibao.casework import assessing, decisions, errors
from yibao.casework.conclusions import Conclusion
from yibao.casework.models import Case, Expert
from yibao.casework.states import CaseState
from yibao.casework.submission import Outcome
from yibao.catalogue.situations import Setting
from yibao.chronic_care import institutions, situations
from yibao.chronic_care.institutions import HospitalConclusion
from yibao.chronic_care.services.annual_review_apply import annual_review_apply
from yibao.chronic_care.services.chronic_apply import chronic_apply
from yibao.chronic_care.services.qry_chronic_progress import qry_chronic_progress
from yibao.chronic_care.tests.conftest import APPLICATION, WANG, ask, told
from yibao.kernel.errors import Several
from yibao.persons import outside
from yibao.platform.database import Sql
from yibao.platform.testing.plugin import Clock
from yibao.reference import parameters

Given = Callable[[str], Setting]
REVIEW = {"checked_on": "2026-11-10", "phone": "19900000003"}


def _version(case_id: UUID) -> int:
    return int(Case.objects.values_list("row_version", flat=True).get(id=case_id))


def _assess(outcome: Outcome, conclusion: Conclusion = Conclusion.MET) -> UUID:
    """Let an officer accept and assign, and an expert conclude; return the case."""
    assert outcome.receipt is not None
    case_id = outcome.receipt.id
    Expert.objects.get_or_create(
        sign_in="sun", full_name="孙专家", hospital_code="H52010000012", region="520100"
    )
    decisions.accept(case_id, officer="qian", row_version=_version(case_id))
    assessing.assign(case_id, expert="sun", officer="zhao", row_version=_version(case_id))
    assessing.conclude(
        case_id, conclusion, "三次血压记录。", expert="sun", row_version=_version(case_id)
    )
    return case_id


def test_a_hospitals_conclusion_is_enough(given: Given) -> None:
    given("employee_concluded_by_hospital")
    outcome = ask(chronic_apply, APPLICATION)
    assert outcome.receipt is not None
    assert outcome.receipt.state is CaseState.DONE
    result: Any = outcome.result
    summary = result.recognition
    assert (summary.starts_on, summary.ends_on) == (date(2026, 11, 22), date(2028, 11, 21))
    assert "70%" in result.benefit_hint
    assert "2000元" in result.benefit_hint


@pytest.mark.parametrize(
    "conclusion",
    [
        None,
        HospitalConclusion("M03900", "H52010000011", False, date(2026, 11, 19)),
        HospitalConclusion("M03900", "H52010000011", True, date(2026, 8, 1)),
        HospitalConclusion("M03900", "H52010000011", True, date(2026, 11, 23)),
        HospitalConclusion("M03900", "H52010000013", True, date(2026, 11, 19)),
        HospitalConclusion("M03900", "H52010000098", True, date(2026, 11, 19)),
        HospitalConclusion("M01600", "H52010000011", True, date(2026, 11, 19)),
    ],
    ids=["none", "against", "old", "in the future", "may not", "unknown", "another disease"],
)
def test_any_other_conclusion_leads_to_an_expert(
    sql: Sql, given: Given, conclusion: HospitalConclusion | None
) -> None:
    given("employee")
    institutions.simulate_conclusion(sql, WANG.identity, conclusion)
    outcome = ask(chronic_apply, APPLICATION)
    assert outcome.receipt is not None
    assert outcome.receipt.state is CaseState.SUBMITTED


def test_where_a_hospitals_conclusion_is_not_enough_an_expert_assesses(
    given: Given, monkeypatch: pytest.MonkeyPatch
) -> None:
    given("employee_concluded_by_hospital")
    real = parameters.whole_number

    def elsewhere(name: str, *, day: date, region: str) -> int:
        is_it = name == "chronic_care.hospital_conclusion_takes_effect"
        return 0 if is_it else real(name, day=day, region=region)

    monkeypatch.setattr(parameters, "whole_number", elsewhere)
    outcome = ask(chronic_apply, APPLICATION)
    assert outcome.receipt is not None
    assert outcome.receipt.state is CaseState.SUBMITTED


def test_an_expert_of_a_hospital_that_treats_another_disease_is_recused(given: Given) -> None:
    given("employee_with_two_diseases")
    third = {
        "disease_code": "M02500",
        "recognising_hospital_code": "H52010000011",
        "hospital_code": "H52010000011",
    }
    outcome = ask(chronic_apply, APPLICATION | third)
    assert outcome.receipt is not None
    Expert.objects.create(
        sign_in="near", full_name="近专家", hospital_code="H52010000012", region="520100"
    )
    decisions.accept(outcome.receipt.id, officer="qian", row_version=1)
    with pytest.raises(errors.ExpertRecused):
        assessing.assign(outcome.receipt.id, expert="near", officer="zhao", row_version=2)


def test_a_silent_register_of_conclusions_leads_to_an_expert(sql: Sql, given: Given) -> None:
    given("employee")
    outside.simulate(sql, institutions.CONCLUSIONS, WANG.identity, "gone")
    outcome = ask(chronic_apply, APPLICATION)
    assert outcome.receipt is not None
    assert outcome.receipt.state is CaseState.SUBMITTED


def test_an_officer_approves_what_an_expert_found(given: Given) -> None:
    given("employee")
    case_id = _assess(ask(chronic_apply, APPLICATION))
    result = decisions.approve(case_id, officer="zhao", row_version=_version(case_id))
    assert result.recognition.disease_name == "高血压"  # type: ignore[attr-defined]
    progress = told(qry_chronic_progress, {})
    assert [one.disease_name for one in progress.recognitions] == ["高血压"]
    assert [one.node for one in progress.applications[0].nodes] == [
        "提交申请",
        "受理",
        "分派专家评定",
        "专家评定完成",
        "审核通过",
    ]


def test_an_officer_refuses_what_an_expert_did_not_find(sql: Sql, given: Given) -> None:
    given("employee")
    case_id = _assess(ask(chronic_apply, APPLICATION), Conclusion.UNMET)
    with pytest.raises(errors.ConclusionDiffers):
        decisions.approve(case_id, officer="zhao", row_version=_version(case_id))
    decisions.refuse(case_id, "血压没有达到标准。", officer="zhao", row_version=_version(case_id))
    sql.execute("SELECT count(*) FROM chronic_recognition WHERE state = 'effective'")
    assert sql.fetchone() == (0,)
    progress = told(qry_chronic_progress, {})
    assert (progress.applications[0].state, progress.applications[0].opinion) == (
        "refused",
        "血压没有达到标准。",
    )


@pytest.mark.parametrize("code", ["H52010000011", "H52010000013"])
def test_an_expert_of_the_recognising_or_the_treating_hospital_is_recused(
    given: Given, code: str
) -> None:
    given("employee")
    outcome = ask(chronic_apply, APPLICATION)
    assert outcome.receipt is not None
    Expert.objects.create(sign_in="near", full_name="近专家", hospital_code=code, region="520100")
    decisions.accept(outcome.receipt.id, officer="qian", row_version=1)
    with pytest.raises(errors.ExpertRecused):
        assessing.assign(outcome.receipt.id, expert="near", officer="zhao", row_version=2)


def test_a_disease_recognised_meanwhile_is_not_approved_twice(given: Given) -> None:
    setting = given("employee")
    case_id = _assess(ask(chronic_apply, APPLICATION))
    situations.recognise(setting, situations.Recognised())
    with pytest.raises(Several) as refusal:
        decisions.approve(case_id, officer="zhao", row_version=_version(case_id))
    assert [e.code for e in refusal.value.errors] == ["chronic_care.already_recognised"]


def test_a_review_extends_the_recognition_without_a_gap(given: Given) -> None:
    given("review_concluded_by_hospital")
    result = told(annual_review_apply, REVIEW)
    assert result.old_ends_on == date(2026, 12, 22)
    assert result.recognition.ends_on == date(2028, 12, 22)


def test_a_review_that_is_decided_late_counts_from_the_old_end(given: Given, clock: Clock) -> None:
    given("employee_due_for_review")
    outcome = ask(annual_review_apply, REVIEW)
    clock.advance(days=35)  # the recognition has ended meanwhile
    case_id = _assess(outcome)
    result = decisions.approve(case_id, officer="zhao", row_version=_version(case_id))
    assert result.recognition.ends_on == date(2028, 12, 22)  # type: ignore[attr-defined]


def test_a_recognition_that_was_not_reviewed_ends_by_itself(given: Given, clock: Clock) -> None:
    given("employee_due_for_review")
    clock.advance(days=31)
    with pytest.raises(Several) as refusal:
        ask(annual_review_apply, REVIEW)
    assert [e.code for e in refusal.value.errors] == ["chronic_care.no_recognition"]
