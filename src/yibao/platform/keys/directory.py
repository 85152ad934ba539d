"""The part that all key stores share: SM2 keys as files in one directory, wrapping with names.

A wrapped key, in bytes: 1 format || 1 length of name || name of the key-encryption key || sealed.
Everything before the sealed part is authenticated together with the context.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Protocol

from yibao.kernel.errors import DomainError
from yibao.platform.crypto import sm2
from yibao.platform.crypto.errors import CiphertextDamaged
from yibao.platform.crypto.sm2 import Sm2PrivateKey, Sm2PublicKey
from yibao.platform.keys import private_files
from yibao.platform.keys.errors import (
    KeyEncryptionKeyMissing,
    KeyMissing,
    KeyNameNotUsable,
)
from yibao.platform.keys.store import KeyStoreHealth

_FORMAT = 1
_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,39}")
_PREFIX = "sm2-"
_TRIAL_CONTEXT = b"yibao.health"


class KeyEncryption(Protocol):
    """Holds the key-encryption keys of a store."""

    kind: str

    def names(self) -> tuple[str, ...]:
        """Return the names of all keys, oldest first."""
        ...

    def add(self) -> str:
        """Make a new key and return its name, which sorts behind all others."""
        ...

    def seal(self, name: str, plaintext: bytes, aad: bytes) -> bytes:
        """Encrypt under the key ``name``. Raises KeyEncryptionKeyMissing."""
        ...

    def unseal(self, name: str, sealed: bytes, aad: bytes) -> bytes:
        """Decrypt. Raises CiphertextDamaged, KeyEncryptionKeyMissing."""
        ...


def number_after(names: tuple[str, ...]) -> str:
    """Return the start of the name of the next key: ``kek-0001``, ``kek-0002`` …."""
    newest = int(names[-1].split("-")[1]) if names else 0
    return f"kek-{newest + 1:04d}"


class DirectoryKeyStore:
    """A key store over one directory.

    ``wraps_files`` tells whether SM2 key files are wrapped, which makes sense when the
    key-encryption key does not lie beside them.
    """

    def __init__(self, encryption: KeyEncryption, *, directory: Path, wraps_files: bool) -> None:
        self._encryption = encryption
        self._directory = directory
        self._wraps_files = wraps_files
        self._suffix = ".wrapped" if wraps_files else ".pem"
        self._loaded: dict[str, Sm2PrivateKey] = {}
        if not encryption.names():
            self._make_first_key()

    def _make_first_key(self) -> None:
        with private_files.exclusive(self._directory):
            if not self._encryption.names():
                self._encryption.add()

    def wrap(self, key_bytes: bytes, context: bytes) -> bytes:
        """Encrypt a key under the newest key-encryption key, bound to ``context``."""
        names = self._encryption.names()
        if not names:
            raise KeyEncryptionKeyMissing(name="kek")
        name = names[-1]
        head = bytes((_FORMAT, len(name))) + name.encode()
        return head + self._encryption.seal(name, key_bytes, head + context)

    def unwrap(self, blob: bytes, context: bytes) -> bytes:
        """Return what was wrapped. Raises CiphertextDamaged, KeyEncryptionKeyMissing."""
        if len(blob) < 2 or blob[0] != _FORMAT:
            raise CiphertextDamaged
        end = 2 + blob[1]
        head, sealed = blob[:end], blob[end:]
        name = head[2:].decode("ascii", errors="replace")
        if not _NAME.fullmatch(name):
            raise CiphertextDamaged
        return self._encryption.unseal(name, sealed, head + context)

    def sm2_sign(self, key_name: str, message: bytes) -> bytes:
        """Return the DER signature with the default user id. Raises KeyMissing."""
        return self._key(key_name).sign(message)

    def sm2_public(self, key_name: str) -> Sm2PublicKey:
        """Return the public half of an SM2 key. Raises KeyMissing."""
        return self._key(key_name).public_key()

    def create_sm2(self, key_name: str) -> Sm2PublicKey:
        """Make sure that an SM2 key exists and return its public half."""
        path = self._path(key_name)
        if not private_files.is_there(path):
            pem = sm2.backend().generate().to_pem()
            content = self.wrap(pem, _context(key_name)) if self._wraps_files else pem
            private_files.create_once(path, content)
        return self.sm2_public(key_name)

    def names(self) -> tuple[str, ...]:
        """Return the names of the SM2 keys, sorted."""
        files = self._directory.glob(f"{_PREFIX}*{self._suffix}")
        return tuple(
            sorted(file.name.removeprefix(_PREFIX).removesuffix(self._suffix) for file in files)
        )

    def rotate(self) -> str:
        """Make a new key-encryption key and return its name; all older ones still unwrap."""
        with private_files.exclusive(self._directory):
            return self._encryption.add()

    def health(self) -> KeyStoreHealth:
        """Wrap and unwrap a trial key and say how that went."""
        problem = ""
        key_encryption_keys: tuple[str, ...] = ()
        try:
            key_encryption_keys = self._encryption.names()
            trial = self.wrap(bytes(16), _TRIAL_CONTEXT)
            is_working = self.unwrap(trial, _TRIAL_CONTEXT) == bytes(16)
        except DomainError as error:
            is_working, problem = False, str(error)
        return KeyStoreHealth(
            kind=self._encryption.kind,
            is_working=is_working,
            problem=problem,
            key_encryption_keys=key_encryption_keys,
            sm2_keys=self.names(),
        )

    def _key(self, key_name: str) -> Sm2PrivateKey:
        # Loading twice at once is harmless, so the signing path needs no lock.
        if key_name not in self._loaded:
            self._loaded[key_name] = self._load(key_name)
        return self._loaded[key_name]

    def _load(self, key_name: str) -> Sm2PrivateKey:
        try:
            content = private_files.read_private(self._path(key_name))
        except FileNotFoundError:
            raise KeyMissing(name=key_name) from None
        pem = self.unwrap(content, _context(key_name)) if self._wraps_files else content
        return sm2.backend().private_key_from_pem(pem)

    def _path(self, key_name: str) -> Path:
        if not _NAME.fullmatch(key_name):
            raise KeyNameNotUsable
        return self._directory / f"{_PREFIX}{key_name}{self._suffix}"


def _context(key_name: str) -> bytes:
    return b"yibao.sm2:" + key_name.encode()
