"""Why was this call refused? Everything that the access log holds about one request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from yibao.platform import database


@dataclass(frozen=True)
class Explanation:
    """One call as the access log knows it; ``errors`` is empty when it was answered."""

    request_id: str
    at: datetime
    environment: str
    channel: str
    key: str
    operation: str
    address: str
    status: int
    duration_us: int
    errors: tuple[dict[str, Any], ...]
    canonical_text: str


def explain(request_id: str) -> Explanation | None:
    """Return what is known about the request, in production or in the sandbox, or None."""
    for alias, label in (("default", "正式环境"), ("sandbox", "沙箱")):
        with database.using(alias), database.reading() as sql:
            sql.execute(
                """SELECT at, channel, key, operation, address, status, duration_us, facts
                   FROM access_log WHERE request_id = %s""",
                (request_id,),
            )
            row = sql.fetchone()
        if row is not None:
            facts = msgspec.json.decode(row[7]) if row[7] else {}
            at, channel, key, operation, address, status, duration_us, _ = row
            return Explanation(
                request_id=request_id,
                at=at,
                environment=label,
                channel=channel,
                key=key,
                operation=operation,
                address=address,
                status=status,
                duration_us=duration_us,
                errors=tuple(facts.get("errors", ())),
                canonical_text=facts.get("canonical_text", ""),
            )
    return None
