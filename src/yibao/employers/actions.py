"""Writing employers: each verb one statement, with the history of what it changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import psycopg

from yibao.casework.identities import index_of
from yibao.employers import sealing
from yibao.employers.details import Change, KnownEmployer, NewEmployer, Operator
from yibao.employers.errors import (
    EmployerAlreadyEnrolled,
    EmployerChangedMeanwhile,
    InsuranceStepNotPossible,
    OperatorAlreadyGranted,
)
from yibao.employers.states import (
    JOINT_INSURANCES,
    EmployerItem,
    InsuranceEvent,
    InsuranceState,
    Transition,
    transition,
)
from yibao.kernel import identifiers
from yibao.kernel.iso7064 import mod_11_2
from yibao.persons.api import Stamp
from yibao.platform import clock
from yibao.platform.database import Sql


@dataclass(frozen=True, slots=True)
class SavedEmployer:
    """The row that an enrolment made."""

    id: UUID
    number: str


_ENROL = """
WITH enrolled AS (
  INSERT INTO employer (id, number, credit_code, name, kind, region, address,
    legal_representative_sealed, bank_name, bank_account_sealed, state, enrolled_on, case_number,
    row_version)
  VALUES (%(id)s, %(number)s, %(credit_code)s, %(name)s, %(kind)s, %(region)s, %(address)s,
    %(representative)s, %(bank_name)s, %(bank_account)s, 'valid', %(today)s, %(case)s, 1)
  RETURNING id),
insured AS (
  INSERT INTO employer_insurance (employer_id, insurance_type, state, starts_on)
  SELECT id, insurance, %(state)s, %(starts_on)s FROM enrolled, unnest(%(types)s::text[]) insurance
  RETURNING employer_id, insurance_type),
granted AS (
  INSERT INTO employer_grant (employer_id, operator_index, name_sealed, phone_sealed, starts_on,
    case_number)
  SELECT id, %(operator_index)s, %(operator_name)s, %(operator_phone)s, %(today)s, %(case)s
  FROM enrolled)
INSERT INTO employer_change (employer_id, insurance_type, kind, reason, state_before, state_after,
  effective_on, case_number, operator, at)
SELECT employer_id, insurance_type, %(change_kind)s, '', '', %(state)s, %(starts_on)s, %(case)s,
  %(operator)s, %(at)s FROM insured
"""
_CHANGE = """
WITH saved AS (
  UPDATE employer SET
    name = coalesce(%(name)s, name),
    credit_code = coalesce(%(credit_code)s, credit_code),
    legal_representative_sealed =
      coalesce(%(legal_representative)s, legal_representative_sealed),
    address = coalesce(%(address)s, address),
    bank_name = coalesce(%(bank_name)s, bank_name),
    bank_account_sealed = coalesce(%(bank_account)s, bank_account_sealed),
    row_version = row_version + 1
  WHERE id = %(id)s AND row_version = %(row_version)s AND state = 'valid'
  RETURNING id),
granted AS (
  UPDATE employer_grant SET phone_sealed = %(phone)s FROM saved
  WHERE employer_id = saved.id AND operator_index = %(operator_index)s AND ends_on IS NULL
    AND %(phone)s::bytea IS NOT NULL)
INSERT INTO employer_version (employer_id, item, before_sealed, after_sealed, case_number, operator,
  at)
SELECT saved.id, item, before, after, %(case)s, %(operator)s, %(at)s
FROM saved, unnest(%(items)s::text[], %(befores)s::bytea[], %(afters)s::bytea[])
  AS version (item, before, after)
"""
_HAND_OVER = """
WITH saved AS (
  UPDATE employer SET row_version = row_version + 1
  WHERE id = %(id)s AND row_version = %(row_version)s AND state = 'valid' RETURNING id),
revoked AS (
  UPDATE employer_grant SET ends_on = greatest(%(today)s::date, starts_on) FROM saved
  WHERE employer_id = saved.id AND operator_index = %(leaving)s AND ends_on IS NULL),
granted AS (
  INSERT INTO employer_grant (employer_id, operator_index, name_sealed, phone_sealed, starts_on,
    case_number)
  SELECT id, %(coming)s, %(name)s, %(phone)s, %(today)s, %(case)s FROM saved)
INSERT INTO employer_version (employer_id, item, before_sealed, after_sealed, case_number, operator,
  at)
