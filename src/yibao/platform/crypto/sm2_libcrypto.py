"""SM2 by the system's libcrypto: the engine for production.

Keys live in an ``EVP_PKEY``, which is safe to share among threads and is wiped when its last
reference goes. Contexts are made for each call: they are not safe to share, and making one costs
5 us of the 230 that a verification takes. (Keeping a context, copying a template with
``EVP_MD_CTX_copy_ex`` and precomputing Z were measured: none gains more than 1 %.) Loading a key
costs 110 us for a public and 900 us for a private one, so keep the keys that come often.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable
from ctypes import addressof, byref, c_char_p, c_size_t, c_void_p, create_string_buffer

from yibao.platform.crypto import sm2_pem
from yibao.platform.crypto.errors import KeyNotUsable
from yibao.platform.crypto.libcrypto import Libcrypto
from yibao.platform.crypto.sm2_curve import COORDINATE_SIZE
from yibao.platform.crypto.sm2_pem import RawPrivateKey

_LONGEST_SIGNATURE = 80
_POINT_SIZE = 2 * COORDINATE_SIZE
_PUBLIC_DER_SIZE = 91
_TRANSFORMED_SIZE = 512
"""Room in bytes for 255 bytes encrypted or decrypted, and for what libcrypto overestimates."""


class LibcryptoEngine:
    """The engine over ``libcrypto.so.3``. Raises OSError or AttributeError if that is missing."""

    name = "libcrypto"

    def __init__(self) -> None:
        self._library = Libcrypto()

    def generate(self) -> LibcryptoKey:
        """Make a new key with the random generator of libcrypto."""
        return self._held(self._library.generate(None, None, b"SM2"))

    def load_private(self, key: RawPrivateKey) -> LibcryptoKey:
        """Load a key, letting libcrypto compute the public half from the scalar (250 us)."""
        held = self._loaded(
            self._library.read_private, sm2_pem.private_key_der(RawPrivateKey(key.scalar, b""))
        )
        if key.point and key.point != held.point():
            raise sm2_pem.not_a_private_key()
        return held

    def load_public(self, point: bytes) -> LibcryptoKey:
        """Load a public point; libcrypto checks once more that it is on the curve."""
        return self._loaded(self._library.read_public, sm2_pem.public_key_der(point))

    def _loaded(self, read: Callable[..., int | None], encoded: bytes) -> LibcryptoKey:
        return self._held(read(None, byref(c_char_p(encoded)), len(encoded)))

    def _held(self, pointer: int | None) -> LibcryptoKey:
        if not pointer:
            self._library.clear_errors()
            raise KeyNotUsable(kind="SM2 密钥", wanted="SM2 曲线上的密钥")
        return LibcryptoKey(self._library, pointer)


class LibcryptoKey:
    """One ``EVP_PKEY``, freed with this object."""

    def __init__(self, library: Libcrypto, pointer: int) -> None:
        self._library = library
        self._pointer = pointer
        finalizer = weakref.finalize(self, library.free_key, pointer)
        finalizer.atexit = False  # at exit another thread may still be using the key

    def verify(self, message: bytes, signature: bytes, user_id: bytes) -> bool:
        """Return whether ``signature`` is good; about 230 us."""
        library = self._library
        context = library.new_digest()
        try:
            good: bool = (
                self._starts(library.start_verifying, context, user_id)
                and library.verify(context, signature, len(signature), message, len(message)) == 1
            )
        finally:
            library.free_digest(context)
        if not good:
            library.clear_errors()
        return good

    def sign(self, message: bytes, user_id: bytes) -> bytes | None:
        """Return the DER signature; about 250 us."""
        library = self._library
        signature = create_string_buffer(_LONGEST_SIGNATURE)
        size = c_size_t(_LONGEST_SIGNATURE)
        context = library.new_digest()
        try:
            done = (
                self._starts(library.start_signing, context, user_id)
                and library.sign(context, signature, byref(size), message, len(message)) == 1
            )
        finally:
            library.free_digest(context)
        if not done:
            library.clear_errors()
        return signature.raw[: size.value] if done else None

    def _starts(self, start: Callable[..., int], context: int, user_id: bytes) -> bool:
        library = self._library
        key_context = c_void_p()
        started = start(context, byref(key_context), library.sm3, None, self._pointer) == 1
        return started and library.set_user_id(key_context, user_id, len(user_id)) == 1

    def encrypt(self, plaintext: bytes) -> bytes | None:
        """Return the DER ciphertext; about 500 us."""
        return self._transformed(self._library.start_encrypting, self._library.encrypt, plaintext)

    def decrypt(self, ciphertext: bytes) -> bytes | None:
        """Return the plaintext, or None if the hash in the ciphertext does not fit; 250 us."""
        return self._transformed(self._library.start_decrypting, self._library.decrypt, ciphertext)

    def _transformed(
        self, start: Callable[..., int], transform: Callable[..., int], data: bytes
    ) -> bytes | None:
        library = self._library
        output = create_string_buffer(_TRANSFORMED_SIZE)
        size = c_size_t(_TRANSFORMED_SIZE)
        context = library.new_context(self._pointer, None)
        try:
            done = (
                start(context) == 1
                and transform(context, output, byref(size), data, len(data)) == 1
            )
        finally:
            library.free_context(context)
        if not done:
            library.clear_errors()
        return output.raw[: size.value] if done else None

    def point(self) -> bytes:
        """Return the public point, 64 bytes."""
        output = create_string_buffer(_PUBLIC_DER_SIZE)
        size = self._library.write_public(self._pointer, None)
        if size != _PUBLIC_DER_SIZE:
            raise sm2_pem.not_a_private_key()
        self._library.write_public(self._pointer, byref(c_void_p(addressof(output))))
        return output.raw[-_POINT_SIZE:]

    def numbers(self) -> RawPrivateKey:
        """Return the scalar and the point. The copy of the scalar cannot be wiped afterwards."""
        library = self._library
        number = c_void_p()
        if library.get_number(self._pointer, b"priv", byref(number)) != 1:
            library.clear_errors()
            raise sm2_pem.not_a_private_key()
        scalar = create_string_buffer(COORDINATE_SIZE)
        try:
            library.write_number(number, scalar, COORDINATE_SIZE)
        finally:
            library.wipe_number(number)
        return RawPrivateKey(scalar.raw, self.point())
