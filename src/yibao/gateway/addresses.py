"""Where a call comes from, believing only proxies that were named."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import ip_address
from typing import Any

from django.conf import settings


def caller_address(environ: dict[str, Any]) -> str:
    """Return the caller's address; ``X-Forwarded-For`` counts only behind a trusted proxy."""
    peer = str(environ.get("REMOTE_ADDR", "")) or "0.0.0.0"  # noqa: S104 - nobody's address
    if peer not in settings.TRUSTED_PROXIES:
        return _clean(peer)
    hops = [hop.strip() for hop in environ.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    for hop in reversed(hops):
        if hop and hop not in settings.TRUSTED_PROXIES:
            return _clean(hop)
    return _clean(peer)


@lru_cache(maxsize=4096)
def _clean(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return "0.0.0.0"  # noqa: S104 - an unreadable address is nobody's
    mapped = getattr(found, "ipv4_mapped", None)
    return str(mapped or found)
