"""Run by the tests in a process of its own: makes situations true on a served platform."""

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
    """Read situation, name, number and phone, one line each, and set them up; answer each."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from yibao.casework.identities import RESIDENT_IDENTITY_CARD
    from yibao.catalogue import situations
    from yibao.platform import clock, database
    from yibao.portal import attempts

    for line in sys.stdin:
        situation, name, number, phone = json.loads(line)
        persona = _Persona(Identity(RESIDENT_IDENTITY_CARD, number, name), phone)
        with database.transaction() as sql:
            situations.set_up(situation, situations.Setting(sql, persona, clock.today()))
        # All visitors come from one address here, and more of them than one address may bring.
        attempts.sweep(clock.now())
        sys.stdout.write("done\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
