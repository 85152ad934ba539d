"""Sessions for queries: SM2 once, then HMAC-SM3 on every call (architecture 5).

A session lives at most two hours. Its keys are made here, travel wrapped for the channel's SM2
key, and rest sealed in the database; each process keeps those in use in memory.
"""

from __future__ import annotations

import base64
import secrets
import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from yibao.channels.access import ChannelAccess
from yibao.gateway.errors import SessionUnknown
from yibao.platform import clock, database
from yibao.platform.database import Sql
from yibao.platform.keys.access import keyring

MOST_MINUTES = 120


@dataclass(frozen=True)
class Session:
    """The keys of a session and when it ends."""

    id: str
    key: str
    mac_key: bytes = field(repr=False)
    cipher_key: bytes = field(repr=False)
    expires_at: datetime


_cache: dict[str, Session] = {}
_lock = threading.Lock()


def open_session(sql: Sql, caller: ChannelAccess, minutes: int) -> dict[str, object]:
    """Make a session; return what the channel needs, the keys wrapped for its SM2 key."""
    session = Session(
        id=f"s-{secrets.token_urlsafe(18)}",
        key=caller.key,
        mac_key=secrets.token_bytes(32),
        cipher_key=secrets.token_bytes(16),
        expires_at=clock.now() + timedelta(minutes=min(max(minutes, 1), MOST_MINUTES)),
    )
    keys = f"{session.mac_key.hex()}:{session.cipher_key.hex()}"
    sql.execute(
        """INSERT INTO gateway_session (id, key_id, keys_sealed, expires_at)
           VALUES (%s, %s, %s, %s)""",
        (
            session.id,
            session.key,
            keyring().encrypt_text(keys, b"gateway.session"),
            session.expires_at,
        ),
    )
    return {
        "session": session.id,
        "expires_at": session.expires_at,
        "mac_key": base64.b64encode(caller.public_key.encrypt(session.mac_key)).decode(),
        "cipher_key": base64.b64encode(caller.public_key.encrypt(session.cipher_key)).decode(),
    }


def find(session_id: str) -> Session:
    """Return a session that is still open.

    Raises:
        SessionUnknown: ended, or never opened.
    """
    session = _cache.get(session_id) or _load(session_id)
    if session is None or session.expires_at <= clock.now():
        _cache.pop(session_id, None)
        raise SessionUnknown(at="X-Yb-Key")
    return session


def _load(session_id: str) -> Session | None:
    with database.using("default"), database.reading() as sql:
        sql.execute(
            "SELECT key_id, keys_sealed, expires_at FROM gateway_session WHERE id = %s",
            (session_id,),
        )
        row = sql.fetchone()
    if row is None:
        return None
    mac_key, cipher_key = keyring().decrypt_text(bytes(row[1]), b"gateway.session").split(":")
    session = Session(session_id, row[0], bytes.fromhex(mac_key), bytes.fromhex(cipher_key), row[2])
    with _lock:
        if len(_cache) > 10_000:
            _cache.clear()
        _cache[session_id] = session
    return session


def sweep(now: datetime) -> None:
    """Delete the sessions that have ended."""
    with database.reading() as sql:
        sql.execute("DELETE FROM gateway_session WHERE expires_at < %s", (now,))
    for session in list(_cache.values()):
        if session.expires_at < now:
            _cache.pop(session.id, None)
