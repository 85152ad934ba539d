"""Patients' summaries in the database: found by an HMAC of the patient's number, encrypted."""

from __future__ import annotations

import base64
import logging
from datetime import datetime
from typing import Any

import msgspec

from yibao.platform.crypto.errors import CiphertextDamaged
from yibao.platform.database import Sql
from yibao.platform.keys.access import keyring
from yibao.platform.tracebacks import where_it_failed
from yibao.supervision.case import History

logger = logging.getLogger(__name__)
_CONTEXT = b"national.patient_history"
_EMPTY = b""
_DECODER = msgspec.msgpack.Decoder(History)
_ENCODER = msgspec.msgpack.Encoder()
_READ = "SELECT summary_sealed FROM patient_history WHERE patient_index = %s"
_MAKE = """
    INSERT INTO patient_history (patient_index, summary_sealed, updated_at)
    VALUES (%s, %s, %s) ON CONFLICT DO NOTHING
"""
_WRITE = "UPDATE patient_history SET summary_sealed = %s, updated_at = %s WHERE patient_index = %s"


def index_of(patient_id: str) -> bytes:
    """Return the 32 bytes under which a patient's rows are found."""
    return keyring().blind_index(patient_id, b"national.patient")


def read(sql: Sql, patient: bytes, *, hold_at: datetime | None = None) -> History:
    """Return what is known of a patient; a new one has an empty history.

    With ``hold_at`` (now) others wait for this patient until the transaction ends; the row is made
    first where there is none, so that there is something to hold. One round trip either way.
    """
    if hold_at is None:
        sql.execute(_READ, (patient,), prepare=True)
    else:
        sql.later(_MAKE, (patient, _EMPTY, hold_at))
        sql.execute(_READ + " FOR UPDATE", (patient,), prepare=True)
    return _opened(sql.fetchone())


def write(sql: Sql, patient: bytes, history: History, now: datetime) -> None:
    """Keep a summary that was read with :func:`read` and held."""
    text = base64.b64encode(_ENCODER.encode(history)).decode()
    sealed = keyring().encrypt_text(text, _CONTEXT)
    sql.later(_WRITE, (sealed, now, patient))


def _opened(row: tuple[Any, ...] | None) -> History:
    sealed = bytes(row[0]) if row else _EMPTY
    if not sealed:
        return History()
    try:
        return _DECODER.decode(base64.b64decode(keyring().decrypt_text(sealed, _CONTEXT)))
    except (msgspec.DecodeError, CiphertextDamaged) as error:
        # Better an audit of this encounter alone than none; the next settlement starts afresh.
        logger.error("a patient's history cannot be read: %s", where_it_failed(error))  # noqa: TRY400
        return History()
