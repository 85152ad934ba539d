"""Bringing registrations to the national platform, until it has them.

The outbox brings each change within seconds. What fails then is tried again by a periodic task, at
growing intervals and without an end: a registration that the care region cannot see is worth
nothing. No row is locked while the platform is asked; an answer counts for the version asked.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from yibao.catalogue.case import Identity
from yibao.kernel.errors import DomainError
from yibao.persons import api as persons
from yibao.platform.database import Sql
from yibao.remote_care import queries
from yibao.remote_care.errors import PlatformAway, PlatformContradicts
from yibao.remote_care.kinds import RegistrationStep, UploadState
from yibao.remote_care.national_platform import Acknowledgement, Upload, platform
from yibao.remote_care.queries import Registration

logger = logging.getLogger(__name__)
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)

# An event is written when the state changes, not for each of a hundred tries.
_NOTE = """
WITH before AS (
  SELECT id, upload_state FROM remote_registration WHERE id = %(id)s AND row_version = %(version)s
  FOR UPDATE
), registration AS (
  UPDATE remote_registration r SET upload_state = %(state)s, upload_tries = r.upload_tries + 1,
    upload_reference = %(reference)s, uploaded_at = %(uploaded_at)s, next_upload_at = %(next_try)s
  FROM before WHERE r.id = before.id AND before.upload_state <> 'uploaded'
  RETURNING r.id, before.upload_state)
INSERT INTO remote_registration_event (registration_id, step, reason, operator, case_number, at)
SELECT id, %(step)s, %(reason)s, 'system', '', %(now)s FROM registration
WHERE upload_state <> %(state)s
"""

# What replaces another waits for it, so that the platform never sees two at once.
_DUE = """
SELECT r.id FROM remote_registration r
LEFT JOIN remote_registration old ON old.id = r.replaces_id
WHERE r.upload_state <> 'uploaded' AND r.next_upload_at <= %s
  AND (old.id IS NULL OR old.upload_state = 'uploaded')
ORDER BY r.next_upload_at LIMIT %s
"""


@dataclass(frozen=True)
class _Noted:
    state: UploadState
    step: RegistrationStep
    next_try: datetime | None = None
    reference: str = ""
    reason: str = ""


def upload_in_order(sql: Sql, ids: Sequence[UUID], now: datetime) -> bool:
    """Upload registrations one after the other; stop at the first that fails. Tell whether all did.

    What is uploaded already is left alone.
    """
    found = {one.id: one for one in queries.by_ids(sql, list(ids))}
    return all(_upload(sql, found[one], now) for one in ids if one in found)


def upload_due(sql: Sql, now: datetime, *, limit: int = 50) -> int:
    """Try what is due again; return how many were uploaded."""
    sql.execute(_DUE, (now, limit))
    due = [row[0] for row in sql.fetchall()]
    return sum(upload_in_order(sql, [one], now) for one in due)


def _upload(sql: Sql, registration: Registration, now: datetime) -> bool:
    if registration.upload_state is UploadState.UPLOADED:
        return True
    try:
        acknowledged = _send(sql, registration)
    except DomainError as failure:
        logger.warning("upload of registration %s failed: %s", registration.id, failure.code)
        _note(sql, registration, _failed(registration, failure, now), now)
        return False
    done = _Noted(
        UploadState.UPLOADED, RegistrationStep.UPLOAD, reference=acknowledged.reference[:60]
    )
    _note(sql, registration, done, now)
    return True


def _send(sql: Sql, registration: Registration) -> Acknowledgement:
    person = persons.by_id(sql, registration.person_id)
    upload = Upload(
        number=registration.number,
        version=registration.row_version,
        person_number=person.number,
        identity=Identity(person.certificate_type, person.certificate_number, person.name),
        insurance_type=registration.insurance_type,
        kind=registration.kind,
        home_region=registration.home_region,
        care_region=registration.care_region,
        address=registration.address,
        phone=registration.phone,
        starts_on=registration.starts_on,
        ends_on=registration.ends_on,
        own=registration.own,
    )
    try:
        acknowledged = platform.current().receive(upload)
    except OSError as silence:
        raise PlatformAway from silence
    if (acknowledged.number, acknowledged.version) != (upload.number, upload.version):
        raise PlatformContradicts(number=upload.number)
    return acknowledged


def _failed(registration: Registration, failure: DomainError, now: datetime) -> _Noted:
    pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(registration.upload_tries, 16))
    return _Noted(
        UploadState.FAILED,
        RegistrationStep.FAIL_UPLOAD,
        next_try=now + pause,
        reason=failure.code.partition(".")[2][:20],
    )


def _note(sql: Sql, registration: Registration, noted: _Noted, now: datetime) -> None:
    values = {
        "id": registration.id,
        "version": registration.row_version,
        "state": noted.state.value,
        "step": noted.step.value,
        "reference": noted.reference,
        "reason": noted.reason,
        "uploaded_at": now if noted.state is UploadState.UPLOADED else None,
        "next_try": noted.next_try,
        "now": now,
    }
    sql.execute(_NOTE, values)
