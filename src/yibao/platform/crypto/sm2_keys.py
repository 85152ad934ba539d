"""SM2 keys as the rest of the platform sees them, strict in the same way over every engine.

An engine does curve arithmetic and nothing else. Everything that may differ between libraries
(encodings, lengths, user ids, errors) is settled here, before and after the engine is asked.
"""

from __future__ import annotations

from typing import Protocol

from yibao.platform.crypto import sm2_der, sm2_pem, sm2_user_id
from yibao.platform.crypto.errors import (
    CiphertextDamaged,
    PlaintextNotWrappable,
    SignatureNotMade,
    UserIdNotUsable,
)
from yibao.platform.crypto.sm2_pem import RawPrivateKey
from yibao.platform.crypto.sm2_user_id import DEFAULT_USER_ID


class PublicOperations(Protocol):
    """What an engine does with one public key."""

    def verify(self, message: bytes, signature: bytes, user_id: bytes) -> bool:
        """Return whether a canonical signature is good."""
        ...

    def encrypt(self, plaintext: bytes) -> bytes | None:
        """Return the DER ciphertext, or None if the library fails."""
        ...


class PrivateOperations(Protocol):
    """What an engine does with one private key."""

    def sign(self, message: bytes, user_id: bytes) -> bytes | None:
        """Return the DER signature, or None if the library fails."""
        ...

    def decrypt(self, ciphertext: bytes) -> bytes | None:
        """Return the plaintext of a canonical ciphertext, or None if it does not open."""
        ...

    def numbers(self) -> RawPrivateKey:
        """Return the scalar and the public point."""
        ...

    def point(self) -> bytes:
        """Return the public point, 64 bytes."""
        ...


class Sm2Engine(Protocol):
    """A library that can do SM2 arithmetic."""

    name: str

    def generate(self) -> PrivateOperations:
        """Make a new key."""
        ...

    def load_private(self, key: RawPrivateKey) -> PrivateOperations:
        """Load a key. Raises KeyNotUsable if its two halves do not belong together."""
        ...

    def load_public(self, point: bytes) -> PublicOperations:
        """Load a point that is on the curve."""
        ...


class Sm2PublicKey:
    """A point of the curve, checked when it was loaded. Safe to share among threads."""

    def __init__(self, operations: PublicOperations, point: bytes) -> None:
        self._operations = operations
        self._point = point

    def verify(self, message: bytes, signature: bytes, user_id: bytes = DEFAULT_USER_ID) -> bool:
        """Return whether ``signature`` is good. Bad input of any kind is False, never an error."""
        if not sm2_der.is_canonical_signature(signature) or not sm2_user_id.is_usable(user_id):
            return False
        return self._operations.verify(message, signature, user_id)

    def encrypt(self, plaintext: bytes) -> bytes:
        """Wrap a key of 16 to 255 bytes. Raises PlaintextNotWrappable."""
        if not sm2_der.is_wrappable(plaintext):
            raise PlaintextNotWrappable(size=len(plaintext))
        ciphertext = self._operations.encrypt(plaintext)
        if ciphertext is None:
            raise PlaintextNotWrappable(size=len(plaintext))
        return ciphertext

    def to_pem(self) -> bytes:
        """Return the key as SPKI PEM."""
        return sm2_pem.public_key_pem(self._point)

    def to_raw(self) -> bytes:
        """Return the coordinates x || y, 64 bytes."""
        return self._point


class Sm2PrivateKey:
    """A private key with its public half. Safe to share among threads."""

    def __init__(self, operations: PrivateOperations, public_key: Sm2PublicKey) -> None:
        self._operations = operations
        self._public_key = public_key

    def sign(self, message: bytes, user_id: bytes = DEFAULT_USER_ID) -> bytes:
        """Return the DER signature. Raises UserIdNotUsable or SignatureNotMade."""
        if not sm2_user_id.is_usable(user_id):
            raise UserIdNotUsable(size=len(user_id))
        signature = self._operations.sign(message, user_id)
        if signature is None:
            raise SignatureNotMade
        return signature

    def decrypt(self, ciphertext: bytes) -> bytes:
        """Unwrap what ``Sm2PublicKey.encrypt`` wrapped. Raises CiphertextDamaged."""
        if not sm2_der.is_canonical_ciphertext(ciphertext):
            raise CiphertextDamaged
        plaintext = self._operations.decrypt(ciphertext)
        if plaintext is None:
            raise CiphertextDamaged
        return plaintext

    def public_key(self) -> Sm2PublicKey:
        """Return the public half."""
        return self._public_key

    def to_pem(self) -> bytes:
        """Return the key as unencrypted PKCS#8 PEM; whoever reads it can sign."""
        return sm2_pem.private_key_pem(self._operations.numbers())


class Sm2Backend:
    """An engine that passed the known answer test, with the strict keys on top of it."""

    def __init__(self, engine: Sm2Engine) -> None:
        self._engine = engine

    @property
    def name(self) -> str:
        """Return the name of the engine, for health pages and logs."""
        return self._engine.name

    def generate(self) -> Sm2PrivateKey:
        """Return a new key."""
        return self._private_key(self._engine.generate())

    def private_key_from_pem(self, pem: bytes) -> Sm2PrivateKey:
        """Load an unencrypted PKCS#8 PEM. Raises KeyNotUsable."""
        return self._private_key(self._engine.load_private(sm2_pem.read_private_pem(pem)))

    def public_key_from_pem(self, pem: bytes) -> Sm2PublicKey:
        """Load an SPKI PEM. Raises KeyNotUsable."""
        return self._public_key(sm2_pem.read_public_pem(pem))

    def public_key_from_raw(self, raw: bytes) -> Sm2PublicKey:
        """Load the coordinates x || y, 64 bytes. Raises KeyNotUsable."""
        sm2_pem.public_key_der(raw)
        return self._public_key(raw)

    def _private_key(self, operations: PrivateOperations) -> Sm2PrivateKey:
        return Sm2PrivateKey(operations, self._public_key(operations.point()))

    def _public_key(self, point: bytes) -> Sm2PublicKey:
        return Sm2PublicKey(self._engine.load_public(point), point)
