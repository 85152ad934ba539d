"""Who an access key belongs to, read from the database at most every two seconds.

While the database does not answer, what was known stays in force: order entry must go on.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from yibao.platform import database
from yibao.platform.keys.access import keyring

FRESH_SECONDS = 2.0
SECRET_CONTEXT = b"national.secret"
_MOST_KEPT = 10_000
_SELECT = """
SELECT code, access_key, secret_sealed, variant, networks, is_internet, is_suspended
FROM national_institution WHERE access_key = %s
"""


@dataclass(frozen=True)
class InstitutionAccess:
    """What the platform knows of the institution behind an access key."""

    code: str
    access_key: str
    secret: str = field(repr=False)
    variant: str
    networks: tuple[IPv4Network | IPv6Network, ...]
    is_internet: bool
    is_suspended: bool

    def allows_address(self, address: str) -> bool:
        """Tell whether calls may come from here; no network means from nowhere."""
        here = ip_address(address)
        return any(here in network for network in self.networks)


_cache: dict[str, tuple[float, InstitutionAccess | None]] = {}
_lock = threading.Lock()


def of_key(access_key: str) -> InstitutionAccess | None:
    """Return whose key it is, or None when nobody's.

    Raises:
        psycopg.Error, django.db.Error: the database does not answer and the key was never seen.
    """
    cached = _cache.get(access_key)
    if cached is not None and time.monotonic() - cached[0] < FRESH_SECONDS:
        return cached[1]
    try:
        access = _load(access_key)
    except Exception:
        if cached is None:
            raise
        access = cached[1]
    with _lock:
        if access is None and len(_cache) > _MOST_KEPT:
            _cache.clear()  # made-up keys must not fill the memory
        _cache[access_key] = (time.monotonic(), access)
    return access


def is_anybody_allowed() -> bool:
    """Tell whether any institution may call at all."""
    with database.using("default"), database.reading() as sql:
        sql.execute("SELECT EXISTS (SELECT FROM national_institution WHERE NOT is_suspended)")
        row = sql.fetchone()
    return bool(row and row[0])


def forget() -> None:
    """Read everything afresh from now on; call this after a change."""
    _cache.clear()


def _load(access_key: str) -> InstitutionAccess | None:
    with database.using("default"), database.reading() as sql:
        sql.execute(_SELECT, (access_key,))
        row = sql.fetchone()
    if row is None:
        return None
    return InstitutionAccess(
        code=row[0],
        access_key=row[1],
        secret=keyring().decrypt_text(bytes(row[2]), SECRET_CONTEXT),
        variant=row[3],
        networks=tuple(ip_network(network, strict=False) for network in row[4].split()),
        is_internet=row[5],
        is_suspended=row[6],
    )
