"""Writing registrations: one statement for a row and its event, one to tell of it."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime, timedelta
from typing import Any

import psycopg

from yibao.catalogue.case import Case
from yibao.platform.audit_log import api as audit_log
from yibao.platform.outbox import api as outbox
from yibao.remote_care.errors import RegisteredMeanwhile
from yibao.remote_care.kinds import RegistrationState, RegistrationStep
from yibao.remote_care.queries import Registration

TOPIC = "remote_care.registration_changed"
UPLOAD_GRACE = timedelta(minutes=10)
"""The outbox uploads within seconds; what is not uploaded after this is looked for anew."""

_INSERT = """
WITH registration AS (
  INSERT INTO remote_registration (id, number, person_id, insurance_type, kind, home_region,
    care_region, address_sealed, phone_sealed, starts_on, ends_on, is_pledged, is_multi_place,
    locked_until, state, replaces_id, case_number, row_version, filed_at, changed_at, upload_state,
    upload_tries, upload_reference, uploaded_at, next_upload_at, household_region, employer_name,
    document_reference, referring_hospital_code, referring_hospital_name, receiving_hospital,
    referred_on, referral_reason, illness_sealed)
  VALUES (%(id)s, %(number)s, %(person_id)s, %(insurance_type)s, %(kind)s, %(home_region)s,
    %(care_region)s, %(address)s, %(phone)s, %(starts_on)s, %(ends_on)s, %(is_pledged)s,
    %(is_multi_place)s, %(locked_until)s, 'effective', %(replaces)s, %(case)s, 1, %(now)s, %(now)s,
    'waiting', 0, '', NULL, %(next_upload)s, %(household_region)s, %(employer_name)s,
    %(document_reference)s, %(referring_hospital_code)s, %(referring_hospital_name)s,
    %(receiving_hospital)s, %(referred_on)s, %(referral_reason)s, %(illness_sealed)s)
  RETURNING id)
INSERT INTO remote_registration_event
  (registration_id, step, reason, effective_on, operator, case_number, at)
SELECT id, %(step)s, '', %(starts_on)s, %(operator)s, %(case)s, %(now)s FROM registration
"""
_END = """
WITH registration AS (
  UPDATE remote_registration SET state = %(state)s, ends_on = %(ends_on)s,
    row_version = row_version + 1, changed_at = %(now)s, upload_state = 'waiting',
    next_upload_at = %(next_upload)s
  WHERE id = %(id)s AND row_version = %(row_version)s AND state = 'effective'
  RETURNING id)
INSERT INTO remote_registration_event
  (registration_id, step, reason, effective_on, operator, case_number, at)
SELECT id, %(step)s, %(reason)s, %(ends_on)s, %(operator)s, %(case)s, %(now)s FROM registration
"""


def insert(
    case: Case[Any],
    new: Registration,
    step: RegistrationStep,
    *,
    replaces: Registration | None = None,
) -> None:
    """Write a new registration.

    Raises:
        RegisteredMeanwhile: the person has got one that excludes it.
    """
    values = {
        "id": new.id,
        "number": new.number,
        "person_id": new.person_id,
        "insurance_type": new.insurance_type,
        "kind": new.kind.value,
        "home_region": new.home_region,
        "care_region": new.care_region,
        "address": new.address_sealed,
        "phone": new.phone_sealed,
        "starts_on": new.starts_on,
        "ends_on": new.ends_on,
        "is_pledged": new.is_pledged,
        "is_multi_place": new.is_multi_place,
        "locked_until": new.locked_until,
        "replaces": replaces.id if replaces else None,
        "step": step.value,
    }
    own = {field.name: getattr(new.own, field.name) for field in fields(new.own)}
    try:
        case.sql.execute(_INSERT, values | own | _stamp(case), prepare=True)
    except (psycopg.errors.UniqueViolation, psycopg.errors.ExclusionViolation) as violation:
        raise RegisteredMeanwhile from violation


def end(
    case: Case[Any],
    ended: Registration,
    state: RegistrationState,
    step: RegistrationStep,
    *,
    reason: str = "",
) -> None:
    """Write the end of a registration.

    Raises:
        RegisteredMeanwhile: it has changed since it was read.
    """
    values = {
        "id": ended.id,
        "row_version": ended.row_version,
        "state": state.value,
        "ends_on": ended.ends_on,
        "step": step.value,
        "reason": reason,
    }
    case.sql.execute(_END, values | _stamp(case), prepare=True)
    if not case.sql.rowcount:
        raise RegisteredMeanwhile


def _stamp(case: Case[Any]) -> dict[str, str | datetime]:
    return {
        "operator": case.operator,
        "case": case.number,
        "now": case.now,
        "next_upload": case.now + UPLOAD_GRACE,
    }


def tell(case: Case[Any], action: str, registrations: list[Registration]) -> None:
    """Write the audit entry, and have the registrations uploaded in this order."""
    newest = registrations[-1]
    audit_log.record(
        case.sql,
        action=action,
        object_id=str(newest.id),
        operator=case.operator,
        case_number=case.number,
        facts={
            "number": newest.number,
            "kind": newest.kind.value,
            "care_region": newest.care_region,
            "starts_on": _text(newest.starts_on),
            "ends_on": _text(newest.ends_on),
            "pledged": newest.is_pledged,
            "before": str(registrations[0].id) if len(registrations) > 1 else "",
        },
    )
    outbox.publish(
        case.sql,
        topic=TOPIC,
        key=str(newest.person_id),
        payload={"registration_ids": [str(one.id) for one in registrations]},
    )


def _text(day: date | None) -> str:
    return "" if day is None else day.isoformat()
