"""评定: what the pages show of the assessment of a case, to officers and to experts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yibao.casework import assessing, locking, sealing
from yibao.casework.errors import ConclusionDiffers, ConclusionMissing
from yibao.casework.states import CaseState, CaseStep
from yibao.console.case_record import CaseRecord
from yibao.console.worklist import name_of
from yibao.kernel.errors import DomainError
from yibao.kernel.masking import mask_name
from yibao.platform import database
from yibao.platform.database import Sql

_OWN = """
SELECT c.id, c.number, c.operation, c.subject_sealed, a.started_at
FROM case_assessment a JOIN case_expert e ON e.id = a.expert_id
JOIN service_case c ON c.id = a.case_id
WHERE e.sign_in = %s AND a.ended_at IS NULL AND c.state = 'accepted' ORDER BY a.started_at, a.id
"""
_HOLDER = """
SELECT e.full_name FROM case_assessment a JOIN case_expert e ON e.id = a.expert_id
WHERE a.case_id = %s AND a.ended_at IS NULL
"""


@dataclass(frozen=True)
class Assignment:
    """One case that an expert has to assess; the name of the person is masked."""

    id: UUID
    number: str
    service: str
    subject: str
    started_at: datetime


@dataclass(frozen=True)
class Standing:
    """How the assessment of an accepted case stands for an officer.

    ``expert`` is the name of who has the case now. ``missing`` tells why a decision has to wait.
    """

    expert: str = ""
    missing: str = ""
    may_assign: bool = False
    may_approve: bool = True
    may_refuse: bool = True


def own(sql: Sql, *, expert: str) -> list[Assignment]:
    """Return what an expert, by his sign-in name, has to assess, the longest waiting first."""
    sql.execute(_OWN, (expert,))
    return [
        Assignment(row[0], row[1], name_of(row[2]), _masked_name(row[3]), row[4])
        for row in sql.fetchall()
    ]


def is_assessed(case: CaseRecord) -> bool:
    """Tell whether the case is in the state in which its service wants an expert."""
    return case.state is CaseState.ACCEPTED and case.service.workflow.assessment is not None


def standing_of(case: CaseRecord, *, officer: str, is_barred: bool) -> Standing | None:
    """Return how the assessment stands; None where no expert assesses.

    ``is_barred`` tells that the checks stand against the application already: then it may be
    refused without a conclusion.
    """
    if not is_assessed(case):
        return None
    with database.reading() as sql:
        if case.paused_on is not None:
            return Standing(_holder(sql, case), may_approve=False, may_refuse=False)
        met = _obstacle(sql, case, CaseStep.APPROVE, officer)
        unmet = _obstacle(sql, case, CaseStep.REFUSE, officer)
    may_assign = isinstance(met, ConclusionMissing) or (
        isinstance(met, ConclusionDiffers) and isinstance(unmet, ConclusionDiffers)
    )
    return Standing(
        missing=str(met) if met is not None and unmet is not None else "",
        may_assign=may_assign,
        may_approve=met is None,
        may_refuse=unmet is None or is_barred,
    )


def _obstacle(sql: Sql, case: CaseRecord, step: CaseStep, officer: str) -> DomainError | None:
    try:
        assessing.require_conclusion(sql, locking.find(sql, case.id), step, officer)
    except DomainError as wrong:
        return wrong
    return None


def _holder(sql: Sql, case: CaseRecord) -> str:
    sql.execute(_HOLDER, (case.id,))
    row = sql.fetchone()
    return str(row[0]) if row else ""


def _masked_name(sealed: bytes) -> str:
    return mask_name(sealing.open_subject(bytes(sealed)).name)
