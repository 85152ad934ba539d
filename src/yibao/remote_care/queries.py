"""Reading registrations."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from yibao.platform.database import Sql
from yibao.platform.keys.access import keyring
from yibao.remote_care.judged import Held
from yibao.remote_care.kinds import FilingKind, RegistrationState, UploadState
from yibao.remote_care.particulars import NOTHING_OF_ITS_OWN, Particulars

ADDRESS_CONTEXT = b"remote_registration.address"
PHONE_CONTEXT = b"remote_registration.phone"
_COLUMNS = """number, kind, care_region, starts_on, ends_on, is_multi_place, locked_until,
  id, person_id, insurance_type, home_region, is_pledged, address_sealed, phone_sealed, row_version,
  state, upload_state, upload_tries, household_region, employer_name, document_reference,
  referring_hospital_code, referring_hospital_name, receiving_hospital, referred_on,
  referral_reason, illness_sealed"""


@dataclass(frozen=True, kw_only=True)
class Registration(Held):
    """A row of the register, personal columns still sealed."""

    id: UUID
    person_id: UUID
    insurance_type: str
    home_region: str
    is_pledged: bool
    address_sealed: bytes
    phone_sealed: bytes
    own: Particulars = NOTHING_OF_ITS_OWN
    row_version: int = 1
    upload_state: UploadState = UploadState.WAITING
    upload_tries: int = 0

    @property
    def address(self) -> str:
        """Return the address, opened. Personal data."""
        return keyring().decrypt_text(bytes(self.address_sealed), ADDRESS_CONTEXT)

    @property
    def phone(self) -> str:
        """Return the phone number, opened. Personal data."""
        return keyring().decrypt_text(bytes(self.phone_sealed), PHONE_CONTEXT)


@dataclass(frozen=True)
class LateUpload:
    """A registration that the national platform should know by now and does not."""

    number: str
    changed_at: datetime
    tries: int


def lock_person(sql: Sql, person_id: UUID) -> None:
    """Let nobody else touch this person's registrations until the transaction ends.

    A statement of its own, before the reading one: rows read while waiting for a lock are those of
    before, and a registration made meanwhile would be missed. Messages keep their order by it, too.
    """
    sql.execute(
        "SELECT pg_advisory_xact_lock(hashtextextended('remote_care:' || %s, 0))",
        (str(person_id),),
        prepare=True,
    )


def registrations_from(sql: Sql, person_id: UUID, day: date) -> list[Registration]:
    """Return the person's registrations, of any kind, that hold on ``day`` or later."""
    sql.execute(
        f"""SELECT {_COLUMNS} FROM remote_registration
            WHERE person_id = %s AND (ends_on IS NULL OR ends_on >= %s)
            ORDER BY starts_on, id""",  # noqa: S608 - the columns are a constant
        (person_id, day),
    )
    return [_registration(row) for row in sql.fetchall()]


def by_ids(sql: Sql, ids: list[UUID]) -> list[Registration]:
    """Return these registrations, in any order."""
    sql.execute(
        f"SELECT {_COLUMNS} FROM remote_registration WHERE id = ANY(%s)",  # noqa: S608
        (ids,),
    )
    return [_registration(row) for row in sql.fetchall()]


def holding_on(sql: Sql, person_id: UUID, day: date) -> list[Registration]:
    """Return the registrations, of any kind and state, whose period holds on ``day``."""
    sql.execute(
        f"""SELECT {_COLUMNS} FROM remote_registration
            WHERE person_id = %s AND starts_on <= %s AND (ends_on IS NULL OR ends_on >= %s)
            ORDER BY starts_on, id""",  # noqa: S608
        (person_id, day, day),
    )
    return [_registration(row) for row in sql.fetchall()]


def late_uploads(sql: Sql, before: datetime, *, limit: int = 200) -> list[LateUpload]:
    """Return what changed before an instant and is not uploaded yet, oldest first."""
    sql.execute(
        """SELECT number, changed_at, upload_tries FROM remote_registration
           WHERE upload_state <> 'uploaded' AND changed_at < %s ORDER BY changed_at LIMIT %s""",
        (before, limit),
    )
    return [LateUpload(*row) for row in sql.fetchall()]


def _registration(row: tuple[Any, ...]) -> Registration:
    found: dict[str, Any] = dict(zip(_NAMES, row, strict=True))
    kind, state = FilingKind(found.pop("kind")), RegistrationState(found.pop("state"))
    upload = UploadState(found.pop("upload_state"))
    own = Particulars(**{name: found.pop(name) for name in _OWN})
    return Registration(kind=kind, state=state, upload_state=upload, own=own, **found)


_NAMES = [name.strip() for name in _COLUMNS.split(",")]
_OWN = [field.name for field in fields(Particulars)]
