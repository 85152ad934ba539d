"""What other packages may ask about recognitions: few, typed, one statement each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from yibao.platform.database import Sql

__all__ = ["RecognitionInForce", "recognition_on"]

_ON = """
SELECT r.number, r.starts_on, r.ends_on, coalesce(array_agg(h.hospital_code ORDER BY h.id)
  FILTER (WHERE h.starts_on <= %(day)s AND (h.ends_on IS NULL OR h.ends_on >= %(day)s)), '{}')
FROM chronic_recognition r LEFT JOIN chronic_recognition_hospital h ON h.recognition_id = r.id
WHERE r.person_id = %(person)s AND r.insurance_type = %(insurance)s AND r.state = 'effective'
  AND r.disease_code = %(disease)s AND %(day)s BETWEEN r.starts_on AND r.ends_on
GROUP BY r.id
"""


@dataclass(frozen=True, slots=True)
class RecognitionInForce:
    """A recognition that holds on the day asked, both days included, and where it is used."""

    number: str
    starts_on: date
    ends_on: date
    hospital_codes: tuple[str, ...]


def recognition_on(
    sql: Sql, person_id: UUID, *, insurance_type: str, disease_code: str, day: date
) -> RecognitionInForce | None:
    """Return the recognition under which a treatment of that day is paid, or None."""
    sql.execute(
        _ON,
        {
            "person": person_id,
            "insurance": insurance_type,
            "disease": disease_code,
            "day": day,
        },
        prepare=True,
    )
    row = sql.fetchone()
    return None if row is None else RecognitionInForce(row[0], row[1], row[2], tuple(row[3]))
