"""What other packages call: :func:`record` to write, :func:`of_object` and :func:`of_case` to read.

Reading and proving: ``sequencing``, ``checkpoints``, ``verification``, ``proofs``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from yibao.platform import clock
from yibao.platform.audit_log.entries import Content, facts_text, instant_of, milliseconds
from yibao.platform.database import Sql

_INSERT = """
    INSERT INTO audit_entry
        (recorded_at, action, object_id, operator, case_number, facts, leaf_hash)
    VALUES (%s, %s, %s, %s, %s, %s, %s)
"""
_SELECT = "SELECT id, recorded_at, action, object_id, operator, case_number, facts FROM audit_entry"


class AuditEntry(NamedTuple):
    """An entry as it is shown: oldest first, ``facts`` decoded."""

    id: int
    recorded_at: datetime
    action: str
    object_id: str
    operator: str
    case_number: str
    facts: dict[str, Any]


def record(
    sql: Sql,
    *,
    action: str,
    object_id: str,
    operator: str,
    case_number: str = "",
    facts: Mapping[str, object],
) -> None:
    """Write down a deed in the transaction of the deed: one insert, about 0.1 ms.

    ``action`` is ``package.verb_done``; ``operator`` and ``object_id`` are internal identifiers.
    ``facts`` must hold no personal data: no name, no identity number, no telephone, no address.
    """
    recorded_ms = milliseconds(clock.now())
    text = facts_text(facts)
    leaf = Content(
        action, case_number, msgspec.Raw(text), object_id, operator, recorded_ms
    ).leaf_hash()
    values = (
        instant_of(recorded_ms),
        action,
        object_id,
        operator,
        case_number,
        text.decode(),
        leaf,
    )
    sql.later(_INSERT, values)


def of_object(sql: Sql, object_id: str, *, limit: int = 200) -> list[AuditEntry]:
    """Return the first entries about an object, oldest first."""
    return list(
        _read(sql, f"{_SELECT} WHERE object_id = %s ORDER BY id LIMIT %s", object_id, limit)
    )


def of_case(sql: Sql, case_number: str, *, limit: int = 200) -> list[AuditEntry]:
    """Return the first entries of a case, oldest first. The empty number has none."""
    # The second condition lets the planner use the partial index with a bound parameter.
    query = f"{_SELECT} WHERE case_number = %s AND case_number <> '' ORDER BY id LIMIT %s"
    return list(_read(sql, query, case_number, limit))


def _read(sql: Sql, query: str, *values: object) -> Iterator[AuditEntry]:
    sql.execute(query, values)
    for row in sql:
        yield AuditEntry._make((*row[:6], msgspec.json.decode(row[6])))
