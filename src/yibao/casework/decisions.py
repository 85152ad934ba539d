"""What may be done to a case after it was submitted: each verb one transaction, one event.

Source: docs/explanation/domain.md 1.1 (states, clock), 3.2 (notices, 一次性告知), 2.18
(INV-15, INV-17).
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from yibao.casework import assessing, locking, sealing
from yibao.casework import decision_notices as papers
from yibao.casework.deadlines import extended
from yibao.casework.errors import CorrectionAlreadyNotified, ReasonMissing
from yibao.casework.locking import LockedCase
from yibao.casework.materials import GivenMaterial
from yibao.casework.notices.content import Defect
from yibao.casework.opening import insert_materials
from yibao.casework.states import CaseStep
from yibao.catalogue.case import Case
from yibao.kernel.errors import DomainError, Several
from yibao.kernel.working_days import due_on
from yibao.platform import clock, database
from yibao.platform.database import Sql
from yibao.reference import parameters

logger = logging.getLogger(__name__)
SYSTEM = "system"


@dataclass(frozen=True)
class Problem:
    """One thing to put right: which material or question, and what is wrong with it.

    ``about`` is its name as the applicant knows it; ``material`` the code, where it is a material.
    """

    about: str
    what: str
    material: str = ""


def accept(case_id: UUID, *, officer: str, row_version: int) -> None:
    """受理: the case is complete; from now on the time limit runs.

    A case that comes back from a correction keeps its first day of acceptance and its extended
    limit: the clock was stopped, not set back.
    """
    with database.transaction() as sql:
        case = locking.lock_for(sql, case_id, officer=officer, row_version=row_version)
        locking.move(sql, case, CaseStep.ACCEPT, operator=f"officer:{officer}")
        accepted_at, due = case.accepted_at or clock.now(), case.due_on
        if case.accepted_at is None or due is None:
            review = case.service.workflow.review
            due = due_on(clock.today(), review.working_days if review else 0)
        sql.execute(
            "UPDATE service_case SET accepted_at = %s, due_on = %s WHERE id = %s",
            (accepted_at, due, case.id),
        )
        papers.accepted(sql, case, officer=officer, accepted_at=accepted_at, due=due)


def request_correction(
    case_id: UUID, problems: Sequence[Problem], *, officer: str, row_version: int
) -> None:
    """一次性告知补正: name everything that is missing or wrong, in one notice; the clock stops.

    Raises:
        ReasonMissing: nothing was named, or something without saying what is wrong with it.
        CorrectionAlreadyNotified: it was told before and no material has changed since.
    """
    if not problems or any(not problem.what.strip() for problem in problems):
        raise ReasonMissing
    with database.transaction() as sql:
        case = locking.lock_for(sql, case_id, officer=officer, row_version=row_version)
        assessing.require_none_under_way(case, CaseStep.REQUEST_CORRECTION)
        if _was_notified_without_change(sql, case):
            raise CorrectionAlreadyNotified
        note = "\n".join(f"{problem.about}：{problem.what.strip()}" for problem in problems)
        locking.move(
            sql, case, CaseStep.REQUEST_CORRECTION, operator=f"officer:{officer}", note=note
        )
        due = due_on(clock.today(), _correction_days(case))
        sql.execute(
            "UPDATE service_case SET paused_on = %s, correction_due_on = %s WHERE id = %s",
            (clock.today(), due, case.id),
        )
        _mark_problems(sql, case, problems)
        defects = [Defect(problem.about, problem.what.strip()) for problem in problems]
        papers.correction_asked(sql, case, defects, officer=officer, due=due)


def correct(
    case_id: UUID,
    materials: Sequence[GivenMaterial],
    *,
    operator: str,
    row_version: int,
    answers: Mapping[str, object] | None = None,
) -> None:
    """补正: the applicant hands in what was missing; an officer looks again, the clock goes on.

    ``answers``, when given, replace the earlier ones, which stay in the history of the case.

    Raises:
        Several: an answer cannot be right.
    """
    with database.transaction() as sql:
        case = locking.lock(sql, case_id, row_version)
        note = _replace_answers(sql, case, answers) if answers is not None else ""
        insert_materials(sql, case.id, materials, clock.now())
        locking.move(sql, case, CaseStep.CORRECT, operator=operator, note=note)
        due = case.due_on
        if due is not None and case.paused_on is not None:
            due = extended(due, paused_on=case.paused_on, resumed_on=clock.today())
        sql.execute(
            """UPDATE service_case SET due_on = %s, paused_on = NULL, correction_due_on = NULL
               WHERE id = %s""",
            (due, case.id),
        )


def approve(case_id: UUID, *, officer: str, row_version: int) -> object:
    """审核通过: the checks hold still, the effect is taken, the case is done.

    Raises:
        ApproverIsAcceptor: this officer accepted the case (INV-17).
        ConclusionMissing, ConclusionDiffers, DeciderIsExpert: an expert concludes first.
        Several: what has changed since the application, so that it cannot be approved.
    """
    with database.transaction() as sql:
        case = locking.lock_for(sql, case_id, officer=officer, row_version=row_version)
        locking.require(case, CaseStep.APPROVE)
        locking.require_another_than_acceptor(sql, case, officer)
        assessing.require_conclusion(sql, case, CaseStep.APPROVE, officer)
        context = locking.context_of(sql, case, officer)
        if wrong := refusals_of(context, case):
            raise Several(wrong)
        result = case.service.workflow.effect(context)
        locking.move(sql, case, CaseStep.APPROVE, operator=f"officer:{officer}")
        locking.close(sql, case, officer=officer, result=result)
        papers.approved(sql, case, result=result, officer=officer, today=context.today)
        return result


def refuse(
    case_id: UUID, reason: str, *, officer: str, row_version: int, where_to_go: str = ""
) -> None:
    """审核不通过: with the reason that the applicant reads.

    Where an expert assesses, his conclusion is awaited, unless the checks of the service already
    stand against the application.

    Raises:
        ReasonMissing: there is none.
        ApproverIsAcceptor: this officer accepted the case (INV-17).
        AssessmentUnderWay, ConclusionMissing, ConclusionDiffers, DeciderIsExpert: not yet, not so.
    """
    _require_reason(reason)
    with database.transaction() as sql:
        case = locking.lock_for(sql, case_id, officer=officer, row_version=row_version)
        locking.require(case, CaseStep.REFUSE)
        locking.require_another_than_acceptor(sql, case, officer)
        assessing.require_none_under_way(case, CaseStep.REFUSE)
        context = locking.context_of(sql, case, officer)
        if not assessing.bars(refusals_of(context, case)):
            assessing.require_conclusion(sql, case, CaseStep.REFUSE, officer)
        _end(sql, case, CaseStep.REFUSE, reason, officer=officer)
        papers.refused(
            sql, case, reason=reason, where_to_go=where_to_go, officer=officer, today=clock.today()
        )


def decline(
    case_id: UUID, reason: str, *, officer: str, row_version: int, where_to_go: str = ""
) -> None:
    """不予受理: not our business, or not at this agency; with the reason and where to go."""
    _require_reason(reason)
    with database.transaction() as sql:
        case = locking.lock_for(sql, case_id, officer=officer, row_version=row_version)
        _end(sql, case, CaseStep.DECLINE, reason, officer=officer)
        papers.declined(
            sql, case, reason=reason, where_to_go=where_to_go, officer=officer, today=clock.today()
        )


def withdraw(case_id: UUID, *, operator: str, row_version: int) -> None:
    """撤回: the applicant changes his mind before the decision."""
    _terminate(case_id, CaseStep.WITHDRAW, "申请人撤回申请。", operator, row_version)


def lapse_overdue_corrections(today: date) -> int:
    """逾期终止: end the cases whose correction did not come in time; return how many.

    A case that somebody changes at the same moment, or that cannot be ended, is left for the next
    run and never keeps the others waiting.
    """
    with database.reading() as sql:
        sql.execute(
            """SELECT id, row_version FROM service_case
               WHERE state = 'correction' AND correction_due_on < %s ORDER BY id LIMIT 1000""",
            (today,),
        )
        overdue = sql.fetchall()
    ended = 0
    for case_id, row_version in overdue:
        try:
            _terminate(case_id, CaseStep.LAPSE, "在补正期限内没有补正。", SYSTEM, row_version)
            ended += 1
        except DomainError as error:
            logger.warning("case %s did not lapse: %s", case_id, error.code)
    return ended


def refusals_of(context: Case[Any], case: LockedCase) -> list[DomainError]:
    """Return everything that the checks of the service have against the case as it stands."""
    wrong: list[DomainError] = []
    for check in case.service.workflow.checks:
        try:
            check(context)
        except Several as several:
            wrong += several.errors
        except DomainError as error:
            wrong.append(error)
    return wrong


def _terminate(case_id: UUID, step: CaseStep, reason: str, operator: str, row_version: int) -> None:
    with database.transaction() as sql:
        case = locking.lock(sql, case_id, row_version)
        locking.move(sql, case, step, operator=operator, note=reason)
        locking.close(sql, case)
        papers.terminated(
            sql,
            case,
            reason=reason,
            is_withdrawn=step is CaseStep.WITHDRAW,
            today=clock.today(),
        )


def _end(sql: Sql, case: LockedCase, step: CaseStep, reason: str, *, officer: str) -> None:
    locking.move(sql, case, step, operator=f"officer:{officer}", note=reason.strip())
    locking.close(sql, case, officer=officer)


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing


def _correction_days(case: LockedCase) -> int:
    return parameters.whole_number(
        "casework.correction_working_days", day=clock.today(), region=case.region
    )


def _mark_problems(sql: Sql, case: LockedCase, problems: Sequence[Problem]) -> None:
    """Mark the latest row of each material; what is wrong stands sealed in the event."""
    for problem in problems:
        if problem.material:
            sql.execute(
                """UPDATE case_material SET problem = '见补正告知书' WHERE id =
                     (SELECT max(id) FROM case_material WHERE case_id = %s AND code = %s)""",
                (case.id, problem.material),
            )


def _replace_answers(sql: Sql, case: LockedCase, answers: Mapping[str, object]) -> str:
    """Store the new answers and return, for the history, what the changed ones were before."""
    form = case.service.answers
    before = dict(form.read(sealing.open_answers(case.answers_sealed)).displayed())
    new = form.read(answers)
    after = dict(new.displayed())
    sql.execute(
        "UPDATE service_case SET answers_sealed = %s WHERE id = %s",
        (sealing.seal_answers(new.to_json()), case.id),
    )
    return "\n".join(
        f"{field.label}：原为“{before.get(field, '（未填）')}”"
        for field in {**before, **after}
        if before.get(field) != after.get(field)
    )


def _was_notified_without_change(sql: Sql, case: LockedCase) -> bool:
    sql.execute(
        """SELECT max(id) FILTER (WHERE step = 'request_correction'),
                  max(id) FILTER (WHERE step = 'correct') FROM case_event WHERE case_id = %s""",
        (case.id,),
    )
    row = sql.fetchone()
    notified, corrected = row if row else (None, None)
    return notified is not None and (corrected is None or corrected < notified)
