"""Under which contexts the columns of an employer are sealed that tell of people or of money."""

from __future__ import annotations

from yibao.platform.keys.access import keyring

REPRESENTATIVE = b"employer.legal_representative"
ACCOUNT = b"employer.bank_account"
OPERATOR_NAME = b"employer.operator_name"
OPERATOR_PHONE = b"employer.operator_phone"
VERSION = b"employer.version"


def seal(text: str, context: bytes) -> bytes | None:
    """Return ``text`` sealed in its context, or None when there is nothing to seal."""
    return keyring().encrypt_text(text, context) if text else None


def unseal(sealed: bytes | None, context: bytes) -> str:
    """Return what was sealed; an empty text for None.

    Raises:
        CiphertextDamaged: the column was altered, or belongs to another context.
    """
    return keyring().decrypt_text(bytes(sealed), context) if sealed else ""
