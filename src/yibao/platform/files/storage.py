"""Where the contents lie: encrypted, one file each, in folders of at most 256 entries a level.

A file, in bytes: 2 length of the key || the file's own SM4 key, encrypted by the keyring || SM4-GCM
blob of the content. So a new data key concerns a few dozen bytes of each file, not its megabytes.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings

from yibao.platform import database
from yibao.platform.crypto import sm4
from yibao.platform.keys.access import keyring

_KEY_CONTEXT = b"files.key"
_LENGTH_BYTES = 2
_GRACE_SECONDS = 3600
"""A file this young may belong to a transaction that has not committed yet."""


def folder() -> Path:
    """Return the folder of the call's database: the sandbox has its own."""
    alias = database.alias()
    return Path(settings.DATA_DIRECTORY) / ("files" if alias == "default" else f"files-{alias}")


def path_of(file_id: UUID) -> Path:
    """Return where a file lies. The last digits spread evenly: the first tell the time."""
    digits = file_id.hex
    return folder() / digits[-2:] / digits[-4:-2] / digits


def write(file_id: UUID, content: bytes) -> None:
    """Encrypt and keep ``content`` so that a power cut leaves all of it or nothing."""
    path = path_of(file_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    sealed = _seal(file_id, content)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).rename(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def read(file_id: UUID) -> bytes:
    """Return the content. Raises FileNotFoundError, CiphertextDamaged."""
    sealed = path_of(file_id).read_bytes()
    end = _LENGTH_BYTES + int.from_bytes(sealed[:_LENGTH_BYTES])
    key = keyring().decrypt_text(sealed[_LENGTH_BYTES:end], _KEY_CONTEXT + file_id.bytes)
    return sm4.decrypt_gcm(bytes.fromhex(key), sealed[end:], file_id.bytes)


def settled() -> Iterator[Path]:
    """Give every file that is older than an hour, half-written ones included."""
    root = folder()
    if not root.exists():
        return
    # The file system's own clock: it may differ from ours, and ours may be moved.
    with tempfile.TemporaryFile(dir=root) as probe:
        newest = os.fstat(probe.fileno()).st_mtime - _GRACE_SECONDS
    for path in root.glob("*/*/*"):
        try:
            if path.stat().st_mtime < newest:
                yield path
        except FileNotFoundError:
            continue  # renamed or removed meanwhile


def _seal(file_id: UUID, content: bytes) -> bytes:
    key = sm4.generate_key()
    sealed_key = keyring().encrypt_text(key.hex(), _KEY_CONTEXT + file_id.bytes)
    length = len(sealed_key).to_bytes(_LENGTH_BYTES)
    return length + sealed_key + sm4.encrypt_gcm(key, content, file_id.bytes)


def _sync_folder(path: Path) -> None:
    """Have the rename itself reach the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
