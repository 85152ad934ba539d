"""办结通知书 of cases that complete at once: issued when somebody first asks for it.

Most people have read the result on the screen and never open the paper, so the thousand calls a
second that complete a case pay nothing for it. Nothing is lost by waiting: what was decided lies
sealed in the case from its own transaction on, and the paper is made from that alone.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from yibao.casework import decision_notices, locking, sealing
from yibao.casework.errors import StepNotPossible
from yibao.casework.locking import LockedCase
from yibao.casework.notices.kinds import NoticeKind
from yibao.casework.states import CaseState
from yibao.platform import clock, database
from yibao.platform.audit_log import api as audit_log
from yibao.platform.database import Sql

_ISSUER = "system"


def completion_code_of(case_id: UUID) -> str:
    """Return the code of the case's completion notice, issuing it now if there is none yet.

    The caller has checked that the reader may see the case. One read when the notice is there;
    about 1 ms when it is issued. Of two readers at the same moment one issues, both get its code.

    Raises:
        CaseUnknown: there is no such case.
        StepNotPossible: the case has not come to a good end.
    """
    with database.reading() as sql:
        code = _issued(sql, case_id)
    if code is not None:
        return code
    with database.transaction() as sql:
        case = locking.hold(sql, case_id)
        return _issued(sql, case_id) or _issue(sql, case)


def _issued(sql: Sql, case_id: UUID) -> str | None:
    sql.execute(
        "SELECT code FROM notice WHERE case_id = %s AND kind = %s ORDER BY id LIMIT 1",
        (case_id, NoticeKind.COMPLETION.value),
    )
    row = sql.fetchone()
    return str(row[0]) if row else None


def _issue(sql: Sql, case: LockedCase) -> str:
    if case.state is not CaseState.DONE:
        raise StepNotPossible(state=case.state.label, step=f"出具{NoticeKind.COMPLETION.label}")
    result, closed_on = _outcome(sql, case)
    code = decision_notices.approved(
        sql, case, result=result, officer=case.officer, today=closed_on
    )
    audit_log.record(
        sql,
        action="case.issue_completion_notice",
        object_id=str(case.id),
        operator=_ISSUER,
        case_number=case.number,
        facts={"operation": case.operation, "effective_on": closed_on.isoformat()},
    )
    return code


def _outcome(sql: Sql, case: LockedCase) -> tuple[Any, date]:
    """Return the result as it was kept, and the day on which the case was done."""
    sql.execute("SELECT result_sealed, closed_at FROM service_case WHERE id = %s", (case.id,))
    row = sql.fetchone()
    result_sealed, closed_at = row if row else (None, None)
    return sealing.open_result(result_sealed), clock.day_of(closed_at or case.submitted_at)
