import base64
import os

import openssl_command as openssl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yibao_client.ciphers import CipherName, decrypt, encrypt, hmac_sm3, hmac_sm3_fits, sm3

KEY = bytes(range(16))
BOTH = pytest.mark.parametrize("cipher", ["SM4-GCM", "SM4-CBC"])


@given(st.binary(max_size=200), st.binary(min_size=16, max_size=16), st.binary(max_size=40))
def test_what_was_encrypted_comes_back(plain: bytes, key: bytes, associated: bytes) -> None:
    ciphers: tuple[CipherName, ...] = ("SM4-GCM", "SM4-CBC")
    for cipher in ciphers:
        data = encrypt(cipher, key, plain, associated=associated)
        assert decrypt(cipher, key, data, associated=associated) == plain


@BOTH
def test_the_same_body_is_never_encrypted_to_the_same_data(cipher: CipherName) -> None:
    assert encrypt(cipher, KEY, b"x", associated=b"") != encrypt(cipher, KEY, b"x", associated=b"")


def test_gcm_agrees_with_the_vector_of_rfc_8998() -> None:
    key = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210")
    iv = bytes.fromhex("00001234567800000000ABCD")
    associated = bytes.fromhex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2")
    plain = b"".join(byte * 8 for byte in (b"\xaa", b"\xbb", b"\xcc", b"\xdd", b"\xee", b"\xff"))
    plain += b"\xee" * 8 + b"\xaa" * 8
    sealed = bytes.fromhex(
        "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735"
        "D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D"
    )
    tag = bytes.fromhex("83DE3541E4C2B58177E065A9BF7B62EC")
    data = base64.b64encode(iv + sealed + tag).decode()
    assert decrypt("SM4-GCM", key, data, associated=associated) == plain


@pytest.mark.parametrize("position", [0, 12, -1])
def test_gcm_notices_every_change(position: int) -> None:
    sealed = bytearray(base64.b64decode(encrypt("SM4-GCM", KEY, b"text", associated=b"path")))
    sealed[position] ^= 1
    with pytest.raises(ValueError, match="tag"):
        decrypt("SM4-GCM", KEY, base64.b64encode(sealed).decode(), associated=b"path")


def test_gcm_binds_the_path_and_the_nonce() -> None:
    data = encrypt("SM4-GCM", KEY, b"text", associated=b"POST\n/a\nchannel\nnonce")
    with pytest.raises(ValueError, match="tag"):
        decrypt("SM4-GCM", KEY, data, associated=b"POST\n/b\nchannel\nnonce")


def test_openssl_reads_our_cbc_and_we_read_that_of_openssl() -> None:
    plain = "姓名".encode() * 7
    sealed = base64.b64decode(encrypt("SM4-CBC", KEY, plain, associated=b""))
    assert openssl.decrypt_cbc(KEY, sealed[:16], sealed[16:]) == plain
    iv = os.urandom(16)
    theirs = base64.b64encode(iv + openssl.encrypt_cbc(KEY, iv, plain)).decode()
    assert decrypt("SM4-CBC", KEY, theirs, associated=b"") == plain


@BOTH
@pytest.mark.parametrize("data", ["", "AAAA", "not base64!", base64.b64encode(bytes(31)).decode()])
def test_rubbish_is_a_value_error(cipher: CipherName, data: str) -> None:
    with pytest.raises(ValueError):
        decrypt(cipher, KEY, data, associated=b"")


def test_sm3_and_hmac_agree_with_openssl() -> None:
    key, text = bytes(range(32)), "办件".encode()
    assert sm3(text).hex() == openssl.sm3(text)
    assert hmac_sm3(key, text) == openssl.hmac_sm3(key, text)
    assert hmac_sm3_fits(key, text, openssl.hmac_sm3(key, text))
    assert not hmac_sm3_fits(key, text + b"x", openssl.hmac_sm3(key, text))
