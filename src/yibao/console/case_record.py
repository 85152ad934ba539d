"""The row of a case, opened for an officer of its region, or for the expert who assesses it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from yibao.casework import officers, sealing
from yibao.casework.deadlines import TimeLeft, time_left
from yibao.casework.errors import CaseUnknown
from yibao.casework.result_lines import lines_of
from yibao.casework.states import CaseState
from yibao.catalogue import registry
from yibao.catalogue.case import Agent, Identity
from yibao.catalogue.service import AnyService
from yibao.console.regions import covers
from yibao.console.worklist import limit_of
from yibao.platform.database import Sql


@dataclass(frozen=True)
class CaseRecord:
    """The row of the case, opened."""

    id: UUID
    number: str
    operation: str
    state: CaseState
    subject_index: bytes
    subject: Identity
    agent: Agent | None
    raw_answers: dict[str, Any]
    raw_result: Any
    channel: str
    query_code: str
    region: str
    review_reason: str
    officer: str
    submitted_at: datetime
    accepted_at: datetime | None
    due_on: date | None
    paused_on: date | None
    correction_due_on: date | None
    closed_at: datetime | None
    row_version: int

    @property
    def service(self) -> AnyService:
        """Return the service of the case. Raises CaseUnknown when it is declared no more."""
        service = registry.find(self.operation)
        if service is None:
            raise CaseUnknown
        return service

    @property
    def holder(self) -> str:
        """Return the full name of who has taken the case, or an empty text."""
        return officers.name_of(self.officer) if self.officer else ""

    def left(self, today: date) -> TimeLeft | None:
        """Return what is left of the time limit while the case is open."""
        if not self.state.is_open:
            return None
        return time_left(
            self.due_on,
            today=today,
            limit_working_days=limit_of(self.operation),
            paused_on=self.paused_on,
        )

    def result_lines(self) -> list[tuple[str, str]]:
        """Return the result as labelled lines."""
        return lines_of(self.service.result, self.raw_result)


_SELECT = """
SELECT id, number, operation, state, subject_index, subject_sealed, agent_sealed, answers_sealed,
       result_sealed, channel, query_code, region, review_reason, officer, submitted_at,
       accepted_at, due_on, paused_on, correction_due_on, closed_at, row_version
FROM service_case c
"""
_ASSIGNED = """
WHERE id = %s AND state = 'accepted' AND EXISTS (
  SELECT 1 FROM case_assessment a JOIN case_expert e ON e.id = a.expert_id
  WHERE a.case_id = c.id AND a.ended_at IS NULL AND e.sign_in = %s)
"""


def find(sql: Sql, case_id: UUID, *, region: str) -> CaseRecord:
    """Return the case, if it lies in the officer's region.

    Raises:
        CaseUnknown: there is none, or it is another agency's.
    """
    sql.execute(_SELECT + "WHERE id = %s", (case_id,))
    row = sql.fetchone()
    if row is None or not covers(region, row[11]):
        raise CaseUnknown
    return _opened(row)


def find_assigned(sql: Sql, case_id: UUID, *, expert: str) -> CaseRecord:
    """Return the case, if this expert, by his sign-in name, has it to assess.

    Raises:
        CaseUnknown: there is none, or it is not with him.
    """
    sql.execute(_SELECT + _ASSIGNED, (case_id, expert))
    row = sql.fetchone()
    if row is None:
        raise CaseUnknown
    return _opened(row)


def _opened(row: Sequence[Any]) -> CaseRecord:
    values = list(row)
    values[3] = CaseState(row[3])
    values[4] = bytes(row[4])
    values[5] = sealing.open_subject(row[5])
    values[6] = sealing.open_agent(row[6])
    values[7] = sealing.open_answers(row[7])
    values[8] = sealing.open_result(row[8])
    return CaseRecord(*values)
