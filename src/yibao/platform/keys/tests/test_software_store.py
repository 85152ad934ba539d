"""Key-encryption keys and SM2 keys in files."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from yibao.platform.crypto import sm2
from yibao.platform.crypto.errors import CiphertextDamaged, KeyNotUsable
from yibao.platform.keys import KeyStore, KeyStoreSettings, open_key_store
from yibao.platform.keys.errors import (
    KeyDirectoryExposed,
    KeyEncryptionKeyMissing,
    KeyFileExposed,
    KeyMissing,
    KeyNameNotUsable,
    KeyStoreKindUnknown,
    KeyStoreUnavailable,
)

KEY = bytes(range(16))


def modes_in(directory: Path) -> set[int]:
    return {path.stat().st_mode & 0o777 for path in directory.iterdir()}


def test_a_wrapped_key_unwraps_in_the_same_context_only(store: KeyStore) -> None:
    blob = store.wrap(KEY, b"data-key")
    assert KEY not in blob
    assert store.unwrap(blob, b"data-key") == KEY
    with pytest.raises(CiphertextDamaged):
        store.unwrap(blob, b"index-key")


@examples(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(where=st.integers(0, 53), change=st.integers(1, 255))
def test_a_wrapped_key_with_any_byte_changed_is_refused(
    store: KeyStore, where: int, change: int
) -> None:
    blob = bytearray(store.wrap(KEY, b"context"))
    assert len(blob) == 54
    blob[where] ^= change
    with pytest.raises((CiphertextDamaged, KeyEncryptionKeyMissing)):
        store.unwrap(bytes(blob), b"context")


@pytest.mark.parametrize("blob", [b"", b"\x01", b"\x01\x08", b"\x02\x08kek-0001" + bytes(44)])
def test_a_blob_of_another_format_is_refused(store: KeyStore, blob: bytes) -> None:
    with pytest.raises(CiphertextDamaged):
        store.unwrap(blob, b"")


def test_a_blob_cannot_name_a_file_outside_the_directory(
    store: KeyStore, settings: KeyStoreSettings
) -> None:
    shutil.copy(settings.directory / "kek-0001.key", settings.directory.parent / "kek-0001.key")
    with pytest.raises(CiphertextDamaged):
        store.unwrap(b"\x01\x0b../kek-0001" + bytes(44), b"")


def test_after_a_rotation_new_keys_wrap_and_old_ones_still_unwrap(store: KeyStore) -> None:
    old = store.wrap(KEY, b"context")
    assert store.rotate() == "kek-0002"
    new = store.wrap(KEY, b"context")
    assert b"kek-0001" in old
    assert b"kek-0002" in new
    assert store.unwrap(old, b"context") == store.unwrap(new, b"context") == KEY
    assert store.health().key_encryption_keys == ("kek-0001", "kek-0002")


def test_a_store_opened_earlier_follows_a_rotation(
    store: KeyStore, settings: KeyStoreSettings
) -> None:
    open_key_store(settings).rotate()
    assert b"kek-0002" in store.wrap(KEY, b"")


def test_a_lost_key_encryption_key_is_named(store: KeyStore, settings: KeyStoreSettings) -> None:
    blob = store.wrap(KEY, b"")
    store.rotate()
    (settings.directory / "kek-0001.key").unlink()
    with pytest.raises(KeyEncryptionKeyMissing) as caught:
        store.unwrap(blob, b"")
    assert caught.value.facts == {"name": "kek-0001"}


def test_a_rotation_never_takes_the_number_of_a_lost_key(
    store: KeyStore, settings: KeyStoreSettings
) -> None:
    store.rotate()
    (settings.directory / "kek-0001.key").unlink()
    assert store.rotate() == "kek-0003"


def test_an_sm2_key_signs_and_can_be_read_by_anybody_who_has_the_file(
    store: KeyStore, settings: KeyStoreSettings
) -> None:
    public = store.create_sm2("platform")
    signature = store.sm2_sign("platform", b"message")
    assert public.verify(b"message", signature)
    assert store.sm2_public("platform").to_raw() == public.to_raw()
    pem = (settings.directory / "sm2-platform.pem").read_bytes()
    assert sm2.backend().private_key_from_pem(pem).public_key().to_raw() == public.to_raw()


def test_creating_a_key_twice_keeps_the_first(store: KeyStore, settings: KeyStoreSettings) -> None:
    first = store.create_sm2("platform").to_raw()
    assert store.create_sm2("platform").to_raw() == first
    assert open_key_store(settings).create_sm2("platform").to_raw() == first


def test_names_are_sorted_and_leave_out_other_files(
    store: KeyStore, settings: KeyStoreSettings
) -> None:
    store.create_sm2("receipts")
    store.create_sm2("audit-2")
    (settings.directory / "notes.txt").write_text("nothing")
    assert store.names() == ("audit-2", "receipts")


@pytest.mark.parametrize("name", ["", ".", "../x", "a/b", "A", "密钥", "a" * 41, "a b", "x\n"])
def test_a_name_that_is_no_plain_file_name_is_refused(store: KeyStore, name: str) -> None:
    with pytest.raises(KeyNameNotUsable):
        store.create_sm2(name)
    with pytest.raises(KeyNameNotUsable):
        store.sm2_sign(name, b"message")


def test_an_sm2_key_that_is_not_there_is_named(store: KeyStore) -> None:
    with pytest.raises(KeyMissing) as caught:
        store.sm2_sign("absent", b"message")
    assert caught.value.facts == {"name": "absent"}


def test_a_damaged_key_file_is_refused(store: KeyStore, settings: KeyStoreSettings) -> None:
    path = settings.directory / "sm2-broken.pem"
    path.touch(0o600)
    path.write_text("no key")
    with pytest.raises(KeyNotUsable):
        store.sm2_public("broken")


def test_all_files_are_for_their_owner_only(store: KeyStore, settings: KeyStoreSettings) -> None:
    store.create_sm2("platform")
    assert settings.directory.stat().st_mode & 0o777 == 0o700
    assert modes_in(settings.directory) == {0o600}


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_key_that_others_may_read_is_refused(
    store: KeyStore, settings: KeyStoreSettings, mode: int
) -> None:
    store.create_sm2("platform")
    blob = store.wrap(KEY, b"")
    (settings.directory / "kek-0001.key").chmod(mode)
    (settings.directory / "sm2-platform.pem").chmod(mode)
    with pytest.raises(KeyFileExposed) as caught:
        store.unwrap(blob, b"")
    assert "chmod 600" in str(caught.value.to_dict()["fix"])
    with pytest.raises(KeyFileExposed):
        open_key_store(settings).sm2_sign("platform", b"message")


def test_a_directory_that_others_may_write_to_is_refused(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o770)
    with pytest.raises(KeyDirectoryExposed):
        open_key_store(KeyStoreSettings(kind="software", directory=shared))


def test_a_directory_that_cannot_be_made_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(KeyStoreUnavailable) as caught:
        open_key_store(KeyStoreSettings(kind="software", directory=tmp_path / "file" / "keys"))
    fix = str(caught.value.to_dict()["fix"])
    assert "Not a directory" in fix
    assert str(tmp_path) not in fix  # callers see errors; where our files lie is not for them


def test_a_kind_that_does_not_exist_is_refused_with_those_that_do(tmp_path: Path) -> None:
    with pytest.raises(KeyStoreKindUnknown) as caught:
        open_key_store(KeyStoreSettings(kind="sdf", directory=tmp_path / "keys"))
    assert "software、pkcs11" in str(caught.value.to_dict()["fix"])
    assert not (tmp_path / "keys").exists()


def test_health_tells_of_a_working_and_of_a_broken_store(
    store: KeyStore, settings: KeyStoreSettings
) -> None:
    store.create_sm2("platform")
    health = store.health()
    assert (health.kind, health.is_working, health.problem) == ("software", True, "")
    assert health.sm2_keys == ("platform",)
    (settings.directory / "kek-0001.key").chmod(0o644)
    health = store.health()
    assert not health.is_working
    assert "0644" in health.problem
    shutil.rmtree(settings.directory)
    assert "kek" in store.health().problem
