"""Signed statements of the tree's size and root, kept in the database and in a file beside it.

Whoever can rewrite the database still cannot rewrite the file, nor sign.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import timedelta

import msgspec

from yibao.platform import clock, database
from yibao.platform.audit_log import checkpoint_file, sequencing
from yibao.platform.audit_log.entries import instant_of, milliseconds
from yibao.platform.database import Sql
from yibao.platform.keys.access import key_store

KEY_NAME = "audit"
DUE_AFTER_ENTRIES = 1000
DUE_AFTER = timedelta(minutes=1)

_INSERT = """
    INSERT INTO audit_checkpoint (size, root, signed_at, key_name, signature)
    VALUES (%s, %s, %s, %s, %s)
"""
_SELECT = "SELECT size, root, signed_at, key_name, signature FROM audit_checkpoint"


class Checkpoint(msgspec.Struct, frozen=True):
    """At ``signed_ms`` (ms since 1970) the first ``size`` entries had the root ``root`` (hex)."""

    database: str
    size: int
    root: str
    signed_ms: int
    key: str
    signature: str = ""

    def text(self) -> bytes:
        """Return what is signed."""
        lines = ("yibao audit checkpoint 1", self.database, self.size, self.root, self.signed_ms)
        return "\n".join(map(str, (*lines, self.key, ""))).encode()

    def is_genuine(self) -> bool:
        """Return whether the signature is the platform's."""
        try:
            signature = base64.b64decode(self.signature, validate=True)
        except ValueError:
            return False
        return key_store().sm2_public(self.key).verify(self.text(), signature)


def checkpoint() -> Checkpoint | None:
    """Sign the tree as it stands, if it has grown since the last time, and copy it to the file."""
    with database.transaction() as sql:
        sequencing.take_turn(sql)
        made = _sign_growth(sql)
    copy_out()
    return made


def is_due() -> bool:
    """Return whether 1,000 entries, or any at all and a minute, passed since the last one."""
    with database.reading() as sql:
        sql.execute("SELECT size FROM audit_tree WHERE id = 1")
        size = (sql.fetchone() or (0,))[0]
        sql.execute("SELECT size, signed_at FROM audit_checkpoint ORDER BY size DESC LIMIT 1")
        last = sql.fetchone()
    if last is None:
        return bool(size)
    return bool(
        size >= last[0] + DUE_AFTER_ENTRIES
        or (size > last[0] and clock.now() >= last[1] + DUE_AFTER)
    )


def copy_out() -> None:
    """Append to the file every checkpoint that it lacks (after a crash there may be several)."""
    with checkpoint_file.locked(database.alias()) as copies, database.reading() as sql:
        sql.execute(f"{_SELECT} WHERE size > %s ORDER BY size", (copies.last_size(),))
        for row in sql.fetchall():
            copies.append(msgspec.json.encode(_from_row(row)))


def in_database(sql: Sql, *, until: int) -> Iterator[Checkpoint]:
    """Give the checkpoints that the database holds up to a size, smallest first, page by page."""
    size = -1
    while True:
        sql.execute(
            f"{_SELECT} WHERE size > %s AND size <= %s ORDER BY size LIMIT 1000", (size, until)
        )
        page = [_from_row(row) for row in sql.fetchall()]
        if not page:
            return
        yield from page
        size = page[-1].size


def in_file(*, until: int) -> Iterator[Checkpoint]:
    """Give the checkpoints that the file holds up to a size, in its order.

    Raises msgspec.DecodeError when somebody broke a line.
    """
    for line in checkpoint_file.lines(database.alias()):
        copy = msgspec.json.decode(line, type=Checkpoint)
        if copy.size > until:
            return
        yield copy


def _sign_growth(sql: Sql) -> Checkpoint | None:
    frontier = sequencing.stored_tree(sql)
    sql.execute("SELECT coalesce(max(size), 0) FROM audit_checkpoint")
    (signed_size,) = sql.fetchone() or (0,)
    if frontier.size <= signed_size:
        return None
    draft = Checkpoint(
        database=database.alias(),
        size=frontier.size,
        root=frontier.root().hex(),
        signed_ms=milliseconds(clock.now()),
        key=KEY_NAME,
    )
    key_store().create_sm2(KEY_NAME)  # the first time; it never replaces a key
    signature = key_store().sm2_sign(KEY_NAME, draft.text())
    signed_at = instant_of(draft.signed_ms)
    sql.execute(_INSERT, (draft.size, frontier.root(), signed_at, KEY_NAME, signature))
    return msgspec.structs.replace(draft, signature=base64.b64encode(signature).decode())


def _from_row(row: tuple[int, bytes, object, str, bytes]) -> Checkpoint:
    size, root, signed_at, key_name, signature = row
    return Checkpoint(
        database=database.alias(),
        size=size,
        root=root.hex(),
        signed_ms=milliseconds(signed_at),  # type: ignore[arg-type]
        key=key_name,
        signature=base64.b64encode(signature).decode(),
    )
