"""What every key store can do, whatever the keys lie in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from yibao.platform.crypto.sm2 import Sm2PublicKey


@dataclass(frozen=True, kw_only=True)
class KeyStoreSettings:
    """Where the keys are.

    ``kind`` is ``software`` or ``pkcs11``. ``directory`` holds the files of both. The other three
    are for ``pkcs11`` only: the library of the maker, the label of the token, and a file of mode
    0600 with the user PIN.
    """

    kind: str
    directory: Path
    pkcs11_module: Path | None = None
    token_label: str = ""
    pin_file: Path | None = None


@dataclass(frozen=True, kw_only=True)
class KeyStoreHealth:
    """How a key store fares. ``problem`` is empty when ``is_working``."""

    kind: str
    is_working: bool
    problem: str
    key_encryption_keys: tuple[str, ...]
    """Names from oldest to newest; the last one wraps."""
    sm2_keys: tuple[str, ...]


class KeyStore(Protocol):
    """Keeps key-encryption keys and SM2 keys. Safe to share among threads.

    Every method may raise KeyStoreUnavailable, KeyFileExposed or KeyDirectoryExposed.
    """

    def wrap(self, key_bytes: bytes, context: bytes) -> bytes:
        """Encrypt a key under the newest key-encryption key, bound to ``context``."""
        ...

    def unwrap(self, blob: bytes, context: bytes) -> bytes:
        """Return what was wrapped in the same context.

        Raises CiphertextDamaged, KeyEncryptionKeyMissing.
        """
        ...

    def sm2_sign(self, key_name: str, message: bytes) -> bytes:
        """Return the DER signature with the default user id. Raises KeyMissing."""
        ...

    def sm2_public(self, key_name: str) -> Sm2PublicKey:
        """Return the public half of an SM2 key. Raises KeyMissing."""
        ...

    def create_sm2(self, key_name: str) -> Sm2PublicKey:
        """Make sure that an SM2 key exists and return its public half. Never replaces a key.

        Raises KeyNameNotUsable.
        """
        ...

    def names(self) -> tuple[str, ...]:
        """Return the names of the SM2 keys, sorted."""
        ...

    def rotate(self) -> str:
        """Make a new key-encryption key and return its name; all older ones still unwrap."""
        ...

    def health(self) -> KeyStoreHealth:
        """Wrap and unwrap a trial key and say how that went. Never raises."""
        ...
