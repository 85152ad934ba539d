"""Key stores in temporary directories; the token of SoftHSM wherever that is installed."""

from __future__ import annotations

from pathlib import Path

import pytest

from yibao.platform.keys import KeyStore, KeyStoreSettings, open_key_store

SOFTHSM_PLACES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib64/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
    "/opt/homebrew/lib/softhsm/libsofthsm2.so",
)
SOFTHSM = next((Path(place) for place in SOFTHSM_PLACES if Path(place).exists()), None)

# The token store is an extra: without a module to talk to there is nothing to test.
collect_ignore = [] if SOFTHSM else ["test_token_store.py"]


@pytest.fixture
def settings(tmp_path: Path) -> KeyStoreSettings:
    return KeyStoreSettings(kind="software", directory=tmp_path / "keys")


@pytest.fixture
def store(settings: KeyStoreSettings) -> KeyStore:
    return open_key_store(settings)


@pytest.fixture(scope="session")
def softhsm_module() -> Path:
    """Return the library of SoftHSM; only asked for where it is installed."""
    assert SOFTHSM is not None
    return SOFTHSM
