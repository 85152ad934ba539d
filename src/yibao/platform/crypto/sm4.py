"""SM4 encryption (GB/T 32907-2016): GCM wherever we choose, CBC where a channel demands it.

Layouts, in bytes:

- GCM (RFC 8998): 12 initialisation vector || ciphertext || 16 tag
- CBC: 16 initialisation vector || ciphertext with PKCS#7 padding

The initialisation vector is random, so one GCM key must not encrypt more than 2**32 messages.
CBC keeps no integrity: check a signature or a MAC over the ciphertext before decrypting.
"""

from __future__ import annotations

from os import urandom

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from yibao.platform.crypto.errors import CiphertextDamaged, KeyNotUsable

KEY_SIZE = 16
"""Length of a key, in bytes."""

_BLOCK_SIZE = 16
_GCM_IV_SIZE = 12
_GCM_TAG_SIZE = 16
_GCM_OVERHEAD = _GCM_IV_SIZE + _GCM_TAG_SIZE


def generate_key() -> bytes:
    """Return a new random key of 16 bytes."""
    return urandom(KEY_SIZE)


def encrypt_gcm(key: bytes, plaintext: bytes, aad: bytes) -> bytes:
    """Encrypt ``plaintext`` and authenticate it together with ``aad``.

    Raises KeyNotUsable unless the key has 16 bytes.
    """
    initialisation_vector = urandom(_GCM_IV_SIZE)
    encryptor = Cipher(_algorithm(key), modes.GCM(initialisation_vector)).encryptor()
    encryptor.authenticate_additional_data(aad)
    ciphertext = encryptor.update(plaintext)
    encryptor.finalize()
    return initialisation_vector + ciphertext + encryptor.tag


def decrypt_gcm(key: bytes, blob: bytes, aad: bytes) -> bytes:
    """Return the plaintext of a blob made by ``encrypt_gcm`` with the same key and ``aad``.

    Raises CiphertextDamaged if a single bit differs, KeyNotUsable unless the key has 16 bytes.
    """
    if len(blob) < _GCM_OVERHEAD:
        raise CiphertextDamaged
    mode = modes.GCM(blob[:_GCM_IV_SIZE], blob[-_GCM_TAG_SIZE:])
    decryptor = Cipher(_algorithm(key), mode).decryptor()
    decryptor.authenticate_additional_data(aad)
    plaintext = decryptor.update(blob[_GCM_IV_SIZE:-_GCM_TAG_SIZE])
    try:
        decryptor.finalize()
    except InvalidTag:
        raise CiphertextDamaged from None
    return plaintext


def encrypt_cbc(key: bytes, plaintext: bytes) -> bytes:
    """Encrypt ``plaintext`` with PKCS#7 padding; nothing protects the result from change.

    Raises KeyNotUsable unless the key has 16 bytes.
    """
    initialisation_vector = urandom(_BLOCK_SIZE)
    encryptor = Cipher(_algorithm(key), modes.CBC(initialisation_vector)).encryptor()
    missing = _BLOCK_SIZE - len(plaintext) % _BLOCK_SIZE
    padded = plaintext + bytes((missing,)) * missing
    return initialisation_vector + encryptor.update(padded) + encryptor.finalize()


def decrypt_cbc(key: bytes, blob: bytes) -> bytes:
    """Return the plaintext of a blob made by ``encrypt_cbc``. Authenticate the blob first.

    Raises CiphertextDamaged without saying whether length or padding was wrong, KeyNotUsable
    unless the key has 16 bytes.
    """
    if len(blob) < 2 * _BLOCK_SIZE or len(blob) % _BLOCK_SIZE:
        raise CiphertextDamaged
    decryptor = Cipher(_algorithm(key), modes.CBC(blob[:_BLOCK_SIZE])).decryptor()
    padded = decryptor.update(blob[_BLOCK_SIZE:]) + decryptor.finalize()
    unpadder = padding.PKCS7(_BLOCK_SIZE * 8).unpadder()
    try:
        return unpadder.update(padded) + unpadder.finalize()
    except ValueError:
        raise CiphertextDamaged from None


def _algorithm(key: bytes) -> algorithms.SM4:
    if len(key) != KEY_SIZE:
        raise KeyNotUsable(kind="SM4 密钥", wanted="16字节的密钥")
    return algorithms.SM4(key)
