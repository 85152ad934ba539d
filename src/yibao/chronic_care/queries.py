"""Reading recognitions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from yibao.chronic_care.judged import ChosenHospital, Held
from yibao.platform.database import Sql

_HELD = """
SELECT r.id, r.number, r.person_id, r.insurance_type, r.disease_code, r.disease_group,
       r.home_region, r.recognising_hospital_name, r.starts_on, r.ends_on, r.is_reviewed,
       r.row_version, (
  SELECT json_agg(json_build_array(h.hospital_code, h.hospital_name, h.starts_on, h.ends_on,
                                   h.is_change, h.id) ORDER BY h.starts_on, h.id)::text
  FROM chronic_recognition_hospital h WHERE h.recognition_id = r.id)
FROM chronic_recognition r
"""
_OF_INSURANCE = f"""{_HELD}
WHERE r.person_id = %s AND r.insurance_type = %s AND r.state = 'effective' AND r.ends_on >= %s
ORDER BY r.starts_on, r.id
"""
_OF_SUBJECT = f"""{_HELD}
JOIN person p ON p.id = r.person_id
WHERE p.certificate_index = %s AND p.is_valid AND r.state = 'effective'
ORDER BY r.starts_on DESC, r.id DESC LIMIT %s
"""
_Hospital = tuple[str, str, date, date | None, bool, int]


@dataclass(frozen=True, kw_only=True)
class Recognition(Held):
    """A row of the register with the hospitals that were chosen, past ones included."""

    id: UUID
    person_id: UUID
    insurance_type: str
    home_region: str
    recognising_hospital_name: str
    row_version: int = 1


def lock_person(sql: Sql, person_id: UUID) -> None:
    """Let nobody else touch this person's recognitions until the transaction ends.

    A statement of its own, before the reading one: rows read while waiting for a lock are those of
    before, and a recognition made meanwhile would be missed.
    """
    sql.execute(
        "SELECT pg_advisory_xact_lock(hashtextextended('chronic_care:' || %s, 0))",
        (str(person_id),),
        prepare=True,
    )


def held_from(sql: Sql, person_id: UUID, insurance_type: str, day: date) -> list[Recognition]:
    """Return the person's recognitions under an insurance that hold on ``day`` or later."""
    sql.execute(_OF_INSURANCE, (person_id, insurance_type, day), prepare=True)
    return [_recognition(row) for row in sql.fetchall()]


def latest_of_subject(sql: Sql, subject_index: bytes, *, limit: int) -> list[Recognition]:
    """Return the recognitions of the person with this certificate, the latest first."""
    sql.execute(_OF_SUBJECT, (subject_index, limit), prepare=True)
    return [_recognition(row) for row in sql.fetchall()]


def _recognition(row: tuple[Any, ...]) -> Recognition:
    hospitals = msgspec.json.decode(row[12] or "[]", type=list[_Hospital])
    return Recognition(
        id=row[0],
        number=row[1],
        person_id=row[2],
        insurance_type=row[3],
        disease_code=row[4],
        disease_group=row[5],
        home_region=row[6],
        recognising_hospital_name=row[7],
        starts_on=row[8],
        ends_on=row[9],
        is_reviewed=row[10],
        row_version=row[11],
        hospitals=[ChosenHospital(*one) for one in hospitals],
    )
