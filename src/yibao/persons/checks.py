"""Prechecks about the person that many services share.

Source: docs/explanation/domain.md 1.3, R-G6 and R-G7.
"""

from __future__ import annotations

from yibao.catalogue.case import Identity
from yibao.kernel import person_name
from yibao.persons.errors import PersonDied, PersonImprisoned, PersonNameDiffers
from yibao.persons.states import Survival


def name_agrees(registered: str, identity: Identity) -> None:
    """Refuse a name that is not the registered one, however dots and spaces are written.

    Raises:
        PersonNameDiffers: it is another name.
    """
    if not person_name.is_same(registered, identity.name):
        raise PersonNameDiffers


def is_alive(survival: Survival) -> None:
    """Refuse to act for somebody who has died (R-G6).

    Raises:
        PersonDied: the register says so.
    """
    if survival is Survival.DEAD:
        raise PersonDied


def may_claim_benefits(survival: Survival) -> None:
    """Refuse benefits to the dead and to prisoners (R-G6).

    Raises:
        PersonDied, PersonImprisoned: the register says so.
    """
    is_alive(survival)
    if survival is Survival.IMPRISONED:
        raise PersonImprisoned
