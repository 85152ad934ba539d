"""A flexible worker stops: paused from the next month on, this month is still paid (R-E12)."""

from __future__ import annotations

from datetime import date

from yibao.catalogue.case import Case
from yibao.contributions import api as contributions
from yibao.enrolment import policy
from yibao.enrolment.errors import NoFlexibleEnrolment
from yibao.enrolment.facts import HeldEnrolment, facts_of
from yibao.enrolment.flexible import spoken_month
from yibao.enrolment.flexible_forms import FlexibleInterruptionAnswers
from yibao.enrolment.kinds import FLEXIBLE
from yibao.enrolment.results import FlexibleInterruptionResult
from yibao.enrolment.states import EnrolmentEvent, EnrolmentStatus
from yibao.enrolment.transitions import Move, move, step_of
from yibao.kernel import masking
from yibao.kernel.months import YearMonth
from yibao.persons import api as persons
from yibao.persons.api import KnownPerson
from yibao.platform.audit_log import api as audit_log

InterruptionCase = Case[FlexibleInterruptionAnswers]


def may_interrupt(case: InterruptionCase) -> None:
    """R-G6, R-G7, R-E9, in this order.

    Raises:
        PersonNameDiffers, PersonDied, NoFlexibleEnrolment: about the person.
        TransitionNotPossible: the enrolment is paused already.
    """
    known = facts_of(case).person
    if known is not None:
        persons.name_agrees(known.name, case.subject)
        persons.is_alive(known.survival)
    _, held = _registered(case)
    step_of(held, EnrolmentEvent.PAUSE)


def interrupt(case: InterruptionCase) -> FlexibleInterruptionResult:
    """Pause the enrolment from the first of next month, and drop the months after this one.

    Raises:
        EnrolmentChangedMeanwhile: somebody was faster.
    """
    person, held = _registered(case)
    this_month = YearMonth.of(case.today)
    stops_on = this_month.plus(1).first_day
    reason = case.answers.reason
    benefit_until = move(
        case,
        person.id,
        held,
        Move(
            event=EnrolmentEvent.PAUSE,
            day=stops_on,
            reason=reason.value,
            reason_label=reason.label,
            benefit_until=stops_on,
        ),
    )
    dropped = contributions.drop_months_after(case.sql, person.id, held.id, this_month)
    audit_log.record(
        case.sql,
        action="enrolment.flexible_interrupted",
        object_id=str(held.id),
        operator=case.operator,
        case_number=case.number,
        facts={"reason": reason.value, "months_cancelled": dropped},
    )
    return _receipt(case, held, benefit_until, dropped)


def _receipt(
    case: InterruptionCase, held: HeldEnrolment, benefit_until: date | None, dropped: int
) -> FlexibleInterruptionResult:
    this_month = YearMonth.of(case.today)
    gap = policy.gap_policy(case.today, held.region)
    return FlexibleInterruptionResult(
        enrolment_number=str(held.id),
        name=masking.mask_name(case.subject.name),
        status=EnrolmentStatus.PAUSED.label,
        reason=case.answers.reason.label,
        last_month=spoken_month(this_month),
        effective_on=this_month.plus(1).first_day,
        benefit_until=benefit_until,
        months_cancelled=dropped,
        next_step=(
            f"本月的费用还要缴。中断不超过{gap.short_gap_months}个月再参保的，没有等待期；"
            f"超过的，再参保后等待{gap.waiting_months}个月。"
        ),
    )


def _registered(case: InterruptionCase) -> tuple[KnownPerson, HeldEnrolment]:
    facts = facts_of(case)
    held = facts.employee
    if facts.person is None or held is None or held.person_kind != FLEXIBLE:
        raise NoFlexibleEnrolment
    return facts.person, held
