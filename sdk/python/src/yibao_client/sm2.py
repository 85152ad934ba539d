"""SM2 by the system's OpenSSL 3: sign, verify, decrypt. Source: GB/T 32918.2, .4 and .5.

The Python package ``cryptography`` has no SM2, and the pure Python ones are 30 times slower or
accept forged ciphertexts, so this file calls ``libcrypto`` by ctypes. Keys stay inside OpenSSL;
each call makes a context of its own, so a key may be shared by threads.
"""

from __future__ import annotations

import ctypes
import os
import weakref
from ctypes import POINTER, byref, c_char_p, c_int, c_size_t, c_void_p
from functools import cache
from typing import Any

from .ciphers import sm3
from .errors import ConfigurationError

USER_ID = b"1234567812345678"
"""The user id that version 1 signs with (GM/T 0009). OpenSSL's own default is the empty one."""

_LIBRARIES = (
    "libcrypto.so.3",
    "libcrypto.so.4",
    "/opt/homebrew/opt/openssl@3/lib/libcrypto.3.dylib",
    "/usr/local/opt/openssl@3/lib/libcrypto.3.dylib",
    "libcrypto-3-x64.dll",
)
_FUNCTIONS: dict[str, tuple[Any, list[Any]]] = {
    "BIO_new_mem_buf": (c_void_p, [c_char_p, c_int]),
    "BIO_free": (c_int, [c_void_p]),
    "PEM_read_bio_PrivateKey": (c_void_p, [c_void_p, c_void_p, c_void_p, c_char_p]),
    "PEM_read_bio_PUBKEY": (c_void_p, [c_void_p, c_void_p, c_void_p, c_char_p]),
    "EVP_PKEY_is_a": (c_int, [c_void_p, c_char_p]),
    "EVP_PKEY_free": (None, [c_void_p]),
    "i2d_PUBKEY": (c_int, [c_void_p, POINTER(c_char_p)]),
    "EVP_sm3": (c_void_p, []),
    "EVP_MD_CTX_new": (c_void_p, []),
    "EVP_MD_CTX_free": (None, [c_void_p]),
    "EVP_PKEY_CTX_set1_id": (c_int, [c_void_p, c_char_p, c_int]),
    "EVP_DigestSignInit": (c_int, [c_void_p, POINTER(c_void_p), c_void_p, c_void_p, c_void_p]),
    "EVP_DigestSign": (c_int, [c_void_p, c_char_p, POINTER(c_size_t), c_char_p, c_size_t]),
    "EVP_DigestVerifyInit": (c_int, [c_void_p, POINTER(c_void_p), c_void_p, c_void_p, c_void_p]),
    "EVP_DigestVerify": (c_int, [c_void_p, c_char_p, c_size_t, c_char_p, c_size_t]),
    "EVP_PKEY_CTX_new": (c_void_p, [c_void_p, c_void_p]),
    "EVP_PKEY_CTX_free": (None, [c_void_p]),
    "EVP_PKEY_decrypt_init": (c_int, [c_void_p]),
    "EVP_PKEY_decrypt": (c_int, [c_void_p, c_char_p, POINTER(c_size_t), c_char_p, c_size_t]),
    "ERR_clear_error": (None, []),
    "EVP_PKEY_CTX_new_from_name": (c_void_p, [c_void_p, c_char_p, c_char_p]),
}
_SPKI_BYTES = 91
_POINT_BYTES = 65

_CURVE = bytes.fromhex(  # a, b, x and y of the base point, GB/T 32918.5
    "FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFC"
    "28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93"
    "32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7"
    "BC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0"
)


class PublicKey:
    """An SM2 public key, from PEM (SubjectPublicKeyInfo)."""

    def __init__(self, pem: str) -> None:
        self._key = _Key(pem, "PEM_read_bio_PUBKEY", "public key")

    @property
    def point(self) -> bytes:
        """The key as 65 bytes: 04, x, y."""
        return self._key.point()

    def verifies(self, message: bytes, signature: bytes, *, user_id: bytes = USER_ID) -> bool:
        """Tell whether a DER signature fits; anything malformed does not."""
        library = _library()
        context = library.EVP_MD_CTX_new()
        try:
            _begin(library.EVP_DigestVerifyInit, context, self._key, user_id)
            size, length = len(signature), len(message)
            return bool(library.EVP_DigestVerify(context, signature, size, message, length) == 1)
        finally:
            library.EVP_MD_CTX_free(context)
            library.ERR_clear_error()


