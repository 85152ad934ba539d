"""Registering, finding and changing a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from psycopg.errors import RaiseException

from yibao.catalogue.case import Identity
from yibao.kernel import identity_number
from yibao.kernel.iso7064 import mod_11_2
from yibao.persons.actions import SavedPerson, change_information, register_or_update
from yibao.persons.checks import is_alive, may_claim_benefits
from yibao.persons.details import Birth, Change, KnownPerson, birth_of, contact_changes
from yibao.persons.errors import (
    BirthDateDiffers,
    BirthDateMissing,
    CertificateTaken,
    PersonChangedMeanwhile,
    PersonDied,
    PersonImprisoned,
    PersonNameDiffers,
    PersonUnknown,
)
from yibao.persons.queries import by_id, find_by_identity
from yibao.persons.states import PersonItem, Survival
from yibao.persons.tests.conftest import LI, SAID, STAMP, named, versions
from yibao.platform.database import Sql
from yibao.platform.testing.persons import MAIMAITI, ZHANG_SAN
from yibao.platform.testing.statements import CountingCursor

PASSPORT = Identity("08", "E12345678", "SMITH JOHN")


def test_a_registered_person_is_found_by_certificate_and_name(
    sql: Sql, saved: SavedPerson, li: KnownPerson
) -> None:
    assert (li.id, li.number) == (saved.id, saved.number)
    assert (li.name, li.certificate_number) == (LI.name, LI.certificate_number)
    assert (li.phone, li.living_address) == (SAID.phone, "测试路2号")
    assert (li.birth_date, li.sex, li.survival) == (date(1992, 8, 15), "2", Survival.ALIVE)
    assert by_id(sql, saved.id) == li


def test_the_number_of_a_person_has_a_check_character(saved: SavedPerson) -> None:
    assert len(saved.number) == 11
    assert mod_11_2(saved.number[:-1]) == saved.number[-1]


def test_somebody_unknown_is_not_found(sql: Sql) -> None:
    assert find_by_identity(sql, LI) is None
    with pytest.raises(PersonUnknown):
        by_id(sql, uuid4())


def test_another_name_for_the_certificate_is_refused(sql: Sql, saved: SavedPerson) -> None:
    with pytest.raises(PersonNameDiffers):
        find_by_identity(sql, named("李五"))


def test_dots_and_spaces_make_no_other_name(sql: Sql) -> None:
    identity = Identity("01", MAIMAITI.identity_number, MAIMAITI.name)
    said = replace(SAID, identity=identity, birth=birth_of(identity))
    register_or_update(sql, said, known=None, stamp=STAMP)
    written_otherwise = replace(identity, name=identity.name.replace("·", " • "))
    assert find_by_identity(sql, written_otherwise) is not None


def test_registering_is_one_statement_and_so_is_finding(sql: Sql, li: KnownPerson) -> None:
    counting = CountingCursor(sql)
    register_or_update(counting, SAID, known=li, stamp=STAMP)
    assert len(counting.statements) == 1
    find_by_identity(counting, LI)
    assert len(counting.statements) == 2


def test_registering_again_keeps_the_number_and_notes_only_what_changed(
    sql: Sql, li: KnownPerson
) -> None:
    again = register_or_update(
        sql, replace(SAID, phone="19900000012", living_address=""), known=li, stamp=STAMP
    )
    assert (again.id, again.number) == (li.id, li.number)
    assert versions(sql) == [("phone",)]
    now = find_by_identity(sql, LI)
    assert now is not None
    assert (now.phone, now.living_address) == ("19900000012", "测试路2号")


def test_registering_never_changes_the_name(sql: Sql, li: KnownPerson) -> None:
    register_or_update(sql, replace(SAID, identity=named("李五")), known=li, stamp=STAMP)
    assert find_by_identity(sql, LI) is not None


def test_somebody_whom_another_made_meanwhile_is_brought_up_to_date(
    sql: Sql, saved: SavedPerson
) -> None:
    again = register_or_update(sql, replace(SAID, phone="19900000012"), known=None, stamp=STAMP)
    assert again == saved


def test_a_change_is_kept_before_and_after(sql: Sql, li: KnownPerson) -> None:
    changes = [
        Change(PersonItem.NAME, li.name, "李思思"),
        Change(PersonItem.ETHNIC_GROUP, "", "6"),
    ]
    change_information(sql, li, changes, stamp=STAMP)
    after = find_by_identity(sql, named("李思思"))
    assert after is not None
    assert (after.ethnic_group, after.phone, after.row_version) == ("6", li.phone, 2)
    assert versions(sql) == [("name",), ("ethnic_group",)]


def test_a_change_of_what_somebody_else_changed_is_refused(sql: Sql, li: KnownPerson) -> None:
    changes = [Change(PersonItem.NAME, li.name, "李思思")]
    change_information(sql, li, changes, stamp=STAMP)
    with pytest.raises(PersonChangedMeanwhile):
        change_information(sql, li, changes, stamp=STAMP)
    assert versions(sql) == [("name",)]


def test_a_passport_holder_may_come_to_have_an_identity_card(sql: Sql) -> None:
    said = replace(SAID, identity=PASSPORT, birth=Birth(date(1980, 1, 2), "1"))
    register_or_update(sql, said, known=None, stamp=STAMP)
    person = find_by_identity(sql, PASSPORT)
    assert person is not None
    number = identity_number.make("520103", date(1980, 1, 2), 11).text
    change = Change(PersonItem.CERTIFICATE, PASSPORT.certificate_number, number)
    change_information(sql, person, [change], stamp=STAMP)
    assert find_by_identity(sql, PASSPORT) is None
    assert find_by_identity(sql, Identity("01", number, PASSPORT.name)) is not None


def test_two_valid_persons_never_have_one_certificate(sql: Sql, li: KnownPerson) -> None:
    zhang = Identity("01", ZHANG_SAN.identity_number, ZHANG_SAN.name)
    said = replace(SAID, identity=zhang, birth=birth_of(zhang))
    register_or_update(sql, said, known=None, stamp=STAMP)
    change = Change(PersonItem.CERTIFICATE, li.certificate_number, zhang.certificate_number)
    with pytest.raises(CertificateTaken), sql.connection.transaction():
        change_information(sql, li, [change], stamp=STAMP)


def test_a_former_number_of_fifteen_digits_finds_the_same_person(
    sql: Sql, saved: SavedPerson
) -> None:
    from yibao.casework.identities import read_subject

    number = LI.certificate_number
    short = number[:6] + number[8:17]
    subject = {"certificate_type": "01", "certificate_number": short, "name": LI.name}
    found = find_by_identity(sql, read_subject(subject))
    assert found is not None
    assert found.id == saved.id


def test_the_history_of_a_person_cannot_be_rewritten(sql: Sql, li: KnownPerson) -> None:
    register_or_update(sql, replace(SAID, phone="19900000012"), known=li, stamp=STAMP)
    for statement in ("UPDATE person_version SET item = 'sex'", "DELETE FROM person_version"):
        with pytest.raises(RaiseException, match="append-only"), sql.connection.transaction():
            sql.execute(statement)


def test_birth_date_and_sex_come_from_the_card_or_must_be_said() -> None:
    assert birth_of(LI) == Birth(date(1992, 8, 15), "2")
    assert birth_of(LI, date(1992, 8, 15), "2") == Birth(date(1992, 8, 15), "2")
    with pytest.raises(BirthDateDiffers):
        birth_of(LI, date(1992, 8, 16))
    with pytest.raises(BirthDateDiffers):
        birth_of(LI, sex="1")
    with pytest.raises(BirthDateMissing):
        birth_of(PASSPORT, date(1980, 1, 2))
    assert birth_of(PASSPORT, date(1980, 1, 2), "1") == Birth(date(1980, 1, 2), "1")


def test_what_is_left_empty_is_no_change(li: KnownPerson) -> None:
    empty = replace(SAID, phone="", living_region="", living_address="", household_kind="")
    assert contact_changes(li, empty) == []
    assert contact_changes(li, SAID) == []


def test_personal_data_do_not_show_in_a_traceback(li: KnownPerson) -> None:
    for value in (SAID, li, Change(PersonItem.NAME, li.name, "李思思")):
        assert LI.name not in repr(value)
        assert LI.certificate_number not in repr(value)


def test_the_dead_may_do_nothing_and_prisoners_claim_nothing() -> None:
    with pytest.raises(PersonDied):
        is_alive(Survival.DEAD)
    with pytest.raises(PersonDied):
        may_claim_benefits(Survival.DEAD)
    with pytest.raises(PersonImprisoned):
        may_claim_benefits(Survival.IMPRISONED)
    is_alive(Survival.IMPRISONED)
    for survival in (Survival.ALIVE, Survival.MISSING, Survival.UNKNOWN):
        may_claim_benefits(survival)
