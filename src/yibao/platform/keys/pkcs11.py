"""Keys in a cryptographic module that speaks PKCS#11.

The key-encryption keys are AES-256 and never leave the token. Data keys and SM2 private keys are
wrapped by them. **Limit:** generic PKCS#11 has no SM2 and no SM4, so SM2 keys are unwrapped into
the memory of this process and used there. The token protects keys at rest, not keys in use. A
module that computes SM2 inside speaks SDF (GM/T 0018-2012), which would be another key store.

Names are ``kek-<number>-<random>``: should two machines make a first key at the same moment, both
keys exist and both unwrap.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from os import urandom
from pathlib import Path
from secrets import token_hex
from typing import Any

from yibao.platform.crypto.errors import CiphertextDamaged
from yibao.platform.keys import private_files
from yibao.platform.keys.directory import DirectoryKeyStore, number_after
from yibao.platform.keys.errors import (
    ExtraNotInstalled,
    KeyEncryptionKeyMissing,
    KeyStoreSettingMissing,
    KeyStoreUnavailable,
)
from yibao.platform.keys.store import KeyStore, KeyStoreSettings

logger = logging.getLogger(__name__)

_LABEL_PREFIX = "yibao-"
_KEY_BITS = 256
_NONCE_SIZE = 12
_TAG_SIZE = 16

_ONE_AT_A_TIME = threading.RLock()
"""python-pkcs11 initialises modules without locking, so no two threads may be inside at once."""

_initialised_in: dict[str, int] = {}
"""Which process initialised a module, by the path of the module."""


def open_token_store(settings: KeyStoreSettings) -> KeyStore:
    """Open the token, making its first key if need be.

    Raises KeyStoreSettingMissing, ExtraNotInstalled, KeyStoreUnavailable.
    """
    for setting in ("pkcs11_module", "token_label", "pin_file"):
        if not getattr(settings, setting):
            raise KeyStoreSettingMissing(kind="pkcs11", setting=setting)
    private_files.prepare_directory(settings.directory)
    encryption = TokenKeyEncryption(Token(settings))
    return DirectoryKeyStore(encryption, directory=settings.directory, wraps_files=True)


class Token:
    """A session with a token, opened on first use and again after an error or a fork."""

    def __init__(self, settings: KeyStoreSettings) -> None:
        self.library = _imported()
        self._settings = settings
        self._session: Any = None
        self._process = os.getpid()
        self._refusal: Exception | None = None

    @contextmanager
    def session(self) -> Iterator[Any]:
        """Lend the session to one thread. Raises KeyStoreUnavailable for any error inside."""
        with _ONE_AT_A_TIME:
            try:
                if self._session is None or self._process != os.getpid():
                    self._session = self._opened()
                yield self._session
            except self.library.exceptions.PKCS11Error as error:
                self._close()
                raise self._unavailable(error) from error

    def _opened(self) -> Any:
        if self._refusal is not None:
            raise self._refusal
        module = self.library.lib(str(self._settings.pkcs11_module))
        self._process = os.getpid()
        if _initialised_in.setdefault(module.so, self._process) != self._process:
            module.reinitialize()  # a forked process may not go on with its parent's sessions
            _initialised_in[module.so] = self._process
        token = module.get_token(token_label=self._settings.token_label)
        errors = self.library.exceptions
        try:
            return token.open(rw=True, user_pin=self._pin())
        except errors.UserAlreadyLoggedIn:  # by another key store of this process
            return token.open(rw=True)
        except (errors.PinIncorrect, errors.PinLocked) as error:
            self._refusal = error  # trying again and again would lock the token
            raise

    def _close(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            with suppress(self.library.exceptions.PKCS11Error):
                session.close()

    def _pin(self) -> str:
        path = Path(str(self._settings.pin_file))
        try:
            return private_files.read_private(path).decode().strip()
        except FileNotFoundError as error:
            raise private_files.unavailable(path, error) from error

    def _unavailable(self, error: Exception) -> KeyStoreUnavailable:
        reason = f"{type(error).__name__} {error}".strip()
        logger.error("token %s: %s", self._settings.token_label, reason)
        return KeyStoreUnavailable(where="PKCS#11", reason=reason)


class TokenKeyEncryption:
    """AES-256-GCM inside the token; about 0.1 ms each on SoftHSM2.

    Sealed, in bytes: 12 nonce || ciphertext || 16 tag.
    """

    kind = "pkcs11"

    def __init__(self, token: Token) -> None:
        self._token = token
        self._library = token.library

    def names(self) -> tuple[str, ...]:
        """Return the names of all keys, oldest first."""
        with self._token.session() as session:
            labels = [key.label for key in session.get_objects(self._template())]
        ours = [label for label in labels if label.startswith(_LABEL_PREFIX)]
        return tuple(sorted(label.removeprefix(_LABEL_PREFIX) for label in ours))

    def add(self) -> str:
        """Make a new key that the token will never give out, and return its name."""
        name = f"{number_after(self.names())}-{token_hex(4)}"
        attribute = self._library.Attribute
        with self._token.session() as session:
            session.generate_key(
                self._library.KeyType.AES,
                _KEY_BITS,
                label=_LABEL_PREFIX + name,
                store=True,
                template={attribute.SENSITIVE: True, attribute.EXTRACTABLE: False},
            )
        return name

    def seal(self, name: str, plaintext: bytes, aad: bytes) -> bytes:
        """Encrypt under the key ``name``. Raises KeyEncryptionKeyMissing."""
        nonce = urandom(_NONCE_SIZE)
        with self._token.session() as session:
            key = self._key(session, name)
            return nonce + bytes(key.encrypt(plaintext, **self._gcm(nonce, aad)))

    def unseal(self, name: str, sealed: bytes, aad: bytes) -> bytes:
        """Decrypt. Raises CiphertextDamaged, KeyEncryptionKeyMissing."""
        if len(sealed) < _NONCE_SIZE + _TAG_SIZE:
            raise CiphertextDamaged
        nonce, ciphertext = sealed[:_NONCE_SIZE], sealed[_NONCE_SIZE:]
        with self._token.session() as session:
            key = self._key(session, name)
            return self._opened(key.decrypt, ciphertext, self._gcm(nonce, aad))

    def _opened(
        self, decrypt: Callable[..., bytes], ciphertext: bytes, mechanism: dict[str, Any]
    ) -> bytes:
        errors = self._library.exceptions
        try:
            return bytes(decrypt(ciphertext, **mechanism))
        except (
            errors.EncryptedDataInvalid,
            errors.EncryptedDataLenRange,
            errors.GeneralError,
        ):  # the standard has a code for a wrong tag, yet SoftHSM says GeneralError
            raise CiphertextDamaged from None

    def _key(self, session: Any, name: str) -> Any:
        # Read the search to its end: a session has one search only, and keeps an unfinished one.
        found = list(session.get_objects(self._template(_LABEL_PREFIX + name)))
        if not found:
            raise KeyEncryptionKeyMissing(name=name)
        return found[0]

    def _template(self, label: str = "") -> dict[Any, Any]:
        library = self._library
        template = {
            library.Attribute.CLASS: library.ObjectClass.SECRET_KEY,
            library.Attribute.KEY_TYPE: library.KeyType.AES,
        }
        return template | ({library.Attribute.LABEL: label} if label else {})

    def _gcm(self, nonce: bytes, aad: bytes) -> dict[str, Any]:
        parameters = self._library.GCMParams(nonce, aad, _TAG_SIZE * 8)
        return {"mechanism": self._library.Mechanism.AES_GCM, "mechanism_param": parameters}


def _imported() -> Any:
    try:
        import pkcs11
    except ImportError:
        raise ExtraNotInstalled(extra="pkcs11") from None
    return pkcs11
