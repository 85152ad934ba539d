"""What somebody has typed so far, kept sealed on the server for thirty days.

So an idle half hour, a dead battery or a change of phone loses nothing
(docs/explanation/domain.md 5, A08).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from yibao.kernel.identifiers import new_id, request_id
from yibao.platform import clock, database
from yibao.platform.database import Sql
from yibao.platform.keys.access import keyring

LIFETIME = timedelta(days=30)
_CONTEXT = b"portal.draft"


class Paper(msgspec.Struct):
    """One material as chosen so far: which way, and the file or the tick that goes with it."""

    source: str = ""
    file_id: str = ""
    file_name: str = ""
    is_ticked: bool = False


class Problem(msgspec.Struct, frozen=True):
    """What the engine objected to at the last attempt, shown again where it can be put right."""

    at: str
    message: str
    fix: str


class Content(msgspec.Struct):
    """Everything typed. ``answers`` are texts as typed, right or wrong; ``seen`` question names."""

    acting: str = ""
    subject: dict[str, str] = msgspec.field(default_factory=dict)
    relation: str = ""
    phone: str = ""
    answers: dict[str, str] = msgspec.field(default_factory=dict)
    seen: list[str] = msgspec.field(default_factory=list)
    papers: dict[str, Paper] = msgspec.field(default_factory=dict)
    has_seen_papers: bool = False
    problems: list[Problem] = msgspec.field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was typed or chosen yet."""
        return not (self.acting or self.answers or self.papers)


class Draft(msgspec.Struct):
    """A draft. ``request_number`` makes its submission happen once; ``case_number`` says it has."""

    id: UUID
    operation: str
    request_number: str
    content: Content
    case_number: str
    updated_at: datetime


_COLUMNS = "id, operation, request_number, sealed, case_number, updated_at"


def find(person_index: bytes, operation: str) -> Draft | None:
    """Return the person's draft of this service, or None when there is none or it expired."""
    with database.reading() as sql:
        sql.execute(
            f"""SELECT {_COLUMNS} FROM portal_draft
                WHERE person_index = %s AND operation = %s AND expires_at > %s""",  # noqa: S608
            (person_index, operation, clock.now()),
        )
        row = sql.fetchone()
    return None if row is None else _read(row)


def unfinished(person_index: bytes) -> list[Draft]:
    """Return the person's drafts that were not handed in yet, the newest first."""
    with database.reading() as sql:
        sql.execute(
            f"""SELECT {_COLUMNS} FROM portal_draft WHERE person_index = %s AND case_number = ''
                AND expires_at > %s ORDER BY updated_at DESC""",  # noqa: S608
            (person_index, clock.now()),
        )
        return [_read(row) for row in sql.fetchall()]


def start(person_index: bytes, operation: str, content: Content) -> Draft:
    """Begin anew, with a new request number; an earlier draft of the service is given up."""
    now = clock.now()
    draft = Draft(new_id(now), operation, request_id(), content, "", now)
    with database.reading() as sql:
        sql.execute(
            """INSERT INTO portal_draft (id, person_index, operation, request_number, sealed,
                 case_number, updated_at, expires_at) VALUES (%s, %s, %s, %s, %s, '', %s, %s)
               ON CONFLICT (person_index, operation) DO UPDATE SET id = excluded.id,
                 request_number = excluded.request_number, sealed = excluded.sealed,
                 case_number = '', updated_at = excluded.updated_at,
                 expires_at = excluded.expires_at""",
            (
                draft.id, person_index, operation, draft.request_number, _seal(content),
                now, now + LIFETIME,
            ),
        )  # fmt: skip
    return draft


def save(draft: Draft) -> None:
    """Keep what was typed. A draft that was handed in meanwhile stays as it is."""
    now = clock.now()
    with database.reading() as sql:
        sql.execute(
            """UPDATE portal_draft SET sealed = %s, updated_at = %s, expires_at = %s
               WHERE id = %s AND case_number = ''""",
            (_seal(draft.content), now, now + LIFETIME, draft.id),
        )


def mark_submitted(sql: Sql, draft: Draft, case_number: str) -> None:
    """Empty the draft and remember the case, in the transaction that opens the case."""
    sql.execute(
        "UPDATE portal_draft SET case_number = %s, sealed = %s WHERE id = %s",
        (case_number, _seal(Content()), draft.id),
    )


def discard(person_index: bytes, operation: str) -> None:
    """Throw the draft away, as its owner asked."""
    with database.reading() as sql:
        sql.execute(
            "DELETE FROM portal_draft WHERE person_index = %s AND operation = %s",
            (person_index, operation),
        )


def sweep(now: datetime) -> None:
    """Delete what has expired."""
    with database.reading() as sql:
        sql.execute("DELETE FROM portal_draft WHERE expires_at <= %s", (now,))


def _seal(content: Content) -> bytes:
    return keyring().encrypt_text(msgspec.json.encode(content).decode(), _CONTEXT)


def _read(row: tuple[object, ...]) -> Draft:
    identifier, operation, request_number, sealed, case_number, updated_at = row
    text = keyring().decrypt_text(bytes(sealed), _CONTEXT)  # type: ignore[call-overload]
    return Draft(
        identifier,  # type: ignore[arg-type]
        str(operation),
        str(request_number),
        msgspec.json.decode(text, type=Content),
        str(case_number),
        updated_at,  # type: ignore[arg-type]
    )
