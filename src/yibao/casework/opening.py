"""Writing a new case, its first event and its materials: one statement each, one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import psycopg

from yibao.casework import sealing
from yibao.casework.errors import CaseAlreadyOpen
from yibao.casework.identities import index_of
from yibao.casework.materials import GivenMaterial
from yibao.casework.numbers import new_query_code
from yibao.casework.states import CaseState, CaseStep
from yibao.catalogue.case import Agent, Identity
from yibao.platform.database import Sql


@dataclass(frozen=True)
class NewCase:
    """Everything that is known when a case is opened."""

    id: UUID
    number: str
    operation: str
    service_version: int
    subject: Identity
    agent: Agent | None
    answers: dict[str, object]
    channel: str
    request_number: str
    region: str
    officer: str
    now: datetime
    state: CaseState = CaseState.SUBMITTED
    due_on: date | None = None
    result: object | None = None
    review_reason: str = ""
    materials: Sequence[GivenMaterial] = ()

    @property
    def operator(self) -> str:
        """Return who submitted: an officer or a channel."""
        return f"officer:{self.officer}" if self.officer else f"channel:{self.channel}"


_INSERT_CASE = """
WITH new_case AS (
  INSERT INTO service_case (id, number, operation, service_version, state, subject_index,
    subject_sealed, agent_sealed, answers_sealed, result_sealed, channel, request_number,
    query_code, region, review_reason, officer, submitted_at, accepted_at, due_on, closed_at,
    row_version)
  VALUES (%(id)s, %(number)s, %(operation)s, %(version)s, %(state)s, %(index)s, %(subject)s,
    %(agent)s, %(answers)s, %(result)s, %(channel)s, %(request)s, %(query_code)s, %(region)s,
    %(review_reason)s, '', %(now)s, %(accepted)s, %(due)s, %(closed)s, 1)
  RETURNING id)
INSERT INTO case_event (case_id, step, state, operator, at)
SELECT id, %(step)s, %(state)s, %(operator)s, %(now)s FROM new_case
"""


def insert(sql: Sql, case: NewCase) -> str:
    """Write the case and its first event; return the query code.

    Raises:
        CaseAlreadyOpen: the person has an open case of this service.
    """
    query_code = new_query_code()
    is_done = case.state is CaseState.DONE
    values = {
        "id": case.id,
        "number": case.number,
        "operation": case.operation,
        "version": case.service_version,
        "state": case.state.value,
        "index": index_of(case.subject),
        "subject": sealing.seal_subject(case.subject),
        "agent": sealing.seal_agent(case.agent),
        "answers": sealing.seal_answers(case.answers),
        "result": sealing.seal_result(case.result),
        "channel": case.channel,
        "request": case.request_number,
        "query_code": query_code,
        "region": case.region,
        "review_reason": case.review_reason,
        "now": case.now,
        "accepted": case.now if is_done else None,
        "due": case.due_on,
        "closed": case.now if is_done else None,
        "step": (CaseStep.COMPLETE if is_done else CaseStep.SUBMIT).value,
        "operator": case.operator,
    }
    if is_done:
        sql.later(_INSERT_CASE, values)
    else:
        _insert_open_case(sql, values)
    insert_materials(sql, case.id, case.materials, case.now)
    return query_code


def _insert_open_case(sql: Sql, values: dict[str, object]) -> None:
    try:
        sql.execute(_INSERT_CASE, values)
    except psycopg.errors.UniqueViolation as violation:
        if violation.diag.constraint_name == "one_open_case_of_a_person":
            raise CaseAlreadyOpen(number="请在“我的办件”中查看") from violation
        raise


def insert_materials(
    sql: Sql, case_id: UUID, materials: Sequence[GivenMaterial], now: datetime
) -> None:
    """Write what was handed in."""
    for m in materials:
        sql.later(
            """INSERT INTO case_material
                 (case_id, code, source, file_id, evidence, problem, given_at)
               VALUES (%s, %s, %s, %s, %s, '', %s)""",
            (case_id, m.code, m.source.value, m.file_id, m.evidence, now),
        )


def open_case_of(sql: Sql, operation: str, subject: Identity) -> str | None:
    """Return the number of the person's open case of this service, or None."""
    sql.execute(
        """SELECT number FROM service_case WHERE operation = %s AND subject_index = %s
           AND state IN ('submitted', 'correction', 'accepted')""",
        (operation, index_of(subject)),
    )
    row = sql.fetchone()
    return str(row[0]) if row else None
