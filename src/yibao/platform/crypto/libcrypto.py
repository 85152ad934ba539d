"""The few functions of the system library ``libcrypto.so.3`` (OpenSSL 3) that SM2 needs.

Why a binding of our own: ``cryptography`` has no SM2, and every wheel that has it is slower, holds
the GIL or fixes the user id. Curve arithmetic and key files run through ``CDLL``, which lets other
threads run meanwhile. All other calls take less than 5 us and run through ``PyDLL``, which keeps
the GIL: giving it away six times per signature would cost a busy process up to 5 ms each time.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from ctypes import POINTER, c_char_p, c_int, c_long, c_size_t, c_void_p
from typing import Any

_NAMES = ("libcrypto.so.3", "libcrypto.3.dylib")

_Function = Callable[..., Any]


class Libcrypto:
    """The loaded library: every function with its argument types declared.

    Raises OSError if there is no OpenSSL 3, AttributeError if it was built without a function.
    """

    def __init__(self) -> None:
        name = _first_loadable(_NAMES)
        self._slow = ctypes.CDLL(name)
        self._quick = ctypes.PyDLL(name)
        self._declare_keys()
        self._declare_signatures()
        self._declare_encryption()

    def _declare_keys(self) -> None:
        quick, slow = self._declare_quick, self._declare_slow
        pointer_to_bytes = POINTER(c_char_p)
        self.clear_errors = quick("ERR_clear_error", None)
        self.read_private = slow("d2i_AutoPrivateKey", c_void_p, c_void_p, pointer_to_bytes, c_long)
        self.read_public = slow("d2i_PUBKEY", c_void_p, c_void_p, pointer_to_bytes, c_long)
        self.write_public = slow("i2d_PUBKEY", c_int, c_void_p, POINTER(c_void_p))
        self.generate = slow("EVP_PKEY_Q_keygen", c_void_p, c_void_p, c_char_p, c_char_p)
        self.free_key = quick("EVP_PKEY_free", None, c_void_p)
        self.get_number = quick(
            "EVP_PKEY_get_bn_param", c_int, c_void_p, c_char_p, POINTER(c_void_p)
        )
        self.write_number = quick("BN_bn2binpad", c_int, c_void_p, c_char_p, c_int)
        self.wipe_number = quick("BN_clear_free", None, c_void_p)

    def _declare_signatures(self) -> None:
        quick, slow = self._declare_quick, self._declare_slow
        start = (c_int, c_void_p, POINTER(c_void_p), c_void_p, c_void_p, c_void_p)
        self.sm3 = quick("EVP_sm3", c_void_p)()
        self.new_digest = quick("EVP_MD_CTX_new", c_void_p)
        self.free_digest = quick("EVP_MD_CTX_free", None, c_void_p)
        self.start_signing = quick("EVP_DigestSignInit", *start)
        self.start_verifying = quick("EVP_DigestVerifyInit", *start)
        self.set_user_id = quick("EVP_PKEY_CTX_set1_id", c_int, c_void_p, c_char_p, c_int)
        self.sign = slow(
            "EVP_DigestSign", c_int, c_void_p, c_char_p, POINTER(c_size_t), c_char_p, c_size_t
        )
        self.verify = slow(
            "EVP_DigestVerify", c_int, c_void_p, c_char_p, c_size_t, c_char_p, c_size_t
        )

    def _declare_encryption(self) -> None:
        quick, slow = self._declare_quick, self._declare_slow
        transform = (c_int, c_void_p, c_char_p, POINTER(c_size_t), c_char_p, c_size_t)
        self.new_context = quick("EVP_PKEY_CTX_new", c_void_p, c_void_p, c_void_p)
        self.free_context = quick("EVP_PKEY_CTX_free", None, c_void_p)
        self.start_encrypting = quick("EVP_PKEY_encrypt_init", c_int, c_void_p)
        self.start_decrypting = quick("EVP_PKEY_decrypt_init", c_int, c_void_p)
        self.encrypt = slow("EVP_PKEY_encrypt", *transform)
        self.decrypt = slow("EVP_PKEY_decrypt", *transform)

    def _declare_quick(self, name: str, result: Any, *arguments: Any) -> _Function:
        return _declared(self._quick, name, result, arguments)

    def _declare_slow(self, name: str, result: Any, *arguments: Any) -> _Function:
        return _declared(self._slow, name, result, arguments)


def _declared(
    library: ctypes.CDLL, name: str, result: Any, arguments: tuple[Any, ...]
) -> _Function:
    function = getattr(library, name)
    function.restype = result
    function.argtypes = arguments
    return function  # type: ignore[no-any-return]


def _first_loadable(names: tuple[str, ...]) -> str:
    for name in names:
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return name
    raise OSError(f"none of {', '.join(names)} can be loaded")
