"""Writing persons: each verb one statement, with the history of what it changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import psycopg

from yibao.casework.identities import RESIDENT_IDENTITY_CARD, index_of
from yibao.catalogue.case import Identity
from yibao.kernel import identifiers
from yibao.persons import sealing
from yibao.persons.details import Change, Details, KnownPerson, Stamp, contact_changes
from yibao.persons.errors import CertificateTaken, PersonChangedMeanwhile
from yibao.persons.numbers import next_person_number
from yibao.persons.states import PersonItem, Survival
from yibao.platform.database import Sql


@dataclass(frozen=True, slots=True)
class SavedPerson:
    """The row that a registration made or brought up to date."""

    id: UUID
    number: str


# What the registration leaves open keeps what is known. History rows come as three arrays.
_HISTORY = """
  INSERT INTO person_version (person_id, item, before_sealed, after_sealed, case_number, operator,
    at)
  SELECT saved.id, item, before, after, %(case)s, %(operator)s, %(at)s
  FROM saved, unnest(%(items)s::text[], %(befores)s::bytea[], %(afters)s::bytea[])
    AS version (item, before, after)
"""
_REGISTER = f"""
WITH saved AS (
  INSERT INTO person (id, number, certificate_type, certificate_index, certificate_sealed,
    name_sealed, phone_sealed, living_address_sealed, household_address_sealed, birth_date, sex,
    ethnic_group, living_region, household_kind, survival, is_valid, registered_at, row_version)
  VALUES (%(id)s, %(number)s, %(certificate_type)s, %(index)s, %(certificate)s, %(name)s,
    %(phone)s, %(living_address)s, %(household_address)s, %(birth_date)s, %(sex)s, '',
    %(living_region)s, %(household_kind)s, %(survival)s, true, %(at)s, 1)
  ON CONFLICT (certificate_index) WHERE is_valid DO UPDATE SET
    phone_sealed = coalesce(excluded.phone_sealed, person.phone_sealed),
    living_address_sealed = coalesce(excluded.living_address_sealed,
      person.living_address_sealed),
    household_address_sealed = coalesce(excluded.household_address_sealed,
      person.household_address_sealed),
    living_region = coalesce(nullif(excluded.living_region, ''), person.living_region),
    household_kind = coalesce(nullif(excluded.household_kind, ''), person.household_kind),
    row_version = person.row_version + 1
  RETURNING id, number
), history AS ({_HISTORY})
SELECT id, number FROM saved
"""  # noqa: S608 - put together from constants
_CHANGE = f"""
WITH saved AS (
  UPDATE person SET
    certificate_type = coalesce(%(certificate_type)s, certificate_type),
    certificate_index = coalesce(%(index)s, certificate_index),
    certificate_sealed = coalesce(%(certificate)s, certificate_sealed),
    name_sealed = coalesce(%(name)s, name_sealed),
    phone_sealed = coalesce(%(phone)s, phone_sealed),
    living_address_sealed = coalesce(%(living_address)s, living_address_sealed),
    household_address_sealed = coalesce(%(household_address)s, household_address_sealed),
    birth_date = coalesce(%(birth_date)s::date, birth_date),
    sex = coalesce(%(sex)s, sex),
    ethnic_group = coalesce(%(ethnic_group)s, ethnic_group),
    living_region = coalesce(%(living_region)s, living_region),
    household_kind = coalesce(%(household_kind)s, household_kind),
    survival = coalesce(%(survival)s, survival),
    row_version = row_version + 1
  WHERE id = %(id)s AND row_version = %(row_version)s
  RETURNING id
), history AS ({_HISTORY})
SELECT id FROM saved
"""  # noqa: S608 - put together from constants


def register_or_update(
    sql: Sql, said: Details, *, known: KnownPerson | None, stamp: Stamp
) -> SavedPerson:
    """Make the person, or bring address and telephone up to date; one statement.

    ``known`` is the person as read before, or None: it decides what is history. A person whom
    somebody else has made meanwhile is brought up to date, too. Name, certificate, sex and birth
    date of a known person stay: they change by :func:`change_information` only.

    Raises:
        PersonChangedMeanwhile: ``known`` has another certificate by now.
    """
    changes = [] if known is None else contact_changes(known, said)
    values = {
        "id": identifiers.new_id(stamp.at),
        "number": known.number if known else next_person_number(sql),
        "survival": Survival.ALIVE.value,
    }
    try:
        sql.execute(_REGISTER, values | _columns(said) | _history(changes, stamp), prepare=True)
    except psycopg.errors.UniqueViolation as violation:
        raise PersonChangedMeanwhile from violation
    row = sql.fetchone()
    if row is None:
        raise PersonChangedMeanwhile
    return SavedPerson(*row)


def change_information(
    sql: Sql, person: KnownPerson, changes: Sequence[Change], *, stamp: Stamp
) -> None:
    """Change what is known about a person, item by item, and keep what it was; one statement.

    A new certificate number is that of an identity card.

    Raises:
        PersonChangedMeanwhile: somebody else saved the person after it was read.
        CertificateTaken: another valid person has the new certificate number.
    """
    values = {change.item: change.after for change in changes}
    parameters = {
        "id": person.id,
        "row_version": person.row_version,
        **_certificate_after(values.get(PersonItem.CERTIFICATE)),
        **{item.value: _as_column(item, values.get(item)) for item in PersonItem},
    }
    try:
        sql.execute(_CHANGE, parameters | _history(changes, stamp), prepare=True)
    except psycopg.errors.UniqueViolation as violation:
        raise CertificateTaken from violation
    if sql.fetchone() is None:
        raise PersonChangedMeanwhile


def _columns(said: Details) -> dict[str, object]:
    return {
        "certificate_type": said.identity.certificate_type,
        "index": index_of(said.identity),
        "certificate": sealing.seal(said.identity.certificate_number, sealing.CERTIFICATE),
        "name": sealing.seal(said.identity.name, sealing.NAME),
        "phone": sealing.seal(said.phone, sealing.PHONE),
        "living_address": sealing.seal(said.living_address, sealing.ADDRESS),
        "household_address": sealing.seal(said.household_address, sealing.ADDRESS),
        "birth_date": said.birth.day,
        "sex": said.birth.sex,
        "living_region": said.living_region,
        "household_kind": said.household_kind,
    }


_CONTEXTS = {
    PersonItem.NAME: sealing.NAME,
    PersonItem.CERTIFICATE: sealing.CERTIFICATE,
    PersonItem.PHONE: sealing.PHONE,
    PersonItem.LIVING_ADDRESS: sealing.ADDRESS,
    PersonItem.HOUSEHOLD_ADDRESS: sealing.ADDRESS,
}


def _as_column(item: PersonItem, value: str | None) -> str | bytes | None:
    if value is None or item not in _CONTEXTS:
        return value
    return sealing.seal(value, _CONTEXTS[item])


def _certificate_after(number: str | None) -> dict[str, object]:
    if number is None:
        return {"certificate_type": None, "index": None}
    identity = Identity(RESIDENT_IDENTITY_CARD, number, "")
    return {"certificate_type": RESIDENT_IDENTITY_CARD, "index": index_of(identity)}


def _history(changes: Sequence[Change], stamp: Stamp) -> dict[str, object]:
    return {
        "items": [change.item.value for change in changes],
        "befores": [sealing.seal(change.before, sealing.VERSION) for change in changes],
        "afters": [sealing.seal(change.after, sealing.VERSION) for change in changes],
        "case": stamp.case_number,
        "operator": stamp.operator,
        "at": stamp.at,
    }
