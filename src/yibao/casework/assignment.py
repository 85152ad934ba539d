"""Taking a case from the common worklist, and putting it back."""

from __future__ import annotations

from uuid import UUID

from yibao.casework.errors import CaseNotOpen
from yibao.casework.locking import LockedCase, lock_for
from yibao.casework.states import OPEN_STATES
from yibao.platform import database
from yibao.platform.audit_log import api as audit_log
from yibao.platform.database import Sql


def take(case_id: UUID, *, officer: str, row_version: int) -> None:
    """领取: keep the case for this officer, so that nobody else works on it.

    Raises:
        CaseHeldByOther: another officer was faster.
        CaseNotOpen: there is nothing left to do.
    """
    with database.transaction() as sql:
        case = lock_for(sql, case_id, officer=officer, row_version=row_version)
        if case.state not in OPEN_STATES:
            raise CaseNotOpen(state=case.state.label)
        _assign(sql, case, officer, action="case.take", operator=officer)


def release(case_id: UUID, *, officer: str, row_version: int) -> None:
    """退回: give the case back to everybody.

    Raises:
        CaseHeldByOther: it is not this officer's.
    """
    with database.transaction() as sql:
        case = lock_for(sql, case_id, officer=officer, row_version=row_version)
        if case.state not in OPEN_STATES:
            raise CaseNotOpen(state=case.state.label)
        _assign(sql, case, "", action="case.release", operator=officer)


def _assign(sql: Sql, case: LockedCase, holder: str, *, action: str, operator: str) -> None:
    sql.execute(
        "UPDATE service_case SET officer = %s, row_version = row_version + 1 WHERE id = %s",
        (holder, case.id),
    )
    audit_log.record(
        sql,
        action=action,
        object_id=str(case.id),
        operator=f"officer:{operator}",
        case_number=case.number,
        facts={"operation": case.operation},
    )
