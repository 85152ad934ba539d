"""SM4 against GB/T 32907-2016 and RFC 8998, and against tampering."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given
from hypothesis import strategies as st

from yibao.platform.crypto import sm4
from yibao.platform.crypto.errors import CiphertextDamaged, KeyNotUsable

STANDARD_KEY = bytes.fromhex("0123456789abcdeffedcba9876543210")
STANDARD_BLOCK = bytes.fromhex("681edf34d206965e86b3e94f536e4246")

keys = st.binary(min_size=16, max_size=16)
changes = st.integers(min_value=1, max_value=255)


def test_cbc_opens_the_single_block_of_the_standard() -> None:
    # Key and plaintext are the same in the example. This vector turns the plaintext into a block
    # of pure padding, so that only a wholly right decryption gives an empty text.
    vector = bytes(byte ^ 16 for byte in STANDARD_KEY)
    assert sm4.decrypt_cbc(STANDARD_KEY, vector + STANDARD_BLOCK) == b""


def test_the_library_gives_the_block_after_a_million_rounds_of_the_standard() -> None:
    encryptor = Cipher(algorithms.SM4(STANDARD_KEY), modes.ECB()).encryptor()
    block = STANDARD_KEY
    for _ in range(1_000_000):
        block = encryptor.update(block)
    assert block.hex() == "595298c7c6fd271f0402f804c33d3f66"


def test_gcm_opens_the_example_of_rfc_8998() -> None:
    vector = bytes.fromhex("00001234567800000000abcd")
    aad = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    ciphertext = bytes.fromhex(
        "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
        "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
    )
    tag = bytes.fromhex("83de3541e4c2b58177e065a9bf7b62ec")
    expected = b"".join(bytes((byte,)) * 8 for byte in bytes.fromhex("aabbccddeeffeeaa"))
    assert sm4.decrypt_gcm(STANDARD_KEY, vector + ciphertext + tag, aad) == expected


@given(key=keys, plaintext=st.binary(max_size=400), aad=st.binary(max_size=40))
def test_gcm_gives_back_what_it_was_given(key: bytes, plaintext: bytes, aad: bytes) -> None:
    blob = sm4.encrypt_gcm(key, plaintext, aad)
    assert len(blob) == len(plaintext) + 28
    assert sm4.decrypt_gcm(key, blob, aad) == plaintext


@given(plaintext=st.binary(max_size=64), change=changes, data=st.data())
def test_gcm_refuses_a_change_of_any_byte(
    plaintext: bytes, change: int, data: st.DataObject
) -> None:
    key = sm4.generate_key()
    blob = bytearray(sm4.encrypt_gcm(key, plaintext, b"context"))
    blob[data.draw(st.integers(0, len(blob) - 1))] ^= change
    with pytest.raises(CiphertextDamaged):
        sm4.decrypt_gcm(key, bytes(blob), b"context")


@given(length=st.integers(0, 40))
def test_gcm_refuses_a_blob_that_was_cut(length: int) -> None:
    key = sm4.generate_key()
    blob = sm4.encrypt_gcm(key, b"thirteen char", b"")
    with pytest.raises(CiphertextDamaged):
        sm4.decrypt_gcm(key, blob[:length], b"")


def test_gcm_refuses_another_context_and_another_key() -> None:
    key = sm4.generate_key()
    blob = sm4.encrypt_gcm(key, b"text", b"person.name")
    with pytest.raises(CiphertextDamaged):
        sm4.decrypt_gcm(key, blob, b"person.phone")
    with pytest.raises(CiphertextDamaged):
        sm4.decrypt_gcm(sm4.generate_key(), blob, b"person.name")


def test_the_same_text_never_gives_the_same_blob() -> None:
    key = sm4.generate_key()
    assert len({sm4.encrypt_gcm(key, b"text", b"") for _ in range(100)}) == 100
    assert len({sm4.encrypt_cbc(key, b"text") for _ in range(100)}) == 100


@given(key=keys, plaintext=st.binary(max_size=400))
def test_cbc_gives_back_what_it_was_given(key: bytes, plaintext: bytes) -> None:
    blob = sm4.encrypt_cbc(key, plaintext)
    assert len(blob) == 16 + (len(plaintext) // 16 + 1) * 16
    assert sm4.decrypt_cbc(key, blob) == plaintext


@given(blob=st.binary(max_size=80))
def test_cbc_gives_one_and_the_same_error_for_every_bad_blob(blob: bytes) -> None:
    try:
        sm4.decrypt_cbc(STANDARD_KEY, blob)
    except CiphertextDamaged as error:
        assert error.facts == {}
        assert error.__cause__ is None
        assert error.__suppress_context__ or error.__context__ is None


@pytest.mark.parametrize("length", [0, 15, 17, 31, 33])
def test_cbc_refuses_a_length_that_is_not_whole_blocks(length: int) -> None:
    with pytest.raises(CiphertextDamaged):
        sm4.decrypt_cbc(STANDARD_KEY, bytes(length))


@pytest.mark.parametrize("padding", [b"\x00", b"\x11", b"\x01\x02", b"\x03\x02\x03"])
def test_cbc_refuses_wrong_padding(padding: bytes) -> None:
    encryptor = Cipher(algorithms.SM4(STANDARD_KEY), modes.CBC(bytes(16))).encryptor()
    blob = bytes(16) + encryptor.update(padding.rjust(16, b"a"))
    with pytest.raises(CiphertextDamaged):
        sm4.decrypt_cbc(STANDARD_KEY, blob)


@pytest.mark.parametrize("size", [0, 15, 17, 24, 32])
def test_a_key_of_another_length_is_refused(size: int) -> None:
    with pytest.raises(KeyNotUsable):
        sm4.encrypt_gcm(bytes(size), b"text", b"")
    with pytest.raises(KeyNotUsable):
        sm4.decrypt_gcm(bytes(size), bytes(40), b"")
    with pytest.raises(KeyNotUsable):
        sm4.encrypt_cbc(bytes(size), b"text")
    with pytest.raises(KeyNotUsable):
        sm4.decrypt_cbc(bytes(size), bytes(48))
