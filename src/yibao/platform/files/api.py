"""What other packages call: :func:`store` and :func:`read`."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from uuid import UUID

from django.conf import settings

from yibao.kernel.identifiers import new_id
from yibao.platform import clock, database
from yibao.platform.crypto import sm3
from yibao.platform.crypto.errors import CiphertextDamaged
from yibao.platform.database import Sql
from yibao.platform.files import pdf_check, storage
from yibao.platform.files.content_types import PDF, content_type_of
from yibao.platform.files.errors import FileDamaged, FileEmpty, FileNotFound, FileTooLarge
from yibao.platform.files.image_size import refuse_bomb
from yibao.platform.files.scanners import scanner
from yibao.platform.keys.access import keyring

logger = logging.getLogger(__name__)

_NAME_CONTEXT = b"stored_file.name"
_INSERT = """
    INSERT INTO stored_file
        (id, owner, name, size, sm3, content_type, scan_verdict, stored_at)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
"""
_SELECT = """
    SELECT id, owner, name, size, sm3, content_type, stored_at FROM stored_file
    WHERE id = %s AND owner = %s
"""


@dataclass(frozen=True)
class StoredFile:
    """What is known about a stored file. ``size`` in bytes; ``sm3`` in hexadecimal."""

    id: UUID
    owner: str
    name: str
    size: int
    sm3: str
    content_type: str
    stored_at: datetime


def store(sql: Sql, *, content: bytes, name: str, owner: str) -> StoredFile:
    """Check, encrypt and keep a file; its row belongs to the caller's transaction.

    ``owner`` is an internal identifier. ``name`` is only shown. Raises what ``files.errors``
    lists. A virus scan may take seconds: call this before locking any row.
    """
    content_type = check(content)
    verdict = scanner().scan(content)
    now = clock.now()
    digest = sm3.digest(content)
    file = StoredFile(
        new_id(now), owner, name[-200:], len(content), digest.hex(), content_type, now
    )
    storage.write(file.id, content)
    sealed_name = keyring().encrypt_text(file.name, _NAME_CONTEXT)
    sql.execute(
        _INSERT,
        (file.id, owner, sealed_name, file.size, digest, content_type, verdict, now),
    )
    return file


def check(content: bytes) -> str:
    """Return the content's type, or raise what is wrong with it. Does not scan for viruses."""
    if not content:
        raise FileEmpty
    if len(content) > settings.FILE_BYTES:
        raise FileTooLarge(limit=f"{settings.FILE_BYTES / (1024 * 1024):g}")
    content_type = content_type_of(content)
    refuse_bomb(content, content_type)
    if content_type == PDF:
        pdf_check.refuse_actions(content)
    return content_type


def about(sql: Sql, file_id: UUID, *, owner: str) -> StoredFile:
    """Return what is known about the owner's file. Raises FileNotFound."""
    sql.execute(_SELECT, (file_id, owner))
    row = sql.fetchone()
    if row is None:
        raise FileNotFound
    name = keyring().decrypt_text(row[2], _NAME_CONTEXT)
    return StoredFile(row[0], row[1], name, row[3], row[4].hex(), row[5], row[6])


def read(file_id: UUID, *, owner: str) -> bytes:
    """Return the content of the owner's file. Raises FileNotFound, FileDamaged."""
    with database.reading() as sql:
        file = about(sql, file_id, owner=owner)
    try:
        content = storage.read(file_id)
    except (OSError, CiphertextDamaged):
        content = b""
    if not compare_digest(sm3.hexdigest(content), file.sm3):
        logger.error("stored file %s is missing or damaged: restore it from a backup", file_id)
        raise FileDamaged(file_id=file_id)
    return content
