"""Writing recognitions: one statement for rows and event, one to tell of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import psycopg

from yibao.catalogue.case import Case
from yibao.chronic_care.errors import RecognisedMeanwhile
from yibao.chronic_care.judged import ChosenHospital
from yibao.chronic_care.kinds import RecognitionStep
from yibao.chronic_care.queries import Recognition
from yibao.platform.audit_log import api as audit_log
from yibao.platform.outbox import api as outbox

TOPIC = "chronic_care.recognition_changed"
_REPLACE_HOSPITAL = """
WITH held AS (
  UPDATE chronic_recognition SET row_version = row_version + 1, changed_at = %(now)s
  WHERE id = %(id)s AND row_version = %(row_version)s AND state = 'effective' RETURNING id),
ended AS (
  UPDATE chronic_recognition_hospital h SET ends_on = %(last_day)s FROM held
  WHERE h.id = %(old)s AND h.recognition_id = held.id AND h.ends_on IS NULL RETURNING h.id),
started AS (
  INSERT INTO chronic_recognition_hospital (recognition_id, hospital_code, hospital_name,
    starts_on, ends_on, is_change, case_number)
  SELECT held.id, %(code)s, %(name)s, %(starts_on)s, NULL, true, %(case)s FROM held, ended)
INSERT INTO chronic_recognition_event
  (recognition_id, step, effective_on, operator, case_number, at)
SELECT held.id, %(step)s, %(starts_on)s, %(operator)s, %(case)s, %(now)s FROM held, ended
"""
_RECOGNISE = """
WITH held AS (
  INSERT INTO chronic_recognition (id, number, person_id, insurance_type, disease_code,
    disease_group, home_region, recognising_hospital_code, recognising_hospital_name,
    diagnosed_on, starts_on, ends_on, is_reviewed, state, case_number, row_version,
    recognised_at, changed_at)
  VALUES (%(id)s, %(number)s, %(person)s, %(insurance)s, %(disease)s, %(group)s, %(home)s,
    %(by_code)s, %(by_name)s, %(diagnosed_on)s, %(starts_on)s, %(ends_on)s, %(is_reviewed)s,
    'effective', %(case)s, 1, %(now)s, %(now)s)
  RETURNING id),
chosen AS (
  INSERT INTO chronic_recognition_hospital (recognition_id, hospital_code, hospital_name,
    starts_on, ends_on, is_change, case_number)
  SELECT held.id, code, name, %(starts_on)s, NULL, false, %(case)s
  FROM held, unnest(%(codes)s::text[], %(names)s::text[]) AS hospital(code, name))
INSERT INTO chronic_recognition_event
  (recognition_id, step, effective_on, operator, case_number, at)
SELECT held.id, %(step)s, %(starts_on)s, %(operator)s, %(case)s, %(now)s FROM held
"""
_RENEW = """
WITH held AS (
  UPDATE chronic_recognition
  SET ends_on = %(ends_on)s, row_version = row_version + 1, changed_at = %(now)s
  WHERE id = %(id)s AND row_version = %(row_version)s AND state = 'effective' RETURNING id)
INSERT INTO chronic_recognition_event
  (recognition_id, step, effective_on, operator, case_number, at)
SELECT held.id, %(step)s, %(effective_on)s, %(operator)s, %(case)s, %(now)s FROM held
"""


@dataclass(frozen=True)
class Diagnosis:
    """Where a disease was recognised, and the day of the papers that show it."""

    hospital_code: str
    hospital_name: str
    diagnosed_on: date


def insert(case: Case[Any], new: Recognition, diagnosis: Diagnosis) -> None:
    """Write a new recognition with its hospitals.

    Raises:
        RecognisedMeanwhile: the person has got one that excludes it.
    """
    values = {
        "id": new.id,
        "number": new.number,
        "person": new.person_id,
        "insurance": new.insurance_type,
        "disease": new.disease_code,
        "group": new.disease_group,
        "home": new.home_region,
        "by_code": diagnosis.hospital_code,
        "by_name": diagnosis.hospital_name,
        "diagnosed_on": diagnosis.diagnosed_on,
        "starts_on": new.starts_on,
        "ends_on": new.ends_on,
        "is_reviewed": new.is_reviewed,
        "codes": [one.code for one in new.hospitals],
        "names": [one.name for one in new.hospitals],
        "step": RecognitionStep.RECOGNISE.value,
    }
    write(case, _RECOGNISE, values)


def replace_hospital(
    case: Case[Any], held: Recognition, old: ChosenHospital, new: ChosenHospital
) -> None:
    """End one hospital the day before another begins.

    Raises:
        RecognisedMeanwhile: the recognition has changed since it was read.
    """
    values = {
        "id": held.id,
        "row_version": held.row_version,
        "old": old.id,
        "last_day": new.starts_on - timedelta(days=1),
        "code": new.code,
        "name": new.name,
        "starts_on": new.starts_on,
        "step": RecognitionStep.CHANGE_HOSPITAL.value,
    }
    write(case, _REPLACE_HOSPITAL, values)


def renew(case: Case[Any], held: Recognition, ends_on: date, *, effective_on: date) -> None:
    """Extend a recognition.

    Raises:
        RecognisedMeanwhile: it has changed since it was read.
    """
    values = {
        "id": held.id,
        "row_version": held.row_version,
        "ends_on": ends_on,
        "effective_on": effective_on,
        "step": RecognitionStep.RENEW.value,
    }
    write(case, _RENEW, values)


def write(case: Case[Any], statement: str, values: dict[str, Any]) -> None:
    """Execute a statement that ends with the event.

    Raises:
        RecognisedMeanwhile: it wrote none, or a constraint stood against it.
    """
    try:
        case.sql.execute(statement, values | _stamp(case), prepare=True)
    except (psycopg.errors.UniqueViolation, psycopg.errors.ExclusionViolation) as violation:
        raise RecognisedMeanwhile from violation
    if not case.sql.rowcount:
        raise RecognisedMeanwhile


def tell(case: Case[Any], action: str, held: Recognition, *, effective_on: date) -> None:
    """Write the audit entry, and tell those who settle bills."""
    audit_log.record(
        case.sql,
        action=action,
        object_id=str(held.id),
        operator=case.operator,
        case_number=case.number,
        facts={
            "number": held.number,
            "insurance_type": held.insurance_type,
            "starts_on": held.starts_on.isoformat(),
            "ends_on": held.ends_on.isoformat(),
            "effective_on": effective_on.isoformat(),
        },
    )
    outbox.publish(
        case.sql,
        topic=TOPIC,
        key=str(held.person_id),
        payload={"recognition_id": str(held.id), "action": action},
    )


def _stamp(case: Case[Any]) -> dict[str, str | datetime]:
    return {"operator": case.operator, "case": case.number, "now": case.now}
