"""Loads every register and gives the site that holds them."""

from __future__ import annotations

from yibao.console.registers import cases, channels, persons, platform, reference
from yibao.console.registers.site import registers

__all__ = ["cases", "channels", "persons", "platform", "reference", "registers"]
