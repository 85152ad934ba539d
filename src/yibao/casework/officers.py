"""How an officer is named on paper. The console knows the names; casework knows the sign-in only."""

from __future__ import annotations

from collections.abc import Callable

_lookups: list[Callable[[str], str]] = []


def provide(lookup: Callable[[str], str]) -> None:
    """Let ``lookup`` turn a sign-in name into a full name; empty when it knows none."""
    _lookups[:] = [lookup]


def name_of(officer: str) -> str:
    """Return the officer's full name, or the sign-in name when nobody knows more."""
    for lookup in _lookups:
        if found := lookup(officer):
            return found
    return officer
