"""Keys in files: for development, tests, and wherever no cryptographic module is demanded.

Whoever reads the directory has the keys: the file modes are all the protection there is.

- ``kek-0001.key``, ``kek-0002.key`` …: SM4 key-encryption keys, 16 bytes; the highest one wraps
- ``sm2-<name>.pem``: SM2 keys, unencrypted PKCS#8
"""

from __future__ import annotations

from pathlib import Path

from yibao.platform.crypto import sm4
from yibao.platform.keys import private_files
from yibao.platform.keys.directory import DirectoryKeyStore, number_after
from yibao.platform.keys.errors import KeyEncryptionKeyMissing
from yibao.platform.keys.store import KeyStore, KeyStoreSettings

_SUFFIX = ".key"


def open_software_store(settings: KeyStoreSettings) -> KeyStore:
    """Open the directory, creating it and its first key if need be."""
    private_files.prepare_directory(settings.directory)
    encryption = FileKeyEncryption(settings.directory)
    return DirectoryKeyStore(encryption, directory=settings.directory, wraps_files=False)


class FileKeyEncryption:
    """SM4-GCM under key-encryption keys in files, read anew for each of these rare calls."""

    kind = "software"

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def names(self) -> tuple[str, ...]:
        """Return the names of all keys, oldest first."""
        return tuple(sorted(path.stem for path in self._directory.glob(f"kek-*{_SUFFIX}")))

    def add(self) -> str:
        """Make a new key and return its name."""
        name = number_after(self.names())
        private_files.create_once(self._directory / f"{name}{_SUFFIX}", sm4.generate_key())
        return name

    def seal(self, name: str, plaintext: bytes, aad: bytes) -> bytes:
        """Encrypt under the key ``name``. Raises KeyEncryptionKeyMissing."""
        return sm4.encrypt_gcm(self._read(name), plaintext, aad)

    def unseal(self, name: str, sealed: bytes, aad: bytes) -> bytes:
        """Decrypt. Raises CiphertextDamaged, KeyEncryptionKeyMissing."""
        return sm4.decrypt_gcm(self._read(name), sealed, aad)

    def _read(self, name: str) -> bytes:
        try:
            return private_files.read_private(self._directory / f"{name}{_SUFFIX}")
        except FileNotFoundError:
            raise KeyEncryptionKeyMissing(name=name) from None
