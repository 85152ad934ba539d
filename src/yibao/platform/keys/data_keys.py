"""The data keys on disk: one JSON file, each key wrapped by the key store.

The file is worthless without the key store, and what was encrypted is lost without the file.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from os import urandom
from pathlib import Path

import msgspec

from yibao.platform.crypto import sm4
from yibao.platform.keys import private_files
from yibao.platform.keys.errors import KeyringDamaged, NoMoreDataKeys
from yibao.platform.keys.store import KeyStore

_FILE_NAME = "data-keys.json"
_FORMAT = 1
_INDEX_KEY_SIZE = 32
_INDEX_CONTEXT = b"yibao.index-key"
_LAST_VERSION = 255


@dataclass(frozen=True)
class DataKeys:
    """Unwrapped keys: ``versions`` of 16 bytes each, by version; one index key of 32 bytes."""

    current: int
    versions: dict[int, bytes]
    index_key: bytes


class _Wrapped(msgspec.Struct, forbid_unknown_fields=True):
    """The file."""

    format: int
    current: int
    index_key: bytes
    data_keys: dict[int, bytes]


class DataKeyFile:
    """Reads and writes the file, whole or not at all."""

    def __init__(self, store: KeyStore, directory: Path) -> None:
        self._store = store
        self._directory = directory
        self._path = directory / _FILE_NAME

    def load_or_create(self) -> DataKeys:
        """Return the keys, making them if there is no file yet.

        When several processes start at once, all of them get the keys of the fastest.
        """
        if not private_files.is_there(self._path):
            first = DataKeys(1, {1: sm4.generate_key()}, urandom(_INDEX_KEY_SIZE))
            private_files.create_once(self._path, self._wrapped(first))
        return self.load()

    def load(self) -> DataKeys:
        """Return the keys. Raises KeyringDamaged, CiphertextDamaged, KeyEncryptionKeyMissing."""
        wrapped = self._read()
        keys = DataKeys(
            current=wrapped.current,
            versions={
                version: self._store.unwrap(blob, _context(version))
                for version, blob in wrapped.data_keys.items()
            },
            index_key=self._store.unwrap(wrapped.index_key, _INDEX_CONTEXT),
        )
        if wrapped.format != _FORMAT or keys.current not in keys.versions:
            raise KeyringDamaged(name=_FILE_NAME)
        return keys

    def add_version(self) -> DataKeys:
        """Make a new data key that encrypts from now on. Raises NoMoreDataKeys."""
        with private_files.exclusive(self._directory):
            keys = self.load()
            version = max(keys.versions) + 1
            if version > _LAST_VERSION:
                raise NoMoreDataKeys
            versions = {**keys.versions, version: sm4.generate_key()}
            keys = replace(keys, current=version, versions=versions)
            private_files.replace(self._path, self._wrapped(keys))
        return keys

    def rewrap(self) -> None:
        """Wrap all keys anew under the newest key-encryption key, as after ``rotate``."""
        with private_files.exclusive(self._directory):
            private_files.replace(self._path, self._wrapped(self.load()))

    def _wrapped(self, keys: DataKeys) -> bytes:
        wrapped = _Wrapped(
            format=_FORMAT,
            current=keys.current,
            index_key=self._store.wrap(keys.index_key, _INDEX_CONTEXT),
            data_keys={
                version: self._store.wrap(key, _context(version))
                for version, key in keys.versions.items()
            },
        )
        return msgspec.json.format(msgspec.json.encode(wrapped)) + b"\n"

    def _read(self) -> _Wrapped:
        try:
            return msgspec.json.decode(private_files.read_private(self._path), type=_Wrapped)
        except (FileNotFoundError, msgspec.DecodeError):
            raise KeyringDamaged(name=_FILE_NAME) from None


def _context(version: int) -> bytes:
    return b"yibao.data-key:%d" % version
