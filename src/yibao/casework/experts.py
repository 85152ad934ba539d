"""The pool of experts (评定专家库): who may be assigned, and who no longer."""

from __future__ import annotations

from yibao.casework.errors import ExpertUnknown
from yibao.platform import database
from yibao.platform.audit_log import api as audit_log

_ENTER = """
INSERT INTO case_expert (sign_in, full_name, hospital_code, region, is_active)
VALUES (%s, %s, %s, %s, true)
ON CONFLICT (sign_in) DO UPDATE SET full_name = excluded.full_name,
  hospital_code = excluded.hospital_code, region = excluded.region, is_active = true
"""


def enter(sign_in: str, *, full_name: str, hospital_code: str, region: str, operator: str) -> None:
    """Take an expert into the pool, or change what is known of him.

    ``hospital_code`` is where he works, empty if nowhere: it decides about recusal. ``operator``
    is who does it, as in the audit trail.
    """
    hospital = hospital_code.strip().upper()
    with database.transaction() as sql:
        sql.execute(_ENTER, (sign_in, full_name.strip(), hospital, region))
        audit_log.record(
            sql,
            action="case.enter_expert",
            object_id=sign_in,
            operator=operator,
            facts={"hospital": hospital, "region": region},
        )


def retire(sign_in: str, *, operator: str) -> None:
    """Assign an expert no longer; what he has, he may conclude. Raises ExpertUnknown."""
    with database.transaction() as sql:
        sql.execute(
            "UPDATE case_expert SET is_active = false WHERE sign_in = %s AND is_active", (sign_in,)
        )
        if not sql.rowcount:
            raise ExpertUnknown
        audit_log.record(
            sql, action="case.retire_expert", object_id=sign_in, operator=operator, facts={}
        )
