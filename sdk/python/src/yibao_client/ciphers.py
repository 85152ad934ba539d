"""SM3, HMAC-SM3 and the two ways in which a body is encrypted. Source: GB/T 32905, GB/T 32907."""

from __future__ import annotations

import base64
import binascii
import hmac as standard_hmac
import os
from typing import Literal, get_args

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac, padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

CipherName = Literal["SM4-GCM", "SM4-CBC", "none"]
"""What X-Yb-Cipher may say."""

CIPHER_NAMES: tuple[str, ...] = get_args(CipherName)

_GCM_IV_BYTES = 12
_GCM_TAG_BYTES = 16
_BLOCK_BYTES = 16


def sm3(data: bytes) -> bytes:
    """Return the 32 bytes of SM3."""
    digest = hashes.Hash(hashes.SM3())
    digest.update(data)
    return digest.finalize()


def hmac_sm3(key: bytes, data: bytes) -> bytes:
    """Return the 32 bytes of HMAC-SM3."""
    code = hmac.HMAC(key, hashes.SM3())
    code.update(data)
    return code.finalize()


def hmac_sm3_fits(key: bytes, data: bytes, code: bytes) -> bool:
    """Compare in constant time."""
    return standard_hmac.compare_digest(hmac_sm3(key, data), code)


def encrypt(cipher: CipherName, key: bytes, plain: bytes, *, associated: bytes) -> str:
    """Return what goes into ``data``: base64 of iv, ciphertext and, for GCM, tag.

    ``associated`` is bound to the ciphertext by GCM only.
    """
    sealed = _encrypt_gcm(key, plain, associated) if cipher == "SM4-GCM" else _cbc(key, plain)
    return base64.b64encode(sealed).decode("ascii")


def decrypt(cipher: CipherName, key: bytes, data: str, *, associated: bytes) -> bytes:
    """Undo ``encrypt``. Raises ValueError when the data is not what this key sealed.

    Only for data whose signature has been checked: CBC by itself does not notice a change.
    """
    try:
        sealed = base64.b64decode(data, validate=True)
    except binascii.Error as error:
        raise ValueError("data is not base64") from error
    if cipher == "SM4-GCM":
        return _decrypt_gcm(key, sealed, associated)
    return _decrypt_cbc(key, sealed)


def _encrypt_gcm(key: bytes, plain: bytes, associated: bytes) -> bytes:
    iv = os.urandom(_GCM_IV_BYTES)
    encryptor = Cipher(algorithms.SM4(key), modes.GCM(iv)).encryptor()
    encryptor.authenticate_additional_data(associated)
    return iv + encryptor.update(plain) + encryptor.finalize() + encryptor.tag


def _decrypt_gcm(key: bytes, sealed: bytes, associated: bytes) -> bytes:
    if len(sealed) < _GCM_IV_BYTES + _GCM_TAG_BYTES:
        raise ValueError("data is too short")
    iv, tag = sealed[:_GCM_IV_BYTES], sealed[-_GCM_TAG_BYTES:]
    decryptor = Cipher(algorithms.SM4(key), modes.GCM(iv, tag)).decryptor()
    decryptor.authenticate_additional_data(associated)
    try:
        return decryptor.update(sealed[_GCM_IV_BYTES:-_GCM_TAG_BYTES]) + decryptor.finalize()
    except InvalidTag as error:
        raise ValueError("the tag does not fit: another key, or changed data") from error


def _cbc(key: bytes, plain: bytes) -> bytes:
    iv = os.urandom(_BLOCK_BYTES)
    padder = padding.PKCS7(_BLOCK_BYTES * 8).padder()
    encryptor = Cipher(algorithms.SM4(key), modes.CBC(iv)).encryptor()
    return iv + encryptor.update(padder.update(plain) + padder.finalize()) + encryptor.finalize()


def _decrypt_cbc(key: bytes, sealed: bytes) -> bytes:
    iv, blocks = sealed[:_BLOCK_BYTES], sealed[_BLOCK_BYTES:]
    if not blocks or len(blocks) % _BLOCK_BYTES:
        raise ValueError("data is not whole blocks")
    decryptor = Cipher(algorithms.SM4(key), modes.CBC(iv)).decryptor()
    unpadder = padding.PKCS7(_BLOCK_BYTES * 8).unpadder()
    padded = decryptor.update(blocks) + decryptor.finalize()
    return unpadder.update(padded) + unpadder.finalize()
