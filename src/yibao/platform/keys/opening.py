"""Open the key store that the settings name."""

from __future__ import annotations

from yibao.platform.keys.pkcs11 import open_token_store
from yibao.platform.keys.software import open_software_store
from yibao.platform.keys.store import KeyStore, KeyStoreSettings

_OPENERS = {"software": open_software_store, "pkcs11": open_token_store}


def open_key_store(settings: KeyStoreSettings) -> KeyStore:
    """Open a key store, making its first key if it has none. Do so after forking, not before.

    Raises KeyStoreSettingMissing, ExtraNotInstalled, KeyStoreUnavailable, KeyDirectoryExposed,
    KeyFileExposed.
    """
    return _OPENERS[settings.kind](settings)
