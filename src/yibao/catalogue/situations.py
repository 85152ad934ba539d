"""Named situations that an example starts from: "an enrolled resident", "a filing of last month".

A domain declares them in its ``situations.py``; the default tests and the sandbox set them up
before they play an example, so that the example is true and not merely plausible.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from yibao.catalogue.case import Identity
from yibao.platform.testing.persons import TestPerson

if TYPE_CHECKING:
    from yibao.platform.database import Sql


@dataclass(frozen=True)
class Persona:
    """A made-up person with fixed facts, as the tests and the demonstration know them."""

    identity: Identity
    phone: str

    @classmethod
    def of(cls, person: TestPerson) -> Persona:
        """Return one of the test persons as a service sees him."""
        return cls(Identity("01", person.identity_number, person.name), person.phone)


@dataclass(frozen=True)
class Setting:
    """Where and when a situation is set up."""

    sql: Sql
    persona: Persona
    today: date


Situation = Callable[[Setting], None]
_situations: dict[str, Situation] = {}


def situation(name: str) -> Callable[[Situation], Situation]:
    """Declare a situation under ``name`` (``domain.what_is_so``)."""

    def declare(function: Situation) -> Situation:
        _situations[name] = function
        return function

    return declare


def set_up(name: str, setting: Setting) -> None:
    """Make the situation true in the database.

    Raises:
        KeyError: no domain declares it.
    """
    if not name:
        return
    importlib.import_module(f"yibao.{name.split('.', 1)[0]}.situations")
    _situations[name](setting)
