"""What other packages may ask about registrations: few, typed, one statement each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from yibao.platform.database import Sql
from yibao.remote_care import queries
from yibao.remote_care.kinds import FilingKind
from yibao.remote_care.queries import LateUpload
from yibao.remote_care.rules import pooling_area

__all__ = ["FilingKind", "LateUpload", "RegistrationInForce", "late_uploads", "registration_on"]


@dataclass(frozen=True, slots=True)
class RegistrationInForce:
    """A registration that holds on the day asked; ``ends_on`` is its last day, None: open."""

    number: str
    kind: FilingKind
    care_region: str
    starts_on: date
    ends_on: date | None
    is_pledged: bool


def registration_on(
    sql: Sql, person_id: UUID, *, care_region: str, day: date
) -> RegistrationInForce | None:
    """Return the registration under which care in a region is settled, or None.

    Ask with the day of admission: a stay admitted within the period stays payable, whatever
    becomes of the registration afterwards (R-F7).
    """
    for found in queries.holding_on(sql, person_id, day):
        if pooling_area(found.care_region) == pooling_area(care_region):
            return RegistrationInForce(
                found.number,
                found.kind,
                found.care_region,
                found.starts_on,
                found.ends_on,
                found.is_pledged,
            )
    return None


def late_uploads(sql: Sql, *, start_of_today: datetime) -> list[LateUpload]:
    """Return what was filed, changed or cancelled before today and is not uploaded: overdue."""
    return queries.late_uploads(sql, start_of_today)
