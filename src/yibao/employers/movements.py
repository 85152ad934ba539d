"""Suspending and deregistering: what happens to the insurances of an employer, and its history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import psycopg

from yibao.employers.actions import stamped, step_of
from yibao.employers.details import KnownEmployer
from yibao.employers.errors import EmployeesRemain, EmployerChangedMeanwhile
from yibao.employers.states import InsuranceEvent, InsuranceState, Transition
from yibao.persons.api import Stamp
from yibao.platform import clock
from yibao.platform.database import Sql

_MOVED = """
moved AS (
  UPDATE employer_insurance SET state = %(after)s::text,
    suspended_on = CASE WHEN %(after)s::text = 'suspended' THEN %(on)s::date ELSE suspended_on END,
    ended_on = CASE WHEN %(after)s::text = 'ended' THEN %(on)s::date END
  FROM held
  WHERE employer_id = held.id AND insurance_type = ANY(%(types)s) AND state = %(before)s::text
  RETURNING employer_id, insurance_type)
INSERT INTO employer_change (employer_id, insurance_type, kind, reason, state_before, state_after,
  effective_on, case_number, operator, at)
SELECT employer_id, insurance_type, %(change_kind)s, %(reason)s, %(before)s::text, %(after)s::text, %(on)s::date,
  %(case)s, %(operator)s, %(at)s FROM moved
"""
_SUSPEND = f"""
WITH held AS (
  UPDATE employer SET row_version = row_version + 1
  WHERE id = %(id)s AND row_version = %(row_version)s AND state = 'valid' RETURNING id),
{_MOVED}"""  # noqa: S608 - put together from constants
_DEREGISTER = f"""
WITH held AS (
  UPDATE employer SET state = 'deregistered', deregistered_on = %(on)s::date,
    row_version = row_version + 1
  WHERE id = %(id)s AND row_version = %(row_version)s AND state = 'valid' RETURNING id),
revoked AS (
  UPDATE employer_grant SET ends_on = greatest(%(today)s::date, starts_on) FROM held
  WHERE employer_id = held.id AND ends_on IS NULL),
{_MOVED}"""  # noqa: S608 - put together from constants


def suspend(sql: Sql, employer: KnownEmployer, *, on: date, reason: str, stamp: Stamp) -> None:
    """Suspend every active insurance of the employer from a day; one statement.

    What becomes of the employees is the caller's business, in the same transaction.

    Raises:
        EmployerChangedMeanwhile: somebody else changed the employer after it was read.
    """
    types = employer.in_state(InsuranceState.ACTIVE)
    step = step_of(InsuranceState.ACTIVE, InsuranceEvent.SUSPEND)
    values = _movement(employer, types, InsuranceState.ACTIVE, step)
    sql.execute(_SUSPEND, values | {"on": on, "reason": reason} | stamped(stamp))
    if not types or sql.rowcount != len(types):
        raise EmployerChangedMeanwhile


def deregister(sql: Sql, employer: KnownEmployer, *, on: date, reason: str, stamp: Stamp) -> None:
    """End every insurance from a day, revoke every grant now, free the credit code; one statement.

    Raises:
        EmployerChangedMeanwhile: somebody else changed the employer after it was read.
        EmployeesRemain: somebody is actively insured through it.
    """
    types = employer.in_state(InsuranceState.SUSPENDED)
    step = step_of(InsuranceState.SUSPENDED, InsuranceEvent.END)
    values = _movement(employer, types, InsuranceState.SUSPENDED, step)
    try:
        dates = {"on": on, "today": clock.day_of(stamp.at)}
        sql.execute(_DEREGISTER, values | dates | {"reason": reason} | stamped(stamp))
    except psycopg.errors.CheckViolation as violation:
        raise EmployeesRemain from violation
    if sql.rowcount != len(employer.insurances):
        raise EmployerChangedMeanwhile


def _movement(
    employer: KnownEmployer, types: Sequence[str], before: InsuranceState, step: Transition
) -> dict[str, object]:
    return {
        "id": employer.id,
        "row_version": employer.row_version,
        "types": list(types),
        "before": before.value,
        "after": step.state.value,
        "change_kind": step.change_kind,
    }
