"""Holding a case for one decision, and writing what happened to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from yibao.casework import officers, sealing
from yibao.casework.errors import (
    ApproverIsAcceptor,
    CaseChangedMeanwhile,
    CaseHeldByOther,
    CaseUnknown,
    StepNotPossible,
)
from yibao.casework.identities import index_of
from yibao.casework.states import CaseState, CaseStep, next_state
from yibao.catalogue import registry
from yibao.catalogue.case import Agent, Case, Identity
from yibao.catalogue.service import AnyService
from yibao.platform import clock
from yibao.platform.audit_log import api as audit_log
from yibao.platform.database import Sql


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
    officer: str
    submitted_at: datetime
    accepted_at: datetime | None
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

    @property
    def subject(self) -> Identity:
        """Return whom the case is about."""
        return sealing.open_subject(self.subject_sealed)

    @property
    def agent(self) -> Agent | None:
        """Return who acts for the subject."""
        return sealing.open_agent(self.agent_sealed)


_SELECT = """
SELECT id, number, operation, state, subject_sealed, agent_sealed, answers_sealed, channel, region,
       officer, submitted_at, accepted_at, due_on, paused_on, row_version
FROM service_case WHERE id = %s
"""


def find(sql: Sql, case_id: UUID) -> LockedCase:
    """Return the case without holding it. Raises CaseUnknown."""
    sql.execute(_SELECT, (case_id,))
    return _read(sql)


def hold(sql: Sql, case_id: UUID) -> LockedCase:
    """Return the case as it stands, held until the transaction ends. Raises CaseUnknown."""
    sql.execute(_SELECT + "FOR UPDATE", (case_id,))
    return _read(sql)


def lock(sql: Sql, case_id: UUID, row_version: int) -> LockedCase:
    """Return the case, held until the transaction ends.

    Raises:
        CaseUnknown: there is none.
        CaseChangedMeanwhile: somebody saved it after the caller read it.
    """
    case = hold(sql, case_id)
    if case.row_version != row_version:
        raise CaseChangedMeanwhile
    return case


def lock_for(sql: Sql, case_id: UUID, *, officer: str, row_version: int) -> LockedCase:
    """Return the case, held for a decision of this officer.

    Raises:
        CaseHeldByOther: another officer has taken it.
    """
    case = lock(sql, case_id, row_version)
    if case.officer not in ("", officer):
        raise CaseHeldByOther(holder=officers.name_of(case.officer))
    return case


def require(case: LockedCase, step: CaseStep) -> CaseState:
    """Return the state after the step. Raises StepNotPossible."""
    state = next_state(case.state, step)
    if state is None:
        raise StepNotPossible(state=case.state.label, step=step.label)
    return state


def require_another_than_acceptor(sql: Sql, case: LockedCase, officer: str) -> None:
    """Refuse the officer who accepted the case, ever (INV-17, 审核与受理分离).

    Raises:
        ApproverIsAcceptor: he did.
    """
    sql.execute(
        """SELECT 1 FROM case_event WHERE case_id = %s AND step = 'accept' AND operator = %s
           LIMIT 1""",
        (case.id, f"officer:{officer}"),
    )
    if sql.fetchone() is not None:
        raise ApproverIsAcceptor


def move(sql: Sql, case: LockedCase, step: CaseStep, *, operator: str, note: str = "") -> None:
    """Take the step: state, event and audit entry. The case goes back to everybody's worklist."""
    state = require(case, step)
    sql.execute(
        """UPDATE service_case SET state = %s, officer = '', row_version = row_version + 1
           WHERE id = %s""",
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


def close(sql: Sql, case: LockedCase, *, officer: str = "", result: object = None) -> None:
    """Write the end of the case: when, by whom, with what result."""
    sql.execute(
        """UPDATE service_case SET closed_at = %s, officer = %s, result_sealed = %s,
             paused_on = NULL, correction_due_on = NULL WHERE id = %s""",
        (clock.now(), officer, sealing.seal_result(result), case.id),
    )


def context_of(sql: Sql, case: LockedCase, officer: str) -> Case[Any]:
    """Return what the checks and the effect of the service see of the case."""
    sql.execute("SELECT code, source FROM case_material WHERE case_id = %s ORDER BY id", (case.id,))
    return Case(
        number=case.number,
        operation=case.operation,
        subject=case.subject,
        subject_index=index_of(case.subject),
        answers=case.service.answers.read(sealing.open_answers(case.answers_sealed)),
        now=clock.now(),
        today=clock.today(),
        submitted_on=clock.day_of(case.submitted_at),
        sql=sql,
        agent=case.agent,
        channel=case.channel,
        officer=officer,
        materials=tuple((str(code), str(source)) for code, source in sql.fetchall()),
    )


def _read(sql: Sql) -> LockedCase:
    row = sql.fetchone()
    if row is None:
        raise CaseUnknown
    values = list(row)
    values[3] = CaseState(values[3])
    return LockedCase(*values)
