"""The made-up province: the same each time, everybody once, everything sealed."""

from __future__ import annotations

from datetime import date

import pytest

from yibao.demonstration.province.citizens import citizens, counties
from yibao.demonstration.province.loading import load_province
from yibao.kernel import identity_number
from yibao.platform import database
from yibao.platform.testing.persons import EVERYONE

TODAY = date(2026, 11, 22)


def test_the_same_seed_makes_the_same_people() -> None:
    first = list(citizens(0, 300, seed=7, today=TODAY))
    assert first == list(citizens(0, 300, seed=7, today=TODAY))
    assert first[100:200] == list(citizens(100, 200, seed=7, today=TODAY))
    assert first != list(citizens(0, 300, seed=8, today=TODAY))


def test_nobody_has_the_number_of_another_or_of_a_test_person() -> None:
    numbers = [each.identity_number for each in citizens(0, 20_000, seed=1, today=TODAY)]
    assert len(set(numbers)) == len(numbers)
    assert not {person.identity_number for person in EVERYONE} & set(numbers)


def test_every_number_is_one_that_a_card_could_have() -> None:
    for citizen in citizens(0, 500, seed=1, today=TODAY):
        read = identity_number.check(citizen.identity_number)
        assert read.birth_date == citizen.birth_date < TODAY
        assert read.sex.value == citizen.sex


def test_they_live_in_every_county_of_nine_prefectures() -> None:
    assert len({code[:4] for code, _ in counties()}) == 9
    living = {each.region for each in citizens(0, len(counties()), seed=1, today=TODAY)}
    assert living == {code for code, _ in counties()}


@pytest.mark.django_db
def test_a_second_load_adds_nobody_and_a_larger_one_only_the_rest() -> None:
    loaded = load_province(400)
    assert (loaded.persons, loaded.enrolments) == (400, 400)
    assert loaded.dues > 400
    assert load_province(400).persons == 0
    assert load_province(450).persons == 50


@pytest.mark.django_db
def test_each_has_one_active_basic_insurance_and_its_first_change() -> None:
    load_province(300)
    with database.reading() as sql:
        sql.execute(
            "SELECT count(*), count(DISTINCT person_id), bool_and(status = 'active'), "
            "count(*) FILTER (WHERE insurance_type = '310') FROM enrolment"
        )
        enrolments, people, all_active, employed = sql.fetchone() or ()
        sql.execute("SELECT count(*) FROM enrolment_change WHERE status_after = 'active'")
        changes = (sql.fetchone() or (0,))[0]
    assert (enrolments, people, all_active, changes) == (300, 300, True, 300)
    assert 0 < employed < 200


@pytest.mark.django_db
def test_names_and_numbers_lie_sealed_in_the_register() -> None:
    load_province(20)
    known = next(citizens(0, 1, seed=1, today=TODAY))
    with database.reading() as sql:
        sql.execute("SELECT name_sealed, certificate_sealed, phone_sealed FROM person")
        sealed = b"".join(bytes(part) for row in sql.fetchall() for part in row)
    assert known.name.encode() not in sealed
    assert known.identity_number.encode() not in sealed
