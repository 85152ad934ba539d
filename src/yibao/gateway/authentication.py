"""From a call as it arrived to a caller that is known: channel, address, clock, signature."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field

from yibao.channels import access
from yibao.channels.access import ChannelAccess
from yibao.gateway import sessions
from yibao.gateway.errors import (
    AddressNotListed,
    ChannelNotOnline,
    ChannelSuspended,
    ClockOff,
    KeyNotValid,
    KeyUnknown,
    PlainNotAllowed,
    SignatureWrong,
)
from yibao.gateway.incoming import SignedCall
from yibao.platform import clock
from yibao.platform.crypto import sm3

# architecture.md 5: the timestamp lies within five minutes of the platform's clock.
MOST_CLOCK_DIFFERENCE_MS = 5 * 60 * 1000
SESSION_PREFIX = "s-"


@dataclass(frozen=True)
class Authenticated:
    """A caller that is known, and the keys for its answer."""

    access: ChannelAccess
    cipher_key: bytes = field(repr=False)
    mac_key: bytes | None = field(default=None, repr=False)

    @property
    def is_session(self) -> bool:
        """Tell whether the call came in session mode."""
        return self.mac_key is not None


def authenticate(call: SignedCall, *, is_sandbox: bool, request_id: str) -> Authenticated:
    """Return who calls.

    Raises:
        DomainError: the first thing that is wrong. Whoever knows a key's number, which is no
            secret, can so learn whether its channel is suspended, online or calls from elsewhere:
            the price of refusals that name their cause. Nothing is decrypted for a stranger.
    """
    session = sessions.find(call.key) if call.key.startswith(SESSION_PREFIX) else None
    known = access.of_key(session.key if session else call.key)
    if known is None or known.channel != call.channel:
        raise KeyUnknown(key=call.key, channel=call.channel, at="X-Yb-Key")
    _check_channel(known, call, is_sandbox=is_sandbox)
    _check_clock(call)
    if session is not None:
        expected = sm3.hmac(session.mac_key, call.canonical_text())
        if not hmac.compare_digest(expected, call.signature):
            raise _signature_wrong(call, request_id)
        return Authenticated(known, session.cipher_key, session.mac_key)
    if not known.public_key.verify(call.canonical_text(), call.signature):
        raise _signature_wrong(call, request_id)
    return Authenticated(known, known.cipher_key)


def _check_channel(known: ChannelAccess, call: SignedCall, *, is_sandbox: bool) -> None:
    now = clock.now()
    if known.revoked_at is not None or not known.valid_from <= now < known.valid_until:
        raise KeyNotValid(key=known.key, until=f"{known.valid_until:%Y-%m-%d}", at="X-Yb-Key")
    if known.is_suspended:
        raise ChannelSuspended(channel=known.channel)
    if not (known.is_online or is_sandbox):
        raise ChannelNotOnline(channel=known.channel)
    if not known.allows_address(call.address):
        raise AddressNotListed(address=call.address, channel=known.channel)
    if call.cipher == "none" and not known.may_send_plain:
        raise PlainNotAllowed(channel=known.channel, at="X-Yb-Cipher")


def _check_clock(call: SignedCall) -> None:
    now = clock.now_ms()
    difference = abs(now - call.timestamp)
    if difference > MOST_CLOCK_DIFFERENCE_MS:
        raise ClockOff(
            seconds=difference // 1000,
            most=MOST_CLOCK_DIFFERENCE_MS // 1000,
            now=now,
            at="X-Yb-Timestamp",
        )


def _signature_wrong(call: SignedCall, request_id: str) -> SignatureWrong:
    return SignatureWrong(
        canonical=sm3.hexdigest(call.canonical_text()), request_id=request_id, at="X-Yb-Signature"
    )