SELECT id, %(item)s, %(before)s, %(after)s, %(case)s, %(operator)s, %(at)s FROM saved
"""


def enrol(
    sql: Sql, said: NewEmployer, operator: Operator, *, today: date, stamp: Stamp
) -> SavedEmployer:
    """Make the employer with its insurances and the grant of its first operator; two statements.

    Raises:
        EmployerAlreadyEnrolled: somebody was faster with the same credit code.
    """
    step = step_of(None, InsuranceEvent.ENROL)
    saved = SavedEmployer(identifiers.new_id(stamp.at), _next_number(sql))
    values = _columns(said) | {
        "id": saved.id,
        "number": saved.number,
        "state": step.state.value,
        "change_kind": step.change_kind,
        "types": list(JOINT_INSURANCES),
        "today": today,
        "operator_index": index_of(operator.identity),
        "operator_name": sealing.seal(operator.identity.name, sealing.OPERATOR_NAME),
        "operator_phone": sealing.seal(operator.phone, sealing.OPERATOR_PHONE),
    }
    try:
        sql.execute(_ENROL, values | stamped(stamp))
    except psycopg.errors.UniqueViolation as violation:
        raise EmployerAlreadyEnrolled from violation
    return saved


def change_information(
    sql: Sql,
    employer: KnownEmployer,
    changes: Sequence[Change],
    operator: Operator,
    *,
    stamp: Stamp,
) -> None:
    """Change what is known about an employer, item by item, and keep what it was; one statement.

    A new telephone number is that of the operator who tells it.

    Raises:
        EmployerChangedMeanwhile: somebody else saved the employer after it was read.
        EmployerAlreadyEnrolled: another valid employer has the new credit code.
    """
    after = {change.item: change.after for change in changes}
    values: dict[str, object] = {
        "id": employer.id,
        "row_version": employer.row_version,
        "operator_index": index_of(operator.identity),
        "items": [change.item.value for change in changes],
        "befores": [sealing.seal(change.before, sealing.VERSION) for change in changes],
        "afters": [sealing.seal(change.after, sealing.VERSION) for change in changes],
        **{item.value: _as_column(item, after.get(item)) for item in EmployerItem},
    }
    try:
        sql.execute(_CHANGE, values | stamped(stamp))
    except psycopg.errors.UniqueViolation as violation:
        raise EmployerAlreadyEnrolled(at="answers.new_credit_code") from violation
    if sql.rowcount != len(changes):
        raise EmployerChangedMeanwhile


def hand_over(
    sql: Sql, employer: KnownEmployer, leaving: Operator, coming: Operator, *, stamp: Stamp
) -> None:
    """Let somebody else act for the employer from today, and ``leaving`` no more; one statement.

    Raises:
        EmployerChangedMeanwhile: somebody else changed the employer after it was read.
        OperatorAlreadyGranted: the new operator may act for it already.
    """
    values = {
        "id": employer.id,
        "row_version": employer.row_version,
        "today": clock.day_of(stamp.at),
        "item": EmployerItem.OPERATOR.value,
        "leaving": index_of(leaving.identity),
        "coming": index_of(coming.identity),
        "name": sealing.seal(coming.identity.name, sealing.OPERATOR_NAME),
        "phone": sealing.seal(coming.phone, sealing.OPERATOR_PHONE),
        "before": sealing.seal(leaving.identity.name, sealing.VERSION),
        "after": sealing.seal(coming.identity.name, sealing.VERSION),
    }
    try:
        sql.execute(_HAND_OVER, values | stamped(stamp))
    except psycopg.errors.UniqueViolation as violation:
        raise OperatorAlreadyGranted from violation
    if sql.rowcount != 1:
        raise EmployerChangedMeanwhile


def step_of(state: InsuranceState | None, event: InsuranceEvent) -> Transition:
    """Return what the event makes of the state.

    Raises:
        InsuranceStepNotPossible: the table has no such step.
    """
    step = transition(state, event)
    if step is None:
        raise InsuranceStepNotPossible(state=state.label if state else "", event=event.label)
    return step


def _next_number(sql: Sql) -> str:
    """Return the next employer number: eight digits and a check character (MOD 11-2)."""
    sql.execute("SELECT nextval('employer_number')")
    row = sql.fetchone()
    body = f"{int(row[0]) if row else 0:08d}"
    return body + mod_11_2(body)


def _columns(said: NewEmployer) -> dict[str, object]:
    return {
        "credit_code": said.credit_code,
        "name": said.name,
        "kind": said.kind.value,
        "region": said.region,
        "address": said.address,
        "representative": sealing.seal(said.legal_representative, sealing.REPRESENTATIVE),
        "bank_name": said.bank_name,
        "bank_account": sealing.seal(said.bank_account, sealing.ACCOUNT),
        "starts_on": said.starts_on,
    }


_CONTEXTS = {
    EmployerItem.LEGAL_REPRESENTATIVE: sealing.REPRESENTATIVE,
    EmployerItem.BANK_ACCOUNT: sealing.ACCOUNT,
    EmployerItem.PHONE: sealing.OPERATOR_PHONE,
}


def _as_column(item: EmployerItem, value: str | None) -> str | bytes | None:
    if value is None or item not in _CONTEXTS:
        return value
    return sealing.seal(value, _CONTEXTS[item])


def stamped(stamp: Stamp) -> dict[str, object]:
    """Return the stamp as statements take it."""
    return {"case": stamp.case_number, "operator": stamp.operator, "at": stamp.at}
