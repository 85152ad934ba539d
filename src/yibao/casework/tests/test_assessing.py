"""An expert concludes, the clock stands meanwhile, and the decision follows."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime

import pytest
from django.db import connections

from yibao.casework import assessing, decisions, engine, errors, experts
from yibao.casework.conclusions import Conclusion
from yibao.casework.decisions import Problem
from yibao.casework.materials import GivenMaterial
from yibao.casework.models import Assessment, Case, CaseEvent, Expert
from yibao.casework.progress_forms import ProgressList
from yibao.casework.services.accept_progress_query import accept_progress_query
from yibao.casework.submission import Caller, CaseReceipt, Submission
from yibao.casework.tests import reviewed_service as sample
from yibao.catalogue import registry
from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.material import MaterialSource
from yibao.catalogue.workflow import Assessment as ByExpert
from yibao.catalogue.workflow import Review, Template, assessment
from yibao.kernel.errors import DomainError, Unavailable
from yibao.platform.audit_log.models import Entry
from yibao.platform.clock import CHINA
from yibao.platform.testing.persons import ZHANG_SAN
from yibao.platform.testing.plugin import Clock

pytestmark = pytest.mark.django_db


class RegisterSilent(Unavailable):
    code = "test.register_silent"
    message = "暂时查不到。"
    fix = "请稍后再试。"


ACCEPTOR, REVIEWER, EXPERT, OTHER = "qian", "zhao", "sun", "zhou"
TREATING = "H52010000011"
_PLAIN = sample.SAMPLE.workflow
ASSESSED = replace(
    sample.SAMPLE,
    workflow=assessment(
        effect=_PLAIN.effect,
        review=Review(working_days=sample.WORKING_DAYS),
        by_expert=ByExpert(recused_hospitals=lambda case: [TREATING]),
        checks=_PLAIN.checks,
    ),
)


@pytest.fixture(autouse=True)
def _declared(clock: Clock) -> Iterator[None]:
    clock.set(datetime(2026, 3, 2, 10, tzinfo=CHINA))  # a Monday
    with sample.declared():
        registry.services()[sample.OPERATION] = ASSESSED
        yield


@pytest.fixture
def case(_declared: None) -> CaseReceipt:
    for sign_in, hospital in ((EXPERT, "H52010000012"), (OTHER, ""), ("treats", TREATING)):
        _expert(sign_in, hospital)
    received = sample.submit(service=ASSESSED)
    decisions.accept(received.id, officer=ACCEPTOR, row_version=1)
    return received


def _expert(sign_in: str, hospital: str = "", *, region: str = "520100") -> None:
    Expert.objects.create(
        sign_in=sign_in, full_name=f"专家{sign_in}", hospital_code=hospital, region=region
    )


def _version(case: CaseReceipt) -> int:
    return sample.row_version(case.id)


def _assign(case: CaseReceipt, expert: str = EXPERT, officer: str = REVIEWER) -> None:
    assessing.assign(case.id, expert=expert, officer=officer, row_version=_version(case))


def _conclude(
    case: CaseReceipt, conclusion: Conclusion = Conclusion.MET, expert: str = EXPERT
) -> None:
    assessing.conclude(
        case.id, conclusion, "血压记录齐全。", expert=expert, row_version=_version(case)
    )


def _approve(case: CaseReceipt, officer: str = REVIEWER) -> None:
    decisions.approve(case.id, officer=officer, row_version=_version(case))


def _refuse(case: CaseReceipt, officer: str = REVIEWER) -> None:
    decisions.refuse(case.id, "不符合条件。", officer=officer, row_version=_version(case))


def _row(case: CaseReceipt) -> Case:
    return Case.objects.get(id=case.id)


def test_the_workflow_is_that_of_an_assessment() -> None:
    assert ASSESSED.workflow.template is Template.ASSESSMENT
    assert ASSESSED.workflow.assessment is not None


def test_a_case_is_approved_when_the_expert_finds_it_so(case: CaseReceipt) -> None:
    _assign(case)
    _conclude(case)
    _approve(case)
    assert _row(case).state == "done"
    steps = list(CaseEvent.objects.filter(case_id=case.id).values_list("step", "operator"))
    assert steps[2:] == [
        ("assign_expert", f"officer:{REVIEWER}"),
        ("conclude", f"expert:{EXPERT}"),
        ("approve", f"officer:{REVIEWER}"),
    ]


def test_a_case_is_refused_when_the_expert_finds_it_otherwise(case: CaseReceipt) -> None:
    _assign(case)
    _conclude(case, Conclusion.UNMET)
    with pytest.raises(errors.ConclusionDiffers):
        _approve(case)
    _refuse(case)
    assert _row(case).state == "refused"


def test_nobody_refuses_what_the_expert_found_right(case: CaseReceipt) -> None:
    _assign(case)
    _conclude(case)
    with pytest.raises(errors.ConclusionDiffers):
        _refuse(case)


@pytest.mark.parametrize("decide", [_approve, _refuse])
def test_nobody_decides_before_an_expert_has_concluded(
    case: CaseReceipt, decide: Callable[[CaseReceipt], None]
) -> None:
    with pytest.raises(errors.ConclusionMissing):
        decide(case)


@pytest.mark.parametrize("decide", [_approve, _refuse])
def test_papers_that_are_not_clear_let_nobody_decide(
    case: CaseReceipt, decide: Callable[[CaseReceipt], None]
) -> None:
    _assign(case)
    _conclude(case, Conclusion.UNCLEAR)
    with pytest.raises(errors.ConclusionDiffers):
        decide(case)


def test_a_correction_makes_the_conclusion_old(case: CaseReceipt, clock: Clock) -> None:
    _assign(case)
    _conclude(case, Conclusion.UNCLEAR)
    decisions.request_correction(
        case.id, [Problem("病历", "缺检查报告。")], officer=REVIEWER, row_version=_version(case)
    )
    clock.advance(days=1)
    given = [GivenMaterial("proof", MaterialSource.PLEDGE, evidence="承诺书")]
    decisions.correct(case.id, given, operator="channel:x", row_version=_version(case))
    decisions.accept(case.id, officer=ACCEPTOR, row_version=_version(case))
    with pytest.raises(errors.ConclusionMissing):
        _approve(case)
    clock.advance(hours=1)
    _assign(case, OTHER)
    _conclude(case, expert=OTHER)
    _approve(case)
    assert _row(case).state == "done"


def test_the_clock_stands_while_an_expert_assesses(case: CaseReceipt, clock: Clock) -> None:
    assert _row(case).due_on == date(2026, 3, 9)
    clock.advance(days=1)
    _assign(case)
    assert _row(case).paused_on == date(2026, 3, 3)
    clock.advance(days=9)  # 2026-03-12, seven working days later
    _conclude(case)
    assert (_row(case).paused_on, _row(case).due_on) == (None, date(2026, 3, 18))


def test_the_applicant_sees_that_an_expert_assesses(case: CaseReceipt) -> None:
    _assign(case)
    (shown,) = _progress().cases
    assert (shown.state_label, shown.node) == ("审核中", "分派专家评定")
    assert shown.next_action == "不用您做什么，专家正在评定；评定期间不计办理时间。"
    _conclude(case)
    (shown,) = _progress().cases
    assert (shown.node, shown.opinion) == ("专家评定完成", "")
    assert shown.next_action == "不用您做什么，等待经办机构审核。"


def test_an_assignment_can_be_taken_back(case: CaseReceipt) -> None:
    _assign(case)
    assessing.recall(case.id, officer=REVIEWER, row_version=_version(case))
    assert _row(case).paused_on is None
    with pytest.raises(errors.NoAssessmentUnderWay):
        _conclude(case)
    with pytest.raises(errors.ConclusionMissing):
        _approve(case)
    _assign(case, OTHER)
    assert Assessment.objects.filter(case_id=case.id, ended_at=None).count() == 1


@pytest.mark.parametrize("step", ["correction", "refuse", "assign"])
def test_while_an_expert_has_it_nobody_else_moves_the_case(case: CaseReceipt, step: str) -> None:
    _assign(case)
    with pytest.raises(errors.AssessmentUnderWay):
        if step == "correction":
            decisions.request_correction(
                case.id, [Problem("病历", "缺。")], officer=REVIEWER, row_version=_version(case)
            )
        elif step == "refuse":
            _refuse(case)
        else:
            _assign(case, OTHER)


def test_an_expert_of_a_hospital_that_treats_the_person_is_recused(case: CaseReceipt) -> None:
    with pytest.raises(errors.ExpertRecused):
        _assign(case, "treats")


def test_the_acceptor_and_whoever_assigns_are_recused(case: CaseReceipt) -> None:
    _expert(ACCEPTOR)
    _expert(REVIEWER)
    for sign_in in (ACCEPTOR, REVIEWER):
        with pytest.raises(errors.ExpertRecused):
            _assign(case, sign_in)


def test_an_expert_who_left_or_lives_elsewhere_is_not_known(case: CaseReceipt) -> None:
    _expert("far", region="520300")
    Expert.objects.filter(sign_in=OTHER).update(is_active=False)
    for sign_in in ("far", OTHER, "nobody"):
        with pytest.raises(errors.ExpertUnknown):
            _assign(case, sign_in)


def test_who_assessed_does_not_decide(case: CaseReceipt) -> None:
    _assign(case)
    _conclude(case)
    with pytest.raises(errors.DeciderIsExpert):
        _approve(case, officer=EXPERT)


def test_only_the_assigned_expert_concludes_and_says_why(case: CaseReceipt) -> None:
    _assign(case)
    with pytest.raises(errors.AssessmentOfOther):
        _conclude(case, expert=OTHER)
    with pytest.raises(errors.ReasonMissing):
        assessing.conclude(case.id, Conclusion.MET, "  ", expert=EXPERT, row_version=_version(case))


def test_the_candidates_are_told_with_their_load_and_why_not(case: CaseReceipt) -> None:
    found = assessing.candidates(case.id, officer=REVIEWER)
    assert {one.sign_in: bool(one.recusal) for one in found} == {
        EXPERT: False,
        OTHER: False,
        "treats": True,
    }
    _assign(case)
    found = assessing.candidates(case.id, officer=REVIEWER)
    assert [one.open_cases for one in found] == [0, 0, 1]
    assert found[-1].sign_in == EXPERT


def test_no_second_opinion_is_asked_for_while_the_first_stands(case: CaseReceipt) -> None:
    _assign(case)
    _conclude(case, Conclusion.UNMET)
    with pytest.raises(errors.AlreadyConcluded):
        _assign(case, OTHER)


def test_whose_hospital_treats_the_person_by_now_concludes_no_more(case: CaseReceipt) -> None:
    _assign(case)
    experts.enter(
        EXPERT,
        full_name="孙专家",
        hospital_code=f"{TREATING.lower()} ",
        region="520100",
        operator="x",
    )
    with pytest.raises(errors.ExpertRecused):
        _conclude(case)


def test_a_silent_register_lets_nobody_refuse_without_an_expert(case: CaseReceipt) -> None:
    registry.services()[sample.OPERATION] = replace(
        ASSESSED, workflow=replace(ASSESSED.workflow, checks=[_silent])
    )
    with pytest.raises(errors.ConclusionMissing):
        _refuse(case)


def test_a_service_without_experts_has_none(case: CaseReceipt) -> None:
    registry.services()[sample.OPERATION] = sample.SAMPLE
    with pytest.raises(errors.NotForExperts):
        _assign(case)
    _approve(case)


def test_a_case_whose_checks_fail_meanwhile_is_refused_without_an_expert(
    case: CaseReceipt,
) -> None:
    barred = replace(ASSESSED, workflow=replace(ASSESSED.workflow, checks=[_always_barred]))
    registry.services()[sample.OPERATION] = barred
    _refuse(case)
    assert _row(case).state == "refused"


def test_nothing_is_assessed_before_it_is_accepted(_declared: None) -> None:
    _expert(EXPERT)
    received = sample.submit(service=ASSESSED)
    with pytest.raises(errors.StepNotPossible):
        _assign(received)


def test_the_pool_of_experts_is_kept_with_a_trail(case: CaseReceipt) -> None:
    facts = {"full_name": "吴专家", "hospital_code": TREATING, "region": "520103"}
    experts.enter("wu", operator="officer:admin", **facts)
    with pytest.raises(errors.ExpertRecused):
        _assign(case, "wu")
    experts.enter("wu", operator="officer:admin", **(facts | {"hospital_code": ""}))
    _assign(case, "wu")
    experts.retire("wu", operator="officer:admin")
    with pytest.raises(errors.ExpertUnknown):
        experts.retire("wu", operator="officer:admin")
    _conclude(case, expert="wu")
    actions = Entry.objects.filter(object_id="wu").values_list("action", flat=True)
    assert list(actions) == ["case.enter_expert", "case.enter_expert", "case.retire_expert"]


def test_what_is_withdrawn_meanwhile_needs_no_conclusion(case: CaseReceipt) -> None:
    _assign(case)
    decisions.withdraw(case.id, operator="channel:x", row_version=_version(case))
    with pytest.raises(errors.StepNotPossible):
        _conclude(case)
    assert _row(case).paused_on is None


@pytest.mark.django_db(transaction=True)
def test_of_twenty_assignments_at_once_one_is_made(case: CaseReceipt) -> None:
    version, start, refused = _version(case), threading.Barrier(20), list[str]()

    def run(expert: str) -> None:
        try:
            start.wait(20)
            assessing.assign(case.id, expert=expert, officer=REVIEWER, row_version=version)
        except DomainError as error:
            refused.append(error.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=((EXPERT, OTHER)[n % 2],)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert refused == ["case.changed_meanwhile"] * 19
    assert Assessment.objects.filter(case_id=case.id, ended_at=None).count() == 1


def _silent(case: object) -> None:
    raise RegisterSilent


def _always_barred(case: object) -> None:
    raise sample.SampleBarred


def _progress() -> ProgressList:
    result = engine.perform(
        Submission(
            service=accept_progress_query,
            caller=Caller("demo-portal", IdentityLevel.REAL_NAME, region=sample.REGION),
            subject={
                "certificate_type": "01",
                "certificate_number": ZHANG_SAN.identity_number,
                "name": ZHANG_SAN.name,
            },
            answers={"search_by": "list"},
            request_number="q-1",
            digest=bytes(32),
        )
    ).result
    assert isinstance(result, ProgressList)
    return result
