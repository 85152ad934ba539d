"""Where a call comes from, believing only proxies that were named."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import ip_address
from typing import Any

from django.conf import settings


def caller_address(environ: dict[str, Any]) -> str:
    """Return the caller's address; ``X-Forwarded-For`` counts only behind a trusted proxy."""
    address = _plain(str(environ.get("REMOTE_ADDR", "")))
    if address in settings.TRUSTED_PROXIES:
        hops = environ.get("HTTP_X_FORWARDED_FOR", "").split(",")
        for hop in reversed([_plain(hop.strip()) for hop in hops if hop.strip()]):
            address = hop
            if hop not in settings.TRUSTED_PROXIES:
                break
    return address


@lru_cache(maxsize=4096)
def _plain(address: str) -> str:
    """Return an address without its zone; an IPv4 one that came as IPv6 as what it is."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return "0.0.0.0"  # noqa: S104 - an unreadable address is nobody's
    mapped = getattr(found, "ipv4_mapped", None)
    return str(mapped or found)
