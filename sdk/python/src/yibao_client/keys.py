"""The two kinds of keys that seal a call: the channel's own, and those of a session."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from .ciphers import hmac_sm3, hmac_sm3_fits
from .credentials import Credentials
from .sm2 import PrivateKey, PublicKey


class Keys(Protocol):
    """What a call needs: a name for X-Yb-Key, an SM4 key, and a way to sign and to check."""

    @property
    def key_id(self) -> str:
        """The value of X-Yb-Key."""

    @property
    def sm4_key(self) -> bytes:
        """16 bytes."""

    def sign(self, text: bytes) -> bytes:
        """Sign the canonical text of a request."""

    def is_genuine(self, text: bytes, signature: bytes) -> bool:
        """Tell whether the platform signed this text of an answer."""


@dataclass(frozen=True, slots=True)
class ChannelKeys:
    """SM2: what writes must use, because the signature is the evidence."""

    key_id: str
    sm4_key: bytes = field(repr=False)
    private_key: PrivateKey = field(repr=False)
    platform_key: PublicKey = field(repr=False)

    @classmethod
    def from_credentials(cls, credentials: Credentials) -> ChannelKeys:
        """Load the keys. Raises ConfigurationError when one is not an SM2 key."""
        return cls(
            key_id=credentials.key,
            sm4_key=credentials.sm4_key,
            private_key=PrivateKey(credentials.private_key_pem),
            platform_key=PublicKey(credentials.platform_public_key_pem),
        )

    def sign(self, text: bytes) -> bytes:
        """Sign by SM2; DER."""
        return self.private_key.sign(text)

    def is_genuine(self, text: bytes, signature: bytes) -> bool:
        """Check the platform's SM2 signature."""
        return self.platform_key.verifies(text, signature)


@dataclass(frozen=True, slots=True)
class SessionKeys:
    """HMAC-SM3: some 40 times cheaper, for queries, until the session ends."""

    key_id: str
    sm4_key: bytes = field(repr=False)
    mac_key: bytes = field(repr=False)
    platform_key: PublicKey = field(repr=False)

    def sign(self, text: bytes) -> bytes:
        """Authenticate by HMAC-SM3; 32 bytes."""
        return hmac_sm3(self.mac_key, text)

    def is_genuine(self, text: bytes, signature: bytes) -> bool:
        """Check the HMAC, or the SM2 signature of a platform that no longer knows the session."""
        if hmac_sm3_fits(self.mac_key, text, signature):
            return True
        return self.platform_key.verifies(text, signature)
