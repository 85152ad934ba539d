"""The process's key store and keyring, as the settings describe them. Opened on first use."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from yibao.platform.keys.keyring import Keyring
from yibao.platform.keys.opening import open_key_store
from yibao.platform.keys.store import KeyStore, KeyStoreSettings


@cache
def key_store() -> KeyStore:
    """Return the key store that signs and wraps for this process.

    Raises what ``open_key_store`` raises. Call it after forking, not before.
    """
    pin_file = getattr(settings, "PKCS11_PIN_FILE", "")
    return open_key_store(
        KeyStoreSettings(
            kind=settings.KEY_STORE,
            directory=Path(settings.KEY_DIRECTORY),
            pkcs11_module=Path(settings.PKCS11_MODULE) if settings.PKCS11_MODULE else None,
            token_label=settings.PKCS11_TOKEN,
            pin_file=Path(pin_file) if pin_file else None,
        )
    )


@cache
def keyring() -> Keyring:
    """Return the keyring that encrypts personal data for this process."""
    return Keyring(key_store(), Path(settings.KEY_DIRECTORY))


def forget() -> None:
    """Open both anew on next use: after a fork, and in tests that change the settings."""
    keyring.cache_clear()
    key_store.cache_clear()
