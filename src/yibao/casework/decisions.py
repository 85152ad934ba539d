"""What may be done to a case after it was submitted: each verb one transaction, one event.

Source: services.md 1.1 (states), 3.2 (notices, 一次性告知), 2.18 (INV-15, INV-17).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from yibao.casework import sealing
from yibao.casework.errors import (
    CaseChangedMeanwhile,
    CaseUnknown,
    CorrectionAlreadyNotified,
    ReasonMissing,
    StepNotPossible,
)
from yibao.casework.materials import GivenMaterial
from yibao.casework.opening import insert_materials
from yibao.casework.states import CaseState, CaseStep, next_state
from yibao.catalogue import registry
from yibao.catalogue.case import Case
from yibao.catalogue.service import AnyService
from yibao.kernel.working_days import due_on
from yibao.platform import clock, database
from yibao.platform.audit_log import api as audit_log
from yibao.platform.database import Sql
from yibao.reference import parameters



@dataclass(frozen=True)
class LockedCase:
    """The row of a case, locked until the transaction ends."""

    id: UUID
    number: str
    operation: str
    state: CaseState
    subject_sealed: bytes
    agent_sealed: bytes | None
    answers_sealed: bytes
    channel: str
    region: str
    due_on: date | None
    paused_on: date | None
    row_version: int

    @property
    def service(self) -> AnyService:
        """Return the service of this case."""
        service = registry.find(self.operation)
        if service is None:
            raise CaseUnknown
        return service


@dataclass(frozen=True)
class Problem:
    """One thing to put right: which material or question, and what is wrong with it."""

    about: str
    what: str


def accept(case_id: UUID, *, officer: str, row_version: int) -> None:
    """受理: the case is complete; from now on the time limit runs."""
    with database.transaction() as sql:
        case = _lock(sql, case_id, row_version)
        review = case.service.workflow.review
        due = due_on(clock.today(), review.working_days if review else 0)
        _move(sql, case, CaseStep.ACCEPT, operator=f"officer:{officer}")
        sql.execute(
            """UPDATE service_case SET accepted_at = %s, due_on = %s, officer = %s
               WHERE id = %s""",
            (clock.now(), due, officer, case.id),
        )


def request_correction(
    case_id: UUID, problems: Sequence[Problem], *, officer: str, row_version: int
) -> None:
    """一次性告知补正: name everything that is missing or wrong, in one notice; the clock stops.

    Raises:
        CorrectionAlreadyNotified: it was told before and no material has changed since.
    """
    if not problems:
        raise ReasonMissing
    with database.transaction() as sql:
        case = _lock(sql, case_id, row_version)
        if _was_notified_without_change(sql, case):
            raise CorrectionAlreadyNotified
        note = "\n".join(f"{problem.about}：{problem.what}" for problem in problems)
        _move(sql, case, CaseStep.REQUEST_CORRECTION, operator=f"officer:{officer}", note=note)
        sql.execute(
            "UPDATE service_case SET paused_on = %s, correction_due_on = %s WHERE id = %s",
            (clock.today(), due_on(clock.today(), _correction_days(case)), case.id),
        )


def correct(
    case_id: UUID, materials: Sequence[GivenMaterial], *, operator: str, row_version: int
) -> None:
    """补正: the applicant hands in what was missing; an officer looks again."""
    with database.transaction() as sql:
        case = _lock(sql, case_id, row_version)
        insert_materials(sql, case.id, materials, clock.now())
        _move(sql, case, CaseStep.CORRECT, operator=operator)
        sql.execute(
            "UPDATE service_case SET paused_on = NULL, correction_due_on = NULL WHERE id = %s",
            (case.id,),
        )


def approve(case_id: UUID, *, officer: str, row_version: int) -> object:
    """审核通过: the checks hold still, the effect is taken, the case is done.

    Raises:
        DomainError, Several: what has changed since the application, so that it cannot be approved.
    """
    with database.transaction() as sql:
        case = _lock(sql, case_id, row_version)
        _require(case, CaseStep.APPROVE)
        context = _context(sql, case, officer)
        for check in case.service.workflow.checks:
            check(context)
        result = case.service.workflow.effect(context)
        _move(sql, case, CaseStep.APPROVE, operator=f"officer:{officer}")
        _close(sql, case, clock.now(), sealing.seal_result(result))
        return result


def refuse(case_id: UUID, reason: str, *, officer: str, row_version: int) -> None:
    """审核不通过: with the reason that the applicant reads."""
    _end(case_id, CaseStep.REFUSE, reason, operator=f"officer:{officer}", row_version=row_version)


def decline(case_id: UUID, reason: str, *, officer: str, row_version: int) -> None:
    """不予受理: not our business, or not at this agency; with the reason and where to go."""
    _end(case_id, CaseStep.DECLINE, reason, operator=f"officer:{officer}", row_version=row_version)


def withdraw(case_id: UUID, *, operator: str, row_version: int) -> None:
    """撤回: the applicant changes his mind before the decision."""
    _end(
        case_id, CaseStep.WITHDRAW, "申请人撤回", operator=operator, row_version=row_version
    )


def lapse_overdue_corrections(today: date) -> int:
    """逾期终止: end the cases whose correction did not come in time; return how many."""
    with database.reading() as sql:
        sql.execute(
            """SELECT id, row_version FROM service_case
               WHERE state = 'correction' AND correction_due_on < %s ORDER BY id LIMIT 1000""",
            (today,),
        )
        overdue = sql.fetchall()
    for case_id, row_version in overdue:
        _end(
            case_id, CaseStep.LAPSE, "逾期未补正", operator="system", row_version=row_version
        )
    return len(overdue)


def _end(
    case_id: UUID, step: CaseStep, reason: str, *, operator: str, row_version: int
) -> None:
    if not reason.strip():
        raise ReasonMissing
    with database.transaction() as sql:
        case = _lock(sql, case_id, row_version)
        _move(sql, case, step, operator=operator, note=reason.strip())
        _close(sql, case, clock.now(), None)


def _correction_days(case: LockedCase) -> int:
    return parameters.whole_number(
        "casework.correction_working_days", day=clock.today(), region=case.region
    )


def _lock(sql: Sql, case_id: UUID, row_version: int) -> LockedCase:
    sql.execute(
        """SELECT id, number, operation, state, subject_sealed, agent_sealed, answers_sealed,
                  channel, region, due_on, paused_on, row_version
           FROM service_case WHERE id = %s FOR UPDATE""",
        (case_id,),
    )
    row = sql.fetchone()
    if row is None:
        raise CaseUnknown
    case = LockedCase(*row[:3], CaseState(row[3]), *row[4:])
    if case.row_version != row_version:
        raise CaseChangedMeanwhile
    return case


def _require(case: LockedCase, step: CaseStep) -> CaseState:
    state = next_state(case.state, step)
    if state is None:
        raise StepNotPossible(state=case.state.label, step=step.label)
    return state


def _move(sql: Sql, case: LockedCase, step: CaseStep, *, operator: str, note: str = "") -> None:
    state = _require(case, step)
    sql.execute(
        "UPDATE service_case SET state = %s, row_version = row_version + 1 WHERE id = %s",
        (state.value, case.id),
    )
    sql.execute(
        """INSERT INTO case_event (case_id, step, state, operator, note_sealed, at)
           VALUES (%s, %s, %s, %s, %s, %s)""",
        (case.id, step.value, state.value, operator, sealing.seal_note(note), clock.now()),
    )
    audit_log.record(
        sql,
        action=f"case.{step.value}",
        object_id=str(case.id),
        operator=operator,
        case_number=case.number,
        facts={"operation": case.operation, "before": case.state.value, "after": state.value},
    )


def _close(sql: Sql, case: LockedCase, now: datetime, result_sealed: bytes | None) -> None:
    sql.execute(
        """UPDATE service_case SET closed_at = %s, result_sealed = %s, paused_on = NULL
           WHERE id = %s""",
        (now, result_sealed, case.id),
    )


def _was_notified_without_change(sql: Sql, case: LockedCase) -> bool:
    sql.execute(
        """SELECT max(at) FILTER (WHERE step = 'request_correction'),
                  max(at) FILTER (WHERE step = 'correct') FROM case_event WHERE case_id = %s""",
        (case.id,),
    )
    row = sql.fetchone()
    notified, corrected = row if row else (None, None)
    return notified is not None and (corrected is None or corrected < notified)


def _context(sql: Sql, case: LockedCase, officer: str) -> Case[Any]:
    service = case.service
    sql.execute("SELECT code, source FROM case_material WHERE case_id = %s ORDER BY id", (case.id,))
    return Case(
        number=case.number,
        operation=case.operation,
        subject=sealing.open_subject(case.subject_sealed),
        answers=service.answers.read(sealing.open_answers(case.answers_sealed)),
        now=clock.now(),
        today=clock.today(),
        sql=sql,
        agent=sealing.open_agent(case.agent_sealed),
        channel=case.channel,
        officer=officer,
        materials=tuple((str(code), str(source)) for code, source in sql.fetchall()),
    )
