"""Who tells us that somebody is who he says: a slot for the province's identity service.

``settings.PORTAL_IDENTITY_PROVIDER`` names a class with the methods of :class:`IdentityProvider`;
by default it is the demonstration, which works only where ``DEMONSTRATION`` is on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from yibao.catalogue.case import Identity, IdentityLevel


@dataclass(frozen=True)
class Challenge:
    """A code is on its way. ``id`` finds it again; ``sent_to`` is the masked phone number."""

    id: str
    sent_to: str
    expires_at: datetime


@dataclass(frozen=True)
class VerifiedIdentity:
    """A person who was identified, and how surely. ``phone`` is the one that got the code."""

    identity: Identity
    level: IdentityLevel
    phone: str = ""


class IdentityProvider(Protocol):
    """Identifies people. Errors are DomainErrors with a sentence for the person."""

    face_template: str
    """The template that explains and starts the face check."""

    def start(self, identity: Identity, phone: str) -> Challenge:
        """Send a code to the phone of this person, if name, number and phone agree."""
        ...

    def verify(self, challenge_id: str, code: str) -> VerifiedIdentity:
        """Return who typed the right code (L2: name, number and phone)."""
        ...

    def confirm_face(
        self, identity: Identity, phone: str, evidence: Mapping[str, str]
    ) -> VerifiedIdentity:
        """Return the person at L3 when the face is that of the certificate."""
        ...


def identity_provider() -> IdentityProvider:
    """Return the provider that the settings name."""
    return cast("IdentityProvider", import_string(settings.PORTAL_IDENTITY_PROVIDER)())
