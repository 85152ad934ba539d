"""The statements on the table ``notice``, by hand: issuing lies on the path of every case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import LiteralString

from yibao.casework.notices.errors import NoticeDamaged, NoticeUnknown
from yibao.casework.notices.kinds import NoticeKind
from yibao.casework.notices.record import Record, Sealed, read
from yibao.kernel import identifiers
from yibao.platform.database import Sql

_KINDS = {kind.value: kind for kind in NoticeKind}
_INSERT: LiteralString = """
    INSERT INTO notice (id, case_id, kind, code, issued_at, content_sealed, content_sm3,
                        signing_key, version)
    VALUES (%s, %s, %s, %s, %s, %s, %s, '', %s)"""
_SELECT: LiteralString = """
    SELECT code, kind, issued_at, content_sealed, content_sm3, signature, signing_key,
           pdf_sealed, pdf_sm3
    FROM notice WHERE code = %s"""
_COMPLETE: LiteralString = """
    UPDATE notice SET signature = %s, signing_key = %s, pdf_sealed = %s, pdf_sm3 = %s
    WHERE code = %s AND signature IS NULL"""


@dataclass(frozen=True)
class Rendition:
    """What the first reading adds: who signed, the signature (DER), the PDF and its SM3."""

    signing_key: str
    signature: bytes
    pdf_sealed: bytes
    pdf_sm3: bytes


@dataclass(frozen=True)
class StoredNotice:
    """A row; ``rendition`` is None until the notice was read for the first time."""

    code: str
    kind: NoticeKind
    issued_at: datetime
    sealed: Sealed
    rendition: Rendition | None


def insert(sql: Sql, record: Record, sealed: Sealed) -> None:
    """Write a new notice."""
    sql.execute(
        _INSERT,
        (
            identifiers.new_id(record.issued_at),
            record.case_id,
            record.content.kind.value,
            record.code,
            record.issued_at,
            sealed.text,
            sealed.digest,
            record.format,
        ),
    )


def find(sql: Sql, code: str, *, locked: bool = False) -> StoredNotice:
    """Return the notice with this code, locked until the transaction ends if asked.

    Raises NoticeUnknown.
    """
    sql.execute(_SELECT + " FOR UPDATE" if locked else _SELECT, (code,))
    row = sql.fetchone()
    if row is None:
        raise NoticeUnknown
    code, kind, issued_at, text, digest, signature, key, pdf_sealed, pdf_sm3 = row
    rendition = None if signature is None else Rendition(key, signature, pdf_sealed, pdf_sm3)
    return StoredNotice(code, _KINDS[kind], issued_at, Sealed(text, digest), rendition)


def record_of(stored: StoredNotice, canonical: bytes) -> Record:
    """Return what was signed. Raises NoticeDamaged if it is another notice than the row says."""
    record = read(canonical)
    says = (record.code, record.content.kind, record.issued_at)
    if says != (stored.code, stored.kind, stored.issued_at):
        raise NoticeDamaged
    return record


def complete(sql: Sql, code: str, rendition: Rendition) -> None:
    """Add what the first reading made; a notice that has it already keeps it."""
    sql.execute(
        _COMPLETE,
        (
            rendition.signature,
            rendition.signing_key,
            rendition.pdf_sealed,
            rendition.pdf_sm3,
            code,
        ),
    )
