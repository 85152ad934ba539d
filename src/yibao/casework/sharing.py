"""Asking other registers for what the state already has (数据共享免提交).

A material names the register that is asked first. Each register is one provider; the demonstration
province brings simulators, a real province registers its own. A register that fails never blocks
in silence: the person is asked to upload instead.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from yibao.catalogue.case import Identity
from yibao.platform import database

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class SharedDocument:
    """What a register answered: its own reference and the SM3 of its answer, never the content."""

    register: str
    reference: str
    digest: str


Provider = Callable[[Identity], SharedDocument | None]
_providers: dict[tuple[str, str], Provider] = {}


def provide(register: str, provider: Provider, *, environment: str) -> None:
    """Let ``provider`` answer for ``register`` in ``default`` (production) or ``sandbox``.

    A later provider replaces an earlier one.
    """
    _providers[environment, register] = provider


def ask(register: str, person: Identity) -> SharedDocument | None:
    """Return what the register has for this person, or None when it has nothing or is away."""
    provider = _providers.get((database.alias(), register))
    if provider is None:
        return None
    try:
        return provider(person)
    except Exception:  # noqa: BLE001 - another agency's fault must not stop an application
        logger.warning("the shared register %s did not answer", register)
        return None
