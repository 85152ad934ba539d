"""A resident leaves: pause, or end after a death; what is open is cancelled, what is early goes back.

Source: docs/explanation/domain.md 1.3 (R-E8, R-E9, R-E15), 2.4 and 2.5.
"""

from __future__ import annotations

from datetime import date, timedelta

from yibao.catalogue.case import Case
from yibao.catalogue.field import Field
from yibao.contributions import api as contributions
from yibao.enrolment.errors import DeathNeedsAgent, NothingToSuspend, SuspensionDayWrong
from yibao.enrolment.facts import HeldEnrolment, facts_of
from yibao.enrolment.forms import ResidentSuspensionAnswers, SuspensionReason
from yibao.enrolment.results import SuspensionResult
from yibao.enrolment.states import EnrolmentEvent, EnrolmentStatus
from yibao.enrolment.transitions import Move, move, step_of
from yibao.kernel import masking
from yibao.persons import api as persons
from yibao.persons.api import KnownPerson, Survival
from yibao.platform.audit_log import api as audit_log
from yibao.platform.outbox import api as outbox
from yibao.reference import code_tables, regions
from yibao.reference.parameters import whole_number

SuspensionCase = Case[ResidentSuspensionAnswers]


def resident_may_leave(case: SuspensionCase) -> None:
    """R-G6, R-G7, R-E8, R-E9, in this order: nothing is told under another name.

    Raises:
        NothingToSuspend, PersonNameDiffers, PersonDied, DeathNeedsAgent: about the person.
        TransitionNotPossible: the enrolment is paused already.
    """
    known = facts_of(case).person
    if known is not None:
        persons.name_agrees(known.name, case.subject)
    person, held = _registered(case)
    if case.answers.reason is not SuspensionReason.DEATH:
        persons.is_alive(person.survival)
    elif case.agent is None and not case.officer:
        raise DeathNeedsAgent
    step_of(held, _event(case))


def day_is_possible(case: SuspensionCase) -> None:
    """Refuse a day that lies ahead, before the enrolment, or too far back (R-G9, R-E12).

    Raises:
        SuspensionDayWrong: with the days that are possible.
    """
    held = facts_of(case).resident
    if held is None:
        return
    field = _day_field(case)
    earliest, latest = _first_day(case, held), case.submitted_on
    if not earliest <= _day(case) <= latest:
        raise SuspensionDayWrong(
            label=field.label, earliest=_spoken(earliest), latest=_spoken(latest), at=field.path
        )


def needs_review(case: SuspensionCase) -> str:
    """R-E15: return why an officer must look; a death that no register confirms."""
    person = facts_of(case).person
    if case.answers.reason is not SuspensionReason.DEATH or person is None:
        return ""
    if person.survival is Survival.DEAD:
        return ""
    return "登记中没有去世信息，需人工核对死亡证明。"


def suspend(case: SuspensionCase) -> SuspensionResult:
    """Pause or end the enrolment, settle the dues, and tell whoever must know.

    Raises:
        EnrolmentChangedMeanwhile: somebody was faster.
    """
    person, held = _registered(case)
    reason, day = case.answers.reason, _day(case)
    settled = contributions.settle_dues(
        case.sql,
        contributions.Leaving(
            person_id=person.id,
            left_on=day if reason is SuspensionReason.DEATH else case.submitted_on,
            reason=reason.label,
            case_number=case.number,
            operator=case.operator,
            now=case.now,
        ),
    )
    what = Move(
        event=_event(case),
        day=day,
        reason=reason.value,
        reason_label=reason.label,
        benefit_until=day + timedelta(days=1) if reason is SuspensionReason.DEATH else day,
        years=tuple(settled.years),
    )
    benefit_until = move(case, person.id, held, what)
    _write_down(case, person, held, settled)
    return _receipt(case, held, settled, benefit_until)


def _write_down(
    case: SuspensionCase, person: KnownPerson, held: HeldEnrolment, settled: contributions.Settled
) -> None:
    reason = case.answers.reason.value
    audit_log.record(
        case.sql,
        action="enrolment.resident_suspended",
        object_id=str(held.id),
        operator=case.operator,
        case_number=case.number,
        facts={"reason": reason, "refund_fen": settled.refunded.fen, "years": settled.years},
    )
    outbox.publish(
        case.sql,
        topic="enrolment.suspended",
        key=str(person.id),
        payload={"person_id": str(person.id), "enrolment_id": str(held.id), "reason": reason},
    )


def _receipt(
    case: SuspensionCase,
    held: HeldEnrolment,
    settled: contributions.Settled,
    benefit_until: date | None,
) -> SuspensionResult:
    step = step_of(held, _event(case))
    return SuspensionResult(
        enrolment_number=str(held.id),
        name=masking.mask_name(case.subject.name),
        insurance=code_tables.label("insurance_type", held.insurance_type),
        region=regions.full_name(held.region),
        status=step.status.label,
        reason=case.answers.reason.label,
        effective_on=_day(case),
        benefit_until=benefit_until,
        is_refunded=bool(settled.refunds),
        refund_amount=str(settled.refunded.yuan),
        next_step=_next_step(settled, step.status),
    )


def _next_step(settled: contributions.Settled, status: EnrolmentStatus) -> str:
    if settled.refunds:
        years = "、".join(str(refund.year) for refund in settled.refunds)
        return f"{years}年度已缴的费用由税务部门退回原缴费账户，请留意到账。"
    if status is EnrolmentStatus.ENDED:
        return "参保关系已终止，不用再缴费。"
    return "已停保，不用再缴费；当年已享受待遇的费用不退。以后可以重新办理参保登记。"


def _registered(case: SuspensionCase) -> tuple[KnownPerson, HeldEnrolment]:
    facts = facts_of(case)
    if facts.person is None or facts.resident is None:
        raise NothingToSuspend
    return facts.person, facts.resident


def _event(case: SuspensionCase) -> EnrolmentEvent:
    is_death = case.answers.reason is SuspensionReason.DEATH
    return EnrolmentEvent.END if is_death else EnrolmentEvent.PAUSE


def _day(case: SuspensionCase) -> date:
    answers = case.answers
    return answers.died_on or answers.paused_on or case.submitted_on


def _day_field(case: SuspensionCase) -> Field[date | None]:
    is_death = case.answers.reason is SuspensionReason.DEATH
    return ResidentSuspensionAnswers.died_on if is_death else ResidentSuspensionAnswers.paused_on


def _first_day(case: SuspensionCase, held: HeldEnrolment) -> date:
    if case.answers.reason is SuspensionReason.DEATH:
        return held.first_enrolled_on
    most = whole_number(
        "enrolment.suspension_most_days_back", day=case.submitted_on, region=held.region
    )
    return max(held.current_since, case.submitted_on - timedelta(days=most))


def _spoken(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
