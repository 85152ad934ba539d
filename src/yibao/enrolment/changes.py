"""What somebody's answers change of what is registered, and how that is shown. Pure."""

from __future__ import annotations

from collections.abc import Callable

from yibao.casework.identities import RESIDENT_IDENTITY_CARD
from yibao.catalogue.case import Identity
from yibao.enrolment.employee_change_forms import EmployeeChangeAnswers
from yibao.enrolment.forms import InformationChangeAnswers
from yibao.enrolment.results import ChangedItem
from yibao.kernel import masking
from yibao.persons.api import Birth, Change, KnownPerson, PersonItem, birth_of
from yibao.reference import code_tables, regions

ChangeAnswers = InformationChangeAnswers | EmployeeChangeAnswers


def changes(person: KnownPerson, answers: ChangeAnswers) -> list[Change]:
    """Return what would change; a new card number carries birth date and sex with it.

    Raises:
        BirthDateDiffers: birth date or sex contradict the number of the card.
    """
    said = _said(person, answers)
    before = {
        PersonItem.PHONE: person.phone,
        PersonItem.LIVING_REGION: person.living_region,
        PersonItem.LIVING_ADDRESS: person.living_address,
        PersonItem.ETHNIC_GROUP: person.ethnic_group,
        PersonItem.NAME: person.name,
        PersonItem.CERTIFICATE: person.certificate_number,
        PersonItem.SEX: person.sex,
        PersonItem.BIRTH_DATE: person.birth_date.isoformat() if person.birth_date else "",
    }
    return [
        Change(item, before[item], value)
        for item, value in said.items()
        if value and value != before[item]
    ]


def _said(person: KnownPerson, answers: ChangeAnswers) -> dict[PersonItem, str]:
    birth = birth_after(person, answers)
    return {
        PersonItem.PHONE: answers.phone or "",
        PersonItem.LIVING_REGION: answers.living_region or "",
        PersonItem.LIVING_ADDRESS: answers.living_address or "",
        PersonItem.ETHNIC_GROUP: answers.ethnic_group or "",
        PersonItem.NAME: answers.name or "",
        PersonItem.CERTIFICATE: answers.certificate_number or "",
        PersonItem.SEX: birth.sex if birth else "",
        PersonItem.BIRTH_DATE: birth.day.isoformat() if birth else "",
    }


def identity_after(person: KnownPerson, answers: ChangeAnswers) -> Identity:
    """Return certificate and name as they will be; a new number is that of an identity card."""
    number = answers.certificate_number
    return Identity(
        RESIDENT_IDENTITY_CARD if number else person.certificate_type,
        number or person.certificate_number,
        answers.name or person.name,
    )


def birth_after(person: KnownPerson, answers: ChangeAnswers) -> Birth | None:
    """Return birth date and sex as they will be; None when nobody speaks of them."""
    if {answers.certificate_number, answers.birth_date, answers.sex} == {None}:
        return None
    identity = identity_after(person, answers)
    if identity.certificate_type == RESIDENT_IDENTITY_CARD:
        return birth_of(identity, answers.birth_date, answers.sex)
    return birth_of(identity, answers.birth_date or person.birth_date, answers.sex or person.sex)


def shown(change: Change) -> ChangedItem:
    """Return a change as its own person reads it, masked."""
    show = _SHOWN.get(change.item, str)
    return ChangedItem(
        change.item.label,
        show(change.before) if change.before else "未登记",
        show(change.after),
    )


def _sex(code: str) -> str:
    return code_tables.label("sex", code)


def _ethnic_group(code: str) -> str:
    return code_tables.label("ethnic_group", code)


_SHOWN: dict[PersonItem, Callable[[str], str]] = {
    PersonItem.NAME: masking.mask_name,
    PersonItem.CERTIFICATE: masking.mask_identity_number,
    PersonItem.PHONE: masking.mask_mobile_number,
    PersonItem.LIVING_ADDRESS: masking.mask_address,
    PersonItem.LIVING_REGION: regions.full_name,
    PersonItem.SEX: _sex,
    PersonItem.ETHNIC_GROUP: _ethnic_group,
}
