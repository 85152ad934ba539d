"""Key-encryption keys in a token that speaks PKCS#11, tried on SoftHSM."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pkcs11
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

import yibao
from yibao.platform.crypto.errors import CiphertextDamaged
from yibao.platform.keys import Keyring, KeyStore, KeyStoreSettings, open_key_store
from yibao.platform.keys.errors import (
    KeyEncryptionKeyMissing,
    KeyFileExposed,
    KeyMissing,
    KeyStoreSettingMissing,
    KeyStoreUnavailable,
)

KEY = bytes(range(16))
LABEL = "yibao test"
PIN = "123456"
SOURCE = str(Path(yibao.__file__).parents[1])


@pytest.fixture(scope="module")
def token(tmp_path_factory: pytest.TempPathFactory, softhsm_module: Path) -> Iterator[Path]:
    """Make a token of our own: the module reads its configuration once per process."""
    home = tmp_path_factory.mktemp("softhsm")
    tokens = home / "tokens"
    tokens.mkdir()
    configuration = home / "softhsm2.conf"
    configuration.write_text(f"directories.tokendir = {tokens}\nobjectstore.backend = file\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(configuration))
        command = ["softhsm2-util", "--init-token", "--free", "--label", LABEL]
        subprocess.run([*command, "--pin", PIN, "--so-pin", "87654321"], check=True)
        yield softhsm_module
        pkcs11.unload(str(softhsm_module))


@pytest.fixture
def settings(token: Path, tmp_path: Path) -> KeyStoreSettings:
    pin_file = tmp_path / "pin"
    pin_file.touch(0o600)
    pin_file.write_text(PIN + "\n")
    return KeyStoreSettings(
        kind="pkcs11",
        directory=tmp_path / "keys",
        pkcs11_module=token,
        token_label=LABEL,
        pin_file=pin_file,
    )


@pytest.fixture
def store(settings: KeyStoreSettings) -> KeyStore:
    return open_key_store(settings)


@contextmanager
def keys_in(settings: KeyStoreSettings) -> Iterator[list[Any]]:
    """Lend the keys as another programme with the PIN sees them."""
    token = pkcs11.lib(str(settings.pkcs11_module)).get_token(token_label=LABEL)
    with token.open() as session:  # this process is logged in already
        yield list(session.get_objects({pkcs11.Attribute.CLASS: pkcs11.ObjectClass.SECRET_KEY}))


def run_apart(script: str, settings: KeyStoreSettings) -> str:
    """Run a script in a process of its own, with ``settings`` at hand."""
    head = f"""
import os, sys
from pathlib import Path, PosixPath
sys.path.insert(0, {SOURCE!r})
from yibao.platform.keys import KeyStoreSettings, open_key_store
settings = {settings!r}
"""
    command = [sys.executable, "-W", "ignore", "-c", head + script]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
    return done.stdout.strip()


def test_a_wrapped_key_unwraps_in_the_same_context_only(store: KeyStore) -> None:
    blob = store.wrap(KEY, b"data-key")
    assert KEY not in blob
    assert store.unwrap(blob, b"data-key") == KEY
    with pytest.raises(CiphertextDamaged):
        store.unwrap(blob, b"index-key")


@examples(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50
)
@given(data=st.data(), change=st.integers(1, 255))
def test_a_wrapped_key_with_any_byte_changed_is_refused(
    store: KeyStore, data: st.DataObject, change: int
) -> None:
    blob = bytearray(store.wrap(KEY, b"context"))
    blob[data.draw(st.integers(0, len(blob) - 1))] ^= change
    with pytest.raises((CiphertextDamaged, KeyEncryptionKeyMissing)):
        store.unwrap(bytes(blob), b"context")
    assert store.unwrap(store.wrap(KEY, b""), b"") == KEY


def test_a_wrapped_key_that_was_cut_is_refused(store: KeyStore) -> None:
    blob = store.wrap(KEY, b"context")
    for length in (0, 1, 10, len(blob) - 17, len(blob) - 1):
        with pytest.raises(CiphertextDamaged):
            store.unwrap(blob[:length], b"context")


def test_the_key_encryption_key_never_leaves_the_token(
    store: KeyStore, settings: KeyStoreSettings
) -> None:
    store.wrap(KEY, b"")
    with keys_in(settings) as keys:
        assert len(keys) >= 1
        for key in keys:
            assert key.key_length == 256
            assert key[pkcs11.Attribute.SENSITIVE]
            assert key[pkcs11.Attribute.NEVER_EXTRACTABLE]
            with pytest.raises(pkcs11.AttributeSensitive):
                key[pkcs11.Attribute.VALUE]


def test_after_a_rotation_new_keys_wrap_and_old_ones_still_unwrap(store: KeyStore) -> None:
    old = store.wrap(KEY, b"context")
    name = store.rotate()
    new = store.wrap(KEY, b"context")
    assert name.encode() in new
    assert name.encode() not in old
    assert store.unwrap(old, b"context") == store.unwrap(new, b"context") == KEY
    assert store.health().key_encryption_keys[-1] == name


def test_a_key_encryption_key_of_another_token_is_named(store: KeyStore) -> None:
    blob = b"\x01\x11kek-0001-00000000" + bytes(44)
    with pytest.raises(KeyEncryptionKeyMissing) as caught:
        store.unwrap(blob, b"")
    assert caught.value.facts == {"name": "kek-0001-00000000"}


def test_an_sm2_key_lies_wrapped_on_disk_and_signs(
    store: KeyStore, settings: KeyStoreSettings
) -> None:
    public = store.create_sm2("platform")
    content = (settings.directory / "sm2-platform.wrapped").read_bytes()
    assert b"PRIVATE KEY" not in content
    assert public.verify(b"message", store.sm2_sign("platform", b"message"))
    assert open_key_store(settings).create_sm2("platform").to_raw() == public.to_raw()
    assert store.names() == ("platform",)
    with pytest.raises(KeyMissing):
        store.sm2_sign("absent", b"message")


def test_a_wrapped_sm2_key_cannot_take_the_name_of_another(
    store: KeyStore, settings: KeyStoreSettings
) -> None:
    store.create_sm2("receipts")
    path = settings.directory / "sm2-receipts.wrapped"
    path.rename(settings.directory / "sm2-platform.wrapped")
    with pytest.raises(CiphertextDamaged):
        open_key_store(settings).sm2_public("platform")


def test_a_keyring_lives_on_the_token_too(store: KeyStore, settings: KeyStoreSettings) -> None:
    keyring = Keyring(store, settings.directory)
    encrypted = keyring.encrypt_text("张三", b"person.name")
    store.rotate()
    keyring.rewrap()
    again = Keyring(open_key_store(settings), settings.directory)
    assert again.decrypt_text(encrypted, b"person.name") == "张三"


def test_threads_share_one_token(store: KeyStore) -> None:
    def one_round(number: int) -> bool:
        key = number.to_bytes(16, "big")
        return store.unwrap(store.wrap(key, b"context"), b"context") == key

    with ThreadPoolExecutor(6) as pool:
        assert all(pool.map(one_round, range(120)))


def test_two_stores_of_a_forked_process_go_on(store: KeyStore, settings: KeyStoreSettings) -> None:
    script = """
