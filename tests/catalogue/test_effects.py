"""What a service does is in a register, and what a query says comes from one."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from tests.catalogue.playing import (
    SERVICES,
    Stage,
    every_application,
    good_example,
    perform,
    refusal_codes,
)
from yibao.casework import engine
from yibao.catalogue import registry
from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.example_bodies import identity_part, person_of
from yibao.catalogue.service import AnyService
from yibao.platform import database
from yibao.platform.testing.persons import EVERYONE, TestPerson

pytestmark = pytest.mark.django_db(databases=["default", "sandbox"])
_encoder = msgspec.json.Encoder(decimal_format="string")
_OF_A_PERSON = [
    each
    for each in SERVICES
    if each.workflow.is_query and each.identity_level is not IdentityLevel.PUBLIC
]
_PUBLIC = [
    each
    for each in SERVICES
    if each.workflow.is_query and each.identity_level is IdentityLevel.PUBLIC
]
# What every case has, whatever it is about.
_OF_THE_CASE = {"service_case", "case_event", "case_material", "notice", "audit_entry"}


@every_application
def test_its_effect_is_written_into_a_register_under_the_number_of_its_case(
    stage: Stage, service: AnyService
) -> None:
    outcome = stage.play(service, good_example(service))
    assert outcome.receipt is not None
    assert _registers_that_name(outcome.receipt.number)


@pytest.mark.parametrize("service", _OF_A_PERSON, ids=lambda s: s.operation)
def test_its_answer_is_that_of_the_person_who_is_asked_about(
    stage: Stage, service: AnyService
) -> None:
    example = good_example(service)
    stranger = next(p for p in reversed(EVERYONE) if p.phone and p != person_of(example))
    _apply_for_something(stage, person_of(example))
    told = _encoder.encode(stage.play(service, example).result)
    about_another = stage.submission(service, example, {"subject": identity_part(stranger)})
    if not refusal_codes(perform(about_another)):
        assert _encoder.encode(engine.perform(about_another).result) != told


@pytest.mark.parametrize("service", _PUBLIC, ids=lambda s: s.operation)
def test_a_public_query_finds_what_its_situation_put_into_the_register(
    stage: Stage, service: AnyService
) -> None:
    result = msgspec.to_builtins(stage.play(service, good_example(service)).result)
    assert any(value for value in _leaves(result))


def _apply_for_something(stage: Stage, person: TestPerson) -> None:
    """Give the person a case, since there are queries about cases."""
    service = registry.services()["remote_long_file"]
    example = good_example(service)
    stage.prepare(example, person)
    engine.perform(stage.submission(service, example, {"subject": identity_part(person)}))


def _leaves(value: object) -> list[object]:
    if isinstance(value, dict):
        return [leaf for each in value.values() for leaf in _leaves(each)]
    if isinstance(value, list):
        return [leaf for each in value for leaf in _leaves(each)]
    return [value]


def _registers_that_name(case_number: str) -> list[str]:
    """Return the tables, but for those of cases, with a row of this case."""
    found = []
    with database.reading() as sql:
        sql.execute(
            "SELECT table_name FROM information_schema.columns "
            "WHERE table_schema = 'public' AND column_name = 'case_number'"
        )
        tables = [row[0] for row in sql.fetchall() if row[0] not in _OF_THE_CASE]
        for table in tables:
            sql.execute(f'SELECT count(*) FROM "{table}" WHERE case_number = %s', (case_number,))
            row: Any = sql.fetchone()
            found += [table] if row[0] else []
    return found
