"""Nobody reads, changes or cancels what is somebody else's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
import pytest
from django.db import transaction

from tests.catalogue.playing import (
    APPLICATIONS,
    SERVICES,
    Stage,
    good_example,
    perform,
    refusal_codes,
)
from yibao.casework import engine
from yibao.catalogue.example_bodies import identity_part, person_of
from yibao.catalogue.field import Field
from yibao.catalogue.service import AnyService
from yibao.kernel.errors import DomainError
from yibao.platform import clock, database
from yibao.platform.testing.persons import EVERYONE, TestPerson

pytestmark = pytest.mark.django_db(databases=["default", "sandbox"])
_encoder = msgspec.json.Encoder(decimal_format="string")
_NUMBER = re.compile(r'"([A-Z0-9]{20,30})"')  # of a case or of a register


def _naming_a_record() -> Iterator[tuple[AnyService, str]]:
    """Yield every application with the question that names a record of the person's."""
    for service in APPLICATIONS:
        for name, field in service.answers.fields().items():
            if name.endswith("_number") and not field.personal and not field.required:
                yield service, name


@pytest.mark.parametrize(
    ("service", "question"),
    [pytest.param(*pair, id=f"{pair[0].operation}-{pair[1]}") for pair in _naming_a_record()],
)
def test_another_persons_record_can_not_be_named(
    stage: Stage, service: AnyService, question: str
) -> None:
    example = good_example(service)
    owner = person_of(example)
    stranger = _another_adult(owner)
    stage.prepare(example)
    number = _number_of_the_record(stage, service, question)
    answers = {"answers": {**example.answers_on(clock.today()), question: number}}
    stage.prepare(example, stranger)
    theirs = stage.submission(service, example, answers | {"subject": identity_part(stranger)})
    assert refusal_codes(perform(theirs))
    assert not refusal_codes(perform(stage.submission(service, example, answers)))


@pytest.mark.parametrize(
    "query", [s for s in SERVICES if s.workflow.is_query], ids=lambda s: s.operation
)
def test_a_query_tells_nothing_about_another_person(stage: Stage, query: AnyService) -> None:
    owned: set[str] = set()
    for service in APPLICATIONS:
        outcome = stage.play(service, good_example(service))
        assert outcome.receipt is not None
        owned |= {outcome.receipt.number, *_numbers_in(outcome.result)}
    stranger = _another_adult(*(person_of(good_example(service)) for service in APPLICATIONS))
    example = good_example(query)
    asked = stage.submission(query, example, {"subject": identity_part(stranger)})
    try:
        told = _encoder.encode(engine.perform(asked).result).decode()
    except DomainError:
        return  # the query knows nothing of the stranger, which tells nothing
    assert owned
    assert not [number for number in owned if number in told]


def _number_of_the_record(stage: Stage, service: AnyService, question: str) -> str:
    """Return the number of the person's own record, which the service may act on."""
    example = good_example(service)
    field = service.answers.fields()[question]
    with _without_trace():
        found = _numbers_in(engine.perform(stage.submission(service, example)).result)
    for number in sorted(each for each in found if _fits(field, each)):
        with _without_trace():
            answers = {"answers": {**example.answers_on(clock.today()), question: number}}
            if not refusal_codes(perform(stage.submission(service, example, answers))):
                return number
    raise LookupError(f"the result of {service.operation} names no record that it may act on")


@contextmanager
def _without_trace() -> Iterator[None]:
    with database.transaction():
        yield
        transaction.set_rollback(True, using=database.alias())


def _numbers_in(result: object) -> set[str]:
    return set(_NUMBER.findall(_encoder.encode(result).decode()))


def _fits(field: Field[object], number: str) -> bool:
    try:
        field.parse(number)
    except DomainError:
        return False
    return True


def _another_adult(*people: TestPerson) -> TestPerson:
    return next(p for p in reversed(EVERYONE) if p.phone and p not in people)
