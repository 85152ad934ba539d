"""Where a call goes. The path is signed, so it is written in one place only."""

from __future__ import annotations

import re

from .errors import ConfigurationError

SESSIONS = "/api/v1/sessions"
FILES = "/api/v1/files"
TICKETS = "/api/v1/tickets"

_OP_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def service_path(op_id: str, *, sandbox: bool = False) -> str:
    """Return the path of a service. Raises ConfigurationError when ``op_id`` cannot be one."""
    if not _OP_ID.fullmatch(op_id):
        raise ConfigurationError(f"{op_id!r} cannot be the id of a service")
    return f"/api/v1/{'sandbox/' if sandbox else ''}services/{op_id}"
