"""Run by the tests in a process of its own: makes a situation true on a served platform."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass

import django

from yibao.catalogue.case import Identity


@dataclass(frozen=True)
class _Persona:
    identity: Identity
    phone: str


def main() -> None:
    """Read situations with name, number and phone, and set them up, each for its person."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from yibao.casework.identities import RESIDENT_IDENTITY_CARD
    from yibao.catalogue import situations
    from yibao.platform import clock, database

    for situation, name, number, phone in json.loads(sys.argv[1]):
        persona = _Persona(Identity(RESIDENT_IDENTITY_CARD, number, name), phone)
        with database.transaction() as sql:
            situations.set_up(situation, situations.Setting(sql, persona, clock.today()))


if __name__ == "__main__":
    main()
