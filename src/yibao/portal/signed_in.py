"""Who is signed in on this browser, kept sealed in the session.

A session lives on the server, in the database; a name or an identity number in it would lie there
in the open, so what it holds is sealed with the keyring.
"""

from __future__ import annotations

import base64

import msgspec
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from yibao.casework.identities import index_of
from yibao.casework.submission import Caller
from yibao.catalogue.case import Identity, IdentityLevel
from yibao.kernel.masking import mask_name
from yibao.platform.crypto.errors import CiphertextDamaged
from yibao.platform.keys.access import keyring

OWN_CHANNEL = "h5"
_KEY = "portal.person"
_OURS = "portal."


class SignedIn(msgspec.Struct, frozen=True):
    """A person, how surely identified, and through which channel.

    ``only_operation`` is set for somebody whom a channel's ticket brought: the channel vouched for
    that service, so the session opens no other. ``return_url`` is the channel's way back.
    """

    certificate_type: str
    certificate_number: str
    name: str
    level: str
    phone: str = ""
    channel: str = OWN_CHANNEL
    region: str = ""
    only_operation: str = ""
    return_url: str = ""

    def __repr__(self) -> str:
        return "SignedIn(…)"

    @property
    def identity(self) -> Identity:
        """Return certificate and name."""
        return Identity(self.certificate_type, self.certificate_number, self.name)

    @property
    def index(self) -> bytes:
        """Return the 32 bytes under which this person's rows are found."""
        return index_of(self.identity)

    @property
    def masked_name(self) -> str:
        """Return the name as a banner shows it."""
        return mask_name(self.name)

    @property
    def operator(self) -> str:
        """Return who is responsible for a write by this person, without naming him."""
        return f"person:{self.index.hex()[:16]}"

    @property
    def file_owner(self) -> str:
        """Return whose uploaded files these are."""
        return self.caller().file_owner

    def caller(self) -> Caller:
        """Return the person as the engine sees who calls."""
        return Caller(
            channel=self.channel,
            identity_level=IdentityLevel(self.level),
            region=self.region or settings.PROVINCE,
            signed_in=self.index,
        )

    def may_use(self, operation: str) -> bool:
        """Tell whether this session opens the service."""
        return self.only_operation in ("", operation)

    def has_level(self, needed: IdentityLevel) -> bool:
        """Tell whether the person was identified surely enough."""
        return self.level >= needed.value


def of(request: HttpRequest) -> SignedIn | None:
    """Return who is signed in, or None."""
    text = keep_of(request.session, _KEY)
    return None if text is None else msgspec.json.decode(text, type=SignedIn)


def sign_in(request: HttpRequest, person: SignedIn) -> None:
    """Sign the person in under a new session key, so that nobody can have set it before."""
    request.session.cycle_key()
    keep(request.session, _KEY, msgspec.json.encode(person).decode())


def sign_out(request: HttpRequest) -> None:
    """Forget everything that the pages know of the person; change the session key."""
    for key in [key for key in request.session.keys() if key.startswith(_OURS)]:  # noqa: SIM118
        del request.session[key]
    request.session.cycle_key()


def keep(session: SessionBase, key: str, text: str) -> None:
    """Seal a text into the session; ``key`` starts with ``portal.`` and is its context."""
    sealed = keyring().encrypt_text(text, key.encode())
    session[key] = base64.b64encode(sealed).decode()


def keep_of(session: SessionBase, key: str) -> str | None:
    """Return what :func:`keep` sealed, or None when there is nothing, or nothing readable."""
    sealed = session.get(key)
    if not isinstance(sealed, str):
        return None
    try:
        return keyring().decrypt_text(base64.b64decode(sealed), key.encode())
    except (CiphertextDamaged, ValueError):
        return None