first, second = open_key_store(settings), open_key_store(settings)
blob = first.wrap(bytes(16), b"context")
child = os.fork()
for store in (first, second, first):
    assert store.unwrap(blob, b"context") == bytes(16)
if child:
    print(os.waitpid(child, 0)[1])
"""
    assert run_apart(script, settings) == "0"


def test_a_wrong_pin_is_tried_once_so_that_the_token_is_not_locked(
    store: KeyStore, settings: KeyStoreSettings
) -> None:
    script = """
from yibao.platform.keys.errors import KeyStoreUnavailable
from yibao.platform.keys.pkcs11 import Token
settings.pin_file.write_text("654321")
token = Token(settings)
for attempt in range(3):
    try:
        with token.session():
            print("opened")
    except KeyStoreUnavailable as error:
        print(error.to_dict()["fix"])
    settings.pin_file.write_text("123456")
"""
    lines = run_apart(script, settings).splitlines()
    assert len(lines) == 3
    assert all("PinIncorrect" in line for line in lines)


def test_a_token_that_is_not_there_is_unavailable(settings: KeyStoreSettings) -> None:
    with pytest.raises(KeyStoreUnavailable) as caught:
        open_key_store(replace(settings, token_label="another"))
    assert "NoSuchToken" in str(caught.value.to_dict()["fix"])


def test_a_module_that_is_not_there_is_unavailable(
    settings: KeyStoreSettings, tmp_path: Path
) -> None:
    with pytest.raises(KeyStoreUnavailable):
        open_key_store(replace(settings, pkcs11_module=tmp_path / "absent.so"))


def test_a_store_recovers_after_its_session_was_lost(
    store: KeyStore, settings: KeyStoreSettings
) -> None:
    # Apart, because python-pkcs11 itself complains on stderr when a search loses its session.
    script = """
import pkcs11
from yibao.platform.keys.errors import KeyStoreUnavailable
store = open_key_store(settings)
blob = store.wrap(bytes(16), b"")
pkcs11.lib(str(settings.pkcs11_module)).reinitialize()
try:
    store.unwrap(blob, b"")
except KeyStoreUnavailable as error:
    print(error.retryable, store.unwrap(blob, b"") == bytes(16), store.health().is_working)
"""
    assert run_apart(script, settings) == "True True True"


def test_a_pin_that_others_may_read_is_refused(settings: KeyStoreSettings) -> None:
    assert settings.pin_file is not None
    settings.pin_file.chmod(0o644)
    with pytest.raises(KeyFileExposed):
        open_key_store(settings)
    settings.pin_file.unlink()
    with pytest.raises(KeyStoreUnavailable):
        open_key_store(settings)


@pytest.mark.parametrize("setting", ["pkcs11_module", "token_label", "pin_file"])
def test_a_missing_setting_is_named(settings: KeyStoreSettings, setting: str) -> None:
    emptied: dict[str, Any] = {setting: None}
    with pytest.raises(KeyStoreSettingMissing) as caught:
        open_key_store(replace(settings, **emptied))
    assert caught.value.facts == {"kind": "pkcs11", "setting": setting}


def test_without_the_package_the_error_names_the_extra(settings: KeyStoreSettings) -> None:
    script = """
sys.modules["pkcs11"] = None  # what Python itself does to say that there is no such package
try:
    open_key_store(settings)
except Exception as error:
    print(type(error).__name__, error.to_dict()["fix"])
"""
    assert run_apart(script, settings).startswith(
        "ExtraNotInstalled 执行 pip install 'yibao[pkcs11]'"
    )
