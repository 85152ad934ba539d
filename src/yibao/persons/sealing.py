"""Under which contexts the personal columns of a person are sealed, and the sealing itself."""

from __future__ import annotations

from yibao.platform.keys.access import keyring

NAME = b"person.name"
CERTIFICATE = b"person.certificate_number"
PHONE = b"person.phone"
ADDRESS = b"person.address"
VERSION = b"person.version"


def seal(text: str, context: bytes) -> bytes | None:
    """Return ``text`` sealed in its context, or None when there is nothing to seal."""
    return keyring().encrypt_text(text, context) if text else None


def unseal(sealed: bytes | None, context: bytes) -> str:
    """Return what was sealed; an empty text for None.

    Raises:
        CiphertextDamaged: the column was altered, or belongs to another context.
    """
    return keyring().decrypt_text(bytes(sealed), context) if sealed else ""
