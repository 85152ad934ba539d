"""The canonical content of a notice: the bytes that are digested, signed and sealed.

They are stored as they were signed and never written again from parsed values, so a later version
of this code cannot break an old signature. The random code in them keeps the digest, which stands
in the open, from being guessed from a name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from yibao.casework.notices.content import AnyContent
from yibao.casework.notices.errors import NoticeDamaged
from yibao.kernel.errors import DomainError
from yibao.platform.crypto import sm3
from yibao.platform.keys.access import keyring

FORMAT = 1
_CONTEXT = b"notice.content"


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One notice as it is signed."""

    format: int
    code: str
    case_id: UUID
    issued_at: datetime
    content: AnyContent


@dataclass(frozen=True)
class Sealed:
    """The canonical bytes under SM4, and their SM3 (32 bytes)."""

    text: bytes
    digest: bytes


def seal(record: Record) -> Sealed:
    """Return the record ready to be stored. About 25 us."""
    canonical = msgspec.json.encode(record)
    return Sealed(keyring().encrypt_text(canonical.decode(), _CONTEXT), sm3.digest(canonical))


def open_canonical(sealed: Sealed) -> bytes:
    """Return the canonical bytes. Raises NoticeDamaged if they are not those that were issued."""
    try:
        canonical = keyring().decrypt_text(bytes(sealed.text), _CONTEXT).encode()
    except DomainError as error:
        raise NoticeDamaged from error
    if sm3.digest(canonical) != bytes(sealed.digest):
        raise NoticeDamaged
    return canonical


def read(canonical: bytes) -> Record:
    """Return the record that was signed."""
    return msgspec.json.decode(canonical, type=Record)
