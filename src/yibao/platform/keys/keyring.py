"""Encryption of single personal fields, and an index by which to find them again.

An encrypted field, in bytes: 1 version of the data key || SM4-GCM blob (see ``sm4``).
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

from yibao.platform.crypto import sm3, sm4
from yibao.platform.crypto.errors import CiphertextDamaged
from yibao.platform.keys.data_keys import DataKeyFile
from yibao.platform.keys.errors import DataKeyUnknown
from yibao.platform.keys.store import KeyStore


class Keyring:
    """Holds the unwrapped data keys of one process. Safe to share among threads.

    One data key may encrypt 2**32 fields: call ``add_data_key`` about once a year. The index key
    never changes, for a new one would mean computing every index anew. Opening a keyring unwraps
    one blob per version, so open it once per process.

    Raises KeyringDamaged, CiphertextDamaged, KeyEncryptionKeyMissing, KeyStoreUnavailable.
    """

    def __init__(self, store: KeyStore, directory: Path) -> None:
        self._file = DataKeyFile(store, directory)
        self._keys = self._file.load_or_create()

    def encrypt_text(self, text: str, context: bytes) -> bytes:
        """Encrypt ``text``, bound to ``context`` such as ``b"person.name"``; about 8 us."""
        keys = self._keys
        blob = sm4.encrypt_gcm(keys.versions[keys.current], text.encode(), context)
        return bytes((keys.current,)) + blob

    def decrypt_text(self, encrypted: bytes, context: bytes) -> str:
        """Return what was encrypted in the same context; about 8 us.

        Raises CiphertextDamaged, DataKeyUnknown (which is a CiphertextDamaged, too).
        """
        if not encrypted:
            raise CiphertextDamaged
        key = self._keys.versions.get(encrypted[0]) or self._newer_key(encrypted[0])
        return sm4.decrypt_gcm(key, encrypted[1:], context).decode()

    def blind_index(self, text: str, context: bytes) -> bytes:
        """Return 32 bytes that are equal for equal texts in one context, and tell nothing else.

        Equal means equal after ``normalised``. About 4 us.
        """
        message = b"%b\x00%b" % (context, normalised(text).encode())
        return sm3.hmac(self._keys.index_key, message)

    def add_data_key(self) -> int:
        """Make a new data key, encrypt with it from now on, and return its version.

        Other processes take it up when they restart or first meet it. Raises NoMoreDataKeys.
        """
        self._keys = self._file.add_version()
        return self._keys.current

    def rewrap(self) -> None:
        """Wrap all data keys under the newest key-encryption key; call it after ``rotate``."""
        self._file.rewrap()

    def _newer_key(self, version: int) -> bytes:
        """Look into the file for a key that another process has made meanwhile."""
        self._keys = self._file.load()
        key = self._keys.versions.get(version)
        if key is None:
            raise DataKeyUnknown(version=version)
        return key


def normalised(text: str) -> str:
    """Return ``text`` without the differences that people do not mean.

    Full-width letters and digits become plain ones, letters lose their case, white space goes:
    ``１１０１０１ ２０００…ｘ`` and ``1101012000…X`` are one number.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return "".join(text.split()).casefold()
