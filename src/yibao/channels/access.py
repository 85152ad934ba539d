"""What a key may do, read from the database at most every two seconds in each process.

The gateway asks this on every call. A suspension or a new grant is in force everywhere after
``FRESH_SECONDS`` at the latest; the process that made the change sees it at once.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from yibao.platform import database
from yibao.platform.crypto import sm2
from yibao.platform.crypto.sm2 import Sm2PublicKey
from yibao.platform.keys.access import keyring

FRESH_SECONDS = 2.0


@dataclass(frozen=True)
class GrantedService:
    """How one service may be used."""

    by_api: bool
    by_h5: bool
    highest_identity_level: str


@dataclass(frozen=True)
class ChannelAccess:
    """Everything that the gateway needs to know of the caller."""

    channel: str
    name: str
    region: str
    key: str
    public_key: Sm2PublicKey = field(repr=False)
    cipher_key: bytes = field(repr=False)
    is_online: bool
    is_suspended: bool
    may_send_plain: bool
    calls_per_second: int
    calls_per_day: int
    valid_from: datetime
    valid_until: datetime
    revoked_at: datetime | None
    networks: tuple[IPv4Network | IPv6Network, ...]
    grants: dict[str, GrantedService]
    return_urls: tuple[str, ...]
    _known_addresses: dict[str, bool] = field(default_factory=dict, repr=False)

    def allows_address(self, address: str) -> bool:
        """Tell whether calls may come from here."""
        known = self._known_addresses.get(address)
        if known is None:
            here = ip_address(address)
            known = any(here in network for network in self.networks)
            if len(self._known_addresses) < 1000:
                self._known_addresses[address] = known
        return known


_cache: dict[str, tuple[float, ChannelAccess | None]] = {}
_lock = threading.Lock()


def of_key(key: str) -> ChannelAccess | None:
    """Return what the key ``key`` may do, or None when there is no such key."""
    cached = _cache.get(key)
    if cached is not None and time.monotonic() - cached[0] < FRESH_SECONDS:
        return cached[1]
    access = _load(key)
    with _lock:
        if access is None and len(_cache) > 10_000:
            _cache.clear()  # made-up keys must not fill the memory
        _cache[key] = (time.monotonic(), access)
    return access


def forget() -> None:
    """Read everything afresh from now on; call this after a change."""
    _cache.clear()


_SELECT = """
SELECT c.code, c.name, c.region, k.id, k.sm2_public_pem, k.sm4_key_sealed, c.is_online,
       c.is_suspended, c.may_send_plain, c.calls_per_second, c.calls_per_day, k.valid_from,
       k.valid_until, k.revoked_at, c.return_urls,
       ARRAY(SELECT network FROM channel_address a WHERE a.channel_id = c.code),
       ARRAY(SELECT operation || ' ' || by_api::int || by_h5::int || highest_identity_level
             FROM channel_grant g WHERE g.channel_id = c.code)
FROM channel_key k JOIN channel c ON c.code = k.channel_id WHERE k.id = %s
"""


def _load(key: str) -> ChannelAccess | None:
    with database.using("default"), database.reading() as sql:
        sql.execute(_SELECT, (key,))
        row = sql.fetchone()
    if row is None:
        return None
    return ChannelAccess(
        channel=row[0],
        name=row[1],
        region=row[2],
        key=row[3],
        public_key=sm2.backend().public_key_from_pem(row[4].encode()),
        cipher_key=bytes.fromhex(keyring().decrypt_text(bytes(row[5]), b"channel.sm4")),
        is_online=row[6],
        is_suspended=row[7],
        may_send_plain=row[8],
        calls_per_second=row[9],
        calls_per_day=row[10],
        valid_from=row[11],
        valid_until=row[12],
        revoked_at=row[13],
        networks=tuple(ip_network(network, strict=False) for network in row[15]),
        grants=dict(_grant(text) for text in row[16]),
        return_urls=tuple(filter(None, row[14].split())),
    )


def _grant(text: str) -> tuple[str, GrantedService]:
    operation, how = text.split(" ")
    return operation, GrantedService(how[0] == "1", how[1] == "1", how[2:])
