"""Open the key store that the settings name."""

from __future__ import annotations

from yibao.platform.keys.errors import KeyStoreKindUnknown
from yibao.platform.keys.pkcs11 import open_token_store
from yibao.platform.keys.software import open_software_store
from yibao.platform.keys.store import KeyStore, KeyStoreSettings

_OPENERS = {"software": open_software_store, "pkcs11": open_token_store}


def open_key_store(settings: KeyStoreSettings) -> KeyStore:
    """Open a key store, making its first key if it has none. Do so after forking, not before.

    Raises KeyStoreKindUnknown, KeyStoreSettingMissing, ExtraNotInstalled, KeyStoreUnavailable,
    KeyDirectoryExposed, KeyFileExposed.
    """
    opener = _OPENERS.get(settings.kind)
    if opener is None:
        raise KeyStoreKindUnknown(kind=settings.kind, known="、".join(_OPENERS))
    return opener(settings)
