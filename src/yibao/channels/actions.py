"""Setting up a channel: keys, grants, addresses. Each action leaves an audit entry."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

from yibao.catalogue.directory import directory
from yibao.channels import access
from yibao.channels.errors import (
    AddressUnreadable,
    ChannelCodeUnfit,
    ChannelExists,
    ChannelUnknown,
    ServiceUnknown,
)
from yibao.channels.models import Channel, ChannelAddress, ChannelKey, Grant
from yibao.platform import clock, database
from yibao.platform.audit_log import api as audit_log
from yibao.platform.crypto import sm2
from yibao.platform.keys.access import key_store, keyring

PLATFORM_KEY = "platform-signing"
KEY_LIFETIME = timedelta(days=365)


@dataclass(frozen=True)
class Credentials:
    """What a channel is handed, once: the only copy of its private key."""

    channel: str
    key: str
    base_url: str
    private_key_pem: str
    sm4_key: str
    platform_public_key_pem: str

    def __repr__(self) -> str:
        return f"Credentials({self.channel}, {self.key}, …)"

    def write(self, path: Path) -> None:
        """Write the file that clients read, for its owner's eyes only (mode 0600)."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.touch(mode=0o600)
        path.write_text(json.dumps(self.__dict__, indent=2), encoding="utf-8")


def create_channel(
    code: str, *, name: str, organisation: str, region: str, operator: str
) -> Channel:
    """Enter a channel in the register; it may call nothing yet."""
    if not (2 <= len(code) <= 40 and code.isascii() and code.replace("-", "").isalnum()):
        raise ChannelCodeUnfit
    with database.transaction() as sql:
        channel, is_new = Channel.objects.get_or_create(
            code=code, defaults={"name": name, "organisation": organisation, "region": region}
        )
        if not is_new:
            raise ChannelExists(channel=code)
        audit_log.record(
            sql, action="channel.create", object_id=code, operator=operator, facts={"name": name}
        )
    return channel


def issue_key(code: str, *, base_url: str, operator: str) -> Credentials:
    """Make a key pair and an SM4 key for the channel; earlier keys stay valid until revoked."""
    private_key = sm2.backend().generate()
    sm4_key = secrets.token_bytes(16)
    now = clock.now()
    key_id = f"{code}-{secrets.token_hex(4)}"
    with database.transaction() as sql:
        ChannelKey.objects.create(
            id=key_id,
            channel=_channel(code),
            sm2_public_pem=private_key.public_key().to_pem().decode(),
            sm4_key_sealed=keyring().encrypt_text(sm4_key.hex(), b"channel.sm4"),
            valid_from=now - timedelta(minutes=5),
            valid_until=now + KEY_LIFETIME,
        )
        audit_log.record(
            sql, action="channel.issue_key", object_id=key_id, operator=operator, facts={}
        )
    return Credentials(
        channel=code,
        key=key_id,
        base_url=base_url,
        private_key_pem=private_key.to_pem().decode(),
        sm4_key=sm4_key.hex(),
        platform_public_key_pem=platform_public_pem(),
    )


def revoke_key(key_id: str, *, operator: str) -> None:
    """Stop a key at once."""
    with database.transaction() as sql:
        if not ChannelKey.objects.filter(id=key_id).update(revoked_at=clock.now()):
            raise ChannelUnknown(channel=key_id)
        audit_log.record(
            sql, action="channel.revoke_key", object_id=key_id, operator=operator, facts={}
        )
    access.forget()


def grant(code: str, operations: Iterable[str], *, operator: str) -> None:
    """Let the channel use these services, by API and as H5."""
    with database.transaction() as sql:
        channel = _channel(code)
        for operation in operations:
            if operation not in directory():
                raise ServiceUnknown(operation=operation)
            Grant.objects.get_or_create(channel=channel, operation=operation)
            audit_log.record(
                sql,
                action="channel.grant",
                object_id=code,
                operator=operator,
                facts={"operation": operation},
            )
    access.forget()


def allow_addresses(code: str, networks: Iterable[str], *, operator: str) -> None:
    """Let calls of the channel come from these networks (CIDR)."""
    with database.transaction() as sql:
        channel = _channel(code)
        for text in networks:
            try:
                network = str(ip_network(text.strip(), strict=False))
            except ValueError:
                raise AddressUnreadable(address=text[:50]) from None
            ChannelAddress.objects.get_or_create(channel=channel, network=network)
            audit_log.record(
                sql,
                action="channel.allow_address",
                object_id=code,
                operator=operator,
                facts={"network": network},
            )
    access.forget()


def set_online(code: str, *, is_online: bool, operator: str) -> None:
    """Open the production environment to the channel, or close it."""
    with database.transaction() as sql:
        if not Channel.objects.filter(code=code).update(is_online=is_online):
            raise ChannelUnknown(channel=code)
        action = "channel.go_online" if is_online else "channel.go_offline"
        audit_log.record(sql, action=action, object_id=code, operator=operator, facts={})
    access.forget()


def set_suspended(code: str, *, is_suspended: bool, operator: str) -> None:
    """Stop every call of the channel, or let it call again."""
    with database.transaction() as sql:
        if not Channel.objects.filter(code=code).update(is_suspended=is_suspended):
            raise ChannelUnknown(channel=code)
        action = "channel.suspend" if is_suspended else "channel.resume"
        audit_log.record(sql, action=action, object_id=code, operator=operator, facts={})
    access.forget()


def platform_public_pem() -> str:
    """Return the public key with which every answer of the platform is verified."""
    store = key_store()
    if PLATFORM_KEY not in store.names():
        store.create_sm2(PLATFORM_KEY)
    return store.sm2_public(PLATFORM_KEY).to_pem().decode()


def _channel(code: str) -> Channel:
    try:
        return Channel.objects.get(code=code)
    except Channel.DoesNotExist:
        raise ChannelUnknown(channel=code) from None
