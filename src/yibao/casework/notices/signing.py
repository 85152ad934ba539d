"""The platform's signature over a notice: SM2 with SM3 (GB/T 32918), user id of GM/T 0009."""

from __future__ import annotations

from yibao.platform.keys.access import key_store
from yibao.platform.keys.errors import KeyMissing

KEY_NAME = "notices"
"""A key of its own: who can sign the platform's answers to channels cannot sign its papers."""


def sign(canonical: bytes) -> bytes:
    """Return the DER signature over the canonical content, making the key at its first use."""
    store = key_store()
    store.create_sm2(KEY_NAME)
    return store.sm2_sign(KEY_NAME, canonical)


def is_signed(canonical: bytes, signature: bytes, key_name: str) -> bool:
    """Tell whether the signature over the canonical content is good. A missing key is a no."""
    try:
        return key_store().sm2_public(key_name).verify(canonical, signature)
    except KeyMissing:
        return False
