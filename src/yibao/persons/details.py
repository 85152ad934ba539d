"""What somebody says about himself, what the register has, and how the two differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from yibao.casework.identities import RESIDENT_IDENTITY_CARD
from yibao.catalogue.case import Identity
from yibao.kernel import identity_number
from yibao.persons.errors import BirthDateDiffers, BirthDateMissing
from yibao.persons.states import PersonItem, Survival


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which case writes, who is responsible, and when (INV-15)."""

    case_number: str
    operator: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Birth:
    """Birth date and sex (code table ``sex``)."""

    day: date
    sex: str


@dataclass(frozen=True, slots=True, repr=False)
class Details:
    """Everything a registration says about a person. Personal data: never into a log."""

    identity: Identity
    birth: Birth
    phone: str
    living_region: str
    living_address: str
    household_kind: str
    household_address: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class KnownPerson:
    """A person of the register, opened. Personal data: never into a log."""

    id: UUID
    number: str
    name: str
    certificate_type: str
    certificate_number: str
    phone: str
    living_region: str
    living_address: str
    household_kind: str
    household_address: str
    birth_date: date | None
    sex: str
    ethnic_group: str
    survival: Survival
    row_version: int


@dataclass(frozen=True, slots=True, repr=False)
class Change:
    """One item before and after. Personal data: never into a log."""

    item: PersonItem
    before: str
    after: str


def birth_of(identity: Identity, day: date | None = None, sex: str | None = None) -> Birth:
    """Return birth date and sex: from an identity card's number, else as they were given.

    Raises:
        BirthDateMissing: the certificate does not tell, and neither did the person.
        BirthDateDiffers: the person said something else than the number.
    """
    if identity.certificate_type != RESIDENT_IDENTITY_CARD:
        if day is None or sex is None:
            raise BirthDateMissing
        return Birth(day, sex)
    number = identity_number.check(identity.certificate_number)
    if day not in {None, number.birth_date}:
        raise BirthDateDiffers(item="出生日期", at="answers.birth_date")
    if sex not in {None, number.sex.value}:
        raise BirthDateDiffers(item="性别", at="answers.sex")
    return Birth(number.birth_date, number.sex.value)


def contact_changes(known: KnownPerson, said: Details) -> list[Change]:
    """Return what the registration says anew about where a person lives and can be reached.

    An item that was left empty changes nothing.
    """
    pairs: Sequence[tuple[PersonItem, str, str]] = (
        (PersonItem.PHONE, known.phone, said.phone),
        (PersonItem.LIVING_REGION, known.living_region, said.living_region),
        (PersonItem.LIVING_ADDRESS, known.living_address, said.living_address),
        (PersonItem.HOUSEHOLD_KIND, known.household_kind, said.household_kind),
        (PersonItem.HOUSEHOLD_ADDRESS, known.household_address, said.household_address),
    )
    return [Change(item, old, new) for item, old, new in pairs if new and new != old]