class PrivateKey:
    """An SM2 private key, from PEM (PKCS#8, not encrypted)."""

    def __init__(self, pem: str) -> None:
        self._key = _Key(pem, "PEM_read_bio_PrivateKey", "private key")

    @property
    def point(self) -> bytes:
        """The public half as 65 bytes: 04, x, y."""
        return self._key.point()

    def sign(self, message: bytes, *, user_id: bytes = USER_ID) -> bytes:
        """Return the DER signature, SM2 with SM3. Two signatures of one message differ."""
        library = _library()
        context = library.EVP_MD_CTX_new()
        try:
            _begin(library.EVP_DigestSignInit, context, self._key, user_id)
            size = c_size_t(80)
            signature = ctypes.create_string_buffer(size.value)
            length = len(message)
            _must(library.EVP_DigestSign(context, signature, byref(size), message, length))
            return signature.raw[: size.value]
        finally:
            library.EVP_MD_CTX_free(context)

    def decrypt(self, ciphertext: bytes) -> bytes:
        """Open a DER ciphertext (x, y, C3, C2). Raises ConfigurationError when it does not fit."""
        library = _library()
        context = library.EVP_PKEY_CTX_new(self._key.handle, None)
        try:
            _must(library.EVP_PKEY_decrypt_init(context))
            size = c_size_t(len(ciphertext))
            plain = ctypes.create_string_buffer(max(size.value, 1))
            length = len(ciphertext)
            _must(library.EVP_PKEY_decrypt(context, plain, byref(size), ciphertext, length))
            return plain.raw[: size.value]
        finally:
            library.EVP_PKEY_CTX_free(context)


def z_value(point: bytes, *, user_id: bytes = USER_ID) -> bytes:
    """Return Z: SM3 of the user id (and its length in bits), the curve and the public key.

    Source: GB/T 32918.2, 5.5.
    """
    return sm3((len(user_id) * 8).to_bytes(2) + user_id + _CURVE + point[1:])


class _Key:
    def __init__(self, pem: str, reader: str, noun: str) -> None:
        library, data = _library(), pem.encode()
        source = library.BIO_new_mem_buf(data, len(data))
        # The last argument is the pass phrase: without it OpenSSL would ask on the terminal.
        self.handle = getattr(library, reader)(source, None, None, b"")
        library.BIO_free(source)
        library.ERR_clear_error()
        if not self.handle:
            raise ConfigurationError(f"the {noun} is not a readable, unencrypted PEM key")
        weakref.finalize(self, library.EVP_PKEY_free, self.handle)
        if library.EVP_PKEY_is_a(self.handle, b"SM2") != 1:
            raise ConfigurationError(f"the {noun} is not an SM2 key")

    def point(self) -> bytes:
        buffer = ctypes.create_string_buffer(_SPKI_BYTES)
        if _library().i2d_PUBKEY(self.handle, None) != _SPKI_BYTES:
            raise ConfigurationError("the public key must be stored uncompressed")
        _library().i2d_PUBKEY(self.handle, byref(ctypes.cast(buffer, c_char_p)))
        return buffer.raw[-_POINT_BYTES:]


def _begin(start: Any, context: int, key: _Key, user_id: bytes) -> None:
    library = _library()
    key_context = c_void_p()
    _must(start(context, byref(key_context), library.EVP_sm3(), None, key.handle))
    _must(library.EVP_PKEY_CTX_set1_id(key_context, user_id, len(user_id)))


def _must(result: int) -> None:
    if result != 1:
        _library().ERR_clear_error()
        raise ConfigurationError("OpenSSL refused an SM2 operation with this key")


@cache
def _library() -> Any:
    named = os.environ.get("YIBAO_LIBCRYPTO")
    for name in (named,) if named else _LIBRARIES:
        try:
            library = _declared(ctypes.CDLL(name))
        except (OSError, AttributeError):
            continue
        if _knows_sm2(library):
            return library
    raise ConfigurationError(
        "no OpenSSL 3 with SM2 was found; install one or name its libcrypto in YIBAO_LIBCRYPTO"
    )


def _knows_sm2(library: Any) -> bool:
    # Some distributions build OpenSSL without SM2; then every key would look unreadable.
    context = library.EVP_PKEY_CTX_new_from_name(None, b"SM2", None)
    library.EVP_PKEY_CTX_free(context)
    library.ERR_clear_error()
    return bool(context)


def _declared(library: Any) -> Any:
    for name, (result, arguments) in _FUNCTIONS.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library
