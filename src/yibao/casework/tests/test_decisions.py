"""What may be done to a case, by whom, and what the applicant gets in writing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

import pytest

from yibao.casework import assignment, decisions, errors
from yibao.casework.decisions import Problem
from yibao.casework.materials import GivenMaterial
from yibao.casework.models import Case, CaseEvent, CaseMaterial, Notice
from yibao.casework.notices import record
from yibao.casework.notices.content import AnyContent, Completion, Correction, Refusal
from yibao.casework.rechecking import refusals_today
from yibao.casework.submission import CaseReceipt
from yibao.casework.tests import reviewed_service as sample
from yibao.catalogue.material import MaterialSource
from yibao.kernel.errors import DomainError, Several
from yibao.platform.audit_log.models import Entry
from yibao.platform.clock import CHINA
from yibao.platform.testing.plugin import Clock

pytestmark = pytest.mark.django_db

ACCEPTOR, REVIEWER = "qian", "zhao"


@pytest.fixture(autouse=True)
def _declared(clock: Clock) -> Iterator[None]:
    clock.set(datetime(2026, 3, 2, 10, tzinfo=CHINA))  # a Monday
    with sample.declared():
        yield


@pytest.fixture
def case() -> CaseReceipt:
    return sample.submit()


def _version(case: CaseReceipt) -> int:
    return sample.row_version(case.id)


def _accept(case: CaseReceipt, officer: str = ACCEPTOR) -> None:
    decisions.accept(case.id, officer=officer, row_version=_version(case))


def _ask(case: CaseReceipt, officer: str = ACCEPTOR) -> None:
    decisions.request_correction(
        case.id,
        [Problem("居住证明", "照片不清楚。", "proof"), Problem("用途", "请写明地点。")],
        officer=officer,
        row_version=_version(case),
    )


def _correct(case: CaseReceipt) -> None:
    decisions.correct(
        case.id,
        [GivenMaterial("proof", MaterialSource.PLEDGE, evidence="承诺书")],
        operator="channel:demo-portal",
        row_version=_version(case),
    )


def _state(case_id: UUID) -> str:
    return Case.objects.get(id=case_id).state


def _notices(case: CaseReceipt) -> list[AnyContent]:
    return [
        record.read(
            record.open_canonical(
                record.Sealed(bytes(notice.content_sealed), bytes(notice.content_sm3))
            )
        ).content
        for notice in Notice.objects.filter(case_id=case.id)
    ]


def _kinds(case: CaseReceipt) -> list[str]:
    return sorted(content.kind.value for content in _notices(case))


def _notice(case: CaseReceipt, kind: str) -> AnyContent:
    return next(content for content in _notices(case) if content.kind.value == kind)


def test_acceptance_starts_the_clock_and_issues_its_notice(case: CaseReceipt) -> None:
    _accept(case)

    row = Case.objects.get(id=case.id)
    assert (row.state, row.due_on, row.officer) == ("accepted", date(2026, 3, 9), "")
    assert _kinds(case) == ["acceptance"]


def test_the_acceptor_cannot_approve_nor_refuse_the_same_case(case: CaseReceipt) -> None:
    _accept(case)

    with pytest.raises(errors.ApproverIsAcceptor):
        decisions.approve(case.id, officer=ACCEPTOR, row_version=_version(case))
    with pytest.raises(errors.ApproverIsAcceptor):
        decisions.refuse(case.id, "材料不符。", officer=ACCEPTOR, row_version=_version(case))
    assert _state(case.id) == "accepted"
    assert _kinds(case) == ["acceptance"]


def test_who_accepted_before_a_correction_still_cannot_approve(case: CaseReceipt) -> None:
    _accept(case)
    _ask(case, REVIEWER)
    _correct(case)
    _accept(case, "sun")

    with pytest.raises(errors.ApproverIsAcceptor):
        decisions.approve(case.id, officer=ACCEPTOR, row_version=_version(case))
    decisions.approve(case.id, officer=REVIEWER, row_version=_version(case))
    assert _state(case.id) == "done"


def test_approval_takes_effect_and_prints_the_result(case: CaseReceipt) -> None:
    _accept(case)
    result = decisions.approve(case.id, officer=REVIEWER, row_version=_version(case))

    assert result == sample.SampleResult("探亲")
    notice = _notice(case, "completion")
    assert isinstance(notice, Completion)
    assert [(line.label, line.value) for line in notice.results] == [
        ("用途", "探亲"),
        ("长期有效", "是"),
    ]
    assert Entry.objects.filter(case_number=case.number, action="case.approve").count() == 1


def test_an_approval_that_the_checks_forbid_changes_nothing() -> None:
    case = sample.submit()
    _accept(case)
    Case.objects.filter(id=case.id).update(answers_sealed=_answers_in_trouble())

    with pytest.raises(Several) as refused:
        decisions.approve(case.id, officer=REVIEWER, row_version=_version(case))
    assert [error.code for error in refused.value.errors] == ["sample.barred"]
    assert _state(case.id) == "accepted"
    preview = refusals_today(case.id, officer=REVIEWER)
    assert [error.code for error in preview] == ["sample.barred"]


def test_everything_to_correct_is_told_in_one_notice(case: CaseReceipt) -> None:
    _ask(case)

    notice = _notice(case, "correction")
    assert isinstance(notice, Correction)
    assert [(d.about, d.what) for d in notice.defects] == [
        ("居住证明", "照片不清楚。"),
        ("用途", "请写明地点。"),
    ]
    assert notice.due_on == date(2026, 3, 16)
    assert CaseMaterial.objects.get(case_id=case.id).problem == "见补正告知书"


def test_a_second_correction_notice_needs_something_new(case: CaseReceipt) -> None:
    _ask(case)
    _correct(case)
    _ask(case)
    _correct(case)

    assert _kinds(case) == ["correction", "correction"]
    Case.objects.filter(id=case.id).update(state="submitted")
    CaseEvent.objects.filter(case_id=case.id).order_by("-id")[0].delete()
    with pytest.raises(errors.CorrectionAlreadyNotified):
        _ask(case)


@pytest.mark.parametrize("problems", [[], [Problem("居住证明", "  ")]])
def test_a_correction_names_what_is_wrong(case: CaseReceipt, problems: list[Problem]) -> None:
    with pytest.raises(errors.ReasonMissing):
        decisions.request_correction(
            case.id, problems, officer=ACCEPTOR, row_version=_version(case)
        )
    assert _state(case.id) == "submitted"


def test_the_clock_stops_during_a_correction_and_the_limit_grows(
    case: CaseReceipt, clock: Clock
) -> None:
    _accept(case)
    clock.set(datetime(2026, 3, 4, 10, tzinfo=CHINA))  # Wednesday: 3 of 5 days are left
    _ask(case, REVIEWER)
    assert Case.objects.get(id=case.id).paused_on == date(2026, 3, 4)

    clock.set(datetime(2026, 3, 12, 10, tzinfo=CHINA))  # Thursday of the next week: 6 days stopped
    _correct(case)

    row = Case.objects.get(id=case.id)
    assert (row.paused_on, row.correction_due_on, row.due_on) == (None, None, date(2026, 3, 17))


def test_a_second_acceptance_keeps_the_extended_limit(case: CaseReceipt, clock: Clock) -> None:
    _accept(case)
    accepted_at = Case.objects.get(id=case.id).accepted_at
    _ask(case, REVIEWER)
    clock.set(datetime(2026, 3, 4, 10, tzinfo=CHINA))
    _correct(case)
    clock.set(datetime(2026, 3, 6, 10, tzinfo=CHINA))
    _accept(case)

    row = Case.objects.get(id=case.id)
    assert (row.accepted_at, row.due_on) == (accepted_at, date(2026, 3, 11))


def test_corrected_answers_replace_the_old_ones_which_stay_in_the_history(
    case: CaseReceipt,
) -> None:
    from yibao.casework import sealing

    _ask(case)
    decisions.correct(
        case.id,
        [],
        operator="channel:demo-portal",
        row_version=_version(case),
        answers={"purpose": "到上海探亲", "trouble": "无"},
    )

    row = Case.objects.get(id=case.id)
    assert sealing.open_answers(bytes(row.answers_sealed))["purpose"] == "到上海探亲"
    event = CaseEvent.objects.filter(case_id=case.id, step="correct").get()
    assert sealing.open_note(bytes(event.note_sealed or b"")) == "用途：原为“探亲”"


def test_a_refusal_names_reason_basis_and_remedies(case: CaseReceipt) -> None:
    _accept(case)
    decisions.refuse(
        case.id, "居住证已过期。\n登记地不符。", officer=REVIEWER, row_version=_version(case)
    )

    notice = _notice(case, "refusal")
    assert isinstance(notice, Refusal)
    assert notice.reasons == ("居住证已过期。", "登记地不符。")
    assert notice.basis == ("示例依据第1条",)
    assert notice.remedies.review_agency == "贵州省贵阳市人民政府"


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_no_decision_against_the_applicant_without_a_reason(case: CaseReceipt, reason: str) -> None:
    with pytest.raises(errors.ReasonMissing):
        decisions.decline(case.id, reason, officer=ACCEPTOR, row_version=_version(case))
    assert _state(case.id) == "submitted"


def test_declining_and_withdrawing_end_the_case_with_their_notices() -> None:
    declined = sample.submit()
    decisions.decline(
        declined.id, "参保地不在本市。", officer=ACCEPTOR, row_version=_version(declined)
    )
    withdrawn = sample.submit(request_number="sample-0002")
    decisions.withdraw(
        withdrawn.id, operator="channel:demo-portal", row_version=_version(withdrawn)
    )

    assert (_state(declined.id), _kinds(declined)) == ("not_accepted", ["non_acceptance"])
    assert (_state(withdrawn.id), _kinds(withdrawn)) == ("withdrawn", ["termination"])


def test_an_old_page_cannot_overwrite_a_newer_decision(case: CaseReceipt) -> None:
    seen = _version(case)
    _accept(case)

    with pytest.raises(errors.CaseChangedMeanwhile):
        decisions.decline(case.id, "材料不符。", officer=REVIEWER, row_version=seen)
    assert _state(case.id) == "accepted"


def test_a_case_that_somebody_took_is_decided_by_nobody_else(case: CaseReceipt) -> None:
    assignment.take(case.id, officer=ACCEPTOR, row_version=_version(case))

    with pytest.raises(errors.CaseHeldByOther):
        _accept(case, REVIEWER)
    with pytest.raises(errors.CaseHeldByOther):
        assignment.take(case.id, officer=REVIEWER, row_version=_version(case))
    assignment.release(case.id, officer=ACCEPTOR, row_version=_version(case))
    _accept(case, REVIEWER)
    assert _state(case.id) == "accepted"


def test_a_case_that_has_ended_cannot_be_taken(case: CaseReceipt) -> None:
    decisions.withdraw(case.id, operator="channel:demo-portal", row_version=_version(case))

    with pytest.raises(errors.CaseNotOpen):
        assignment.take(case.id, officer=ACCEPTOR, row_version=_version(case))


def test_a_correction_that_never_comes_ends_the_case_after_its_last_day(
    case: CaseReceipt,
) -> None:
    _ask(case)

    assert decisions.lapse_overdue_corrections(date(2026, 3, 16)) == 0
    assert decisions.lapse_overdue_corrections(date(2026, 3, 17)) == 1
    assert (_state(case.id), _kinds(case)) == ("lapsed", ["correction", "termination"])


def test_a_decision_whose_notice_cannot_be_issued_is_not_taken(case: CaseReceipt) -> None:
    """One transaction: an effect without its paper must not stay."""
    broken = Case.objects.filter(id=case.id)
    _accept(case)
    broken.update(subject_sealed=b"\x01broken")

    with pytest.raises(DomainError):
        decisions.refuse(case.id, "材料不符。", officer=REVIEWER, row_version=_version(case))
    assert _state(case.id) == "accepted"


def _answers_in_trouble() -> bytes:
    from yibao.casework import sealing

    return sealing.seal_answers({"purpose": "探亲", "trouble": "有"})
