"""Where keys are kept: key stores wrap keys and sign, the keyring encrypts personal data."""

from yibao.platform.keys.keyring import Keyring
from yibao.platform.keys.opening import open_key_store
from yibao.platform.keys.store import KeyStore, KeyStoreHealth, KeyStoreSettings

__all__ = ["KeyStore", "KeyStoreHealth", "KeyStoreSettings", "Keyring", "open_key_store"]
