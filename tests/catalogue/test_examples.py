"""Every example of every service does what it says, in production and in the sandbox."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec
import pytest

from tests.catalogue.playing import (
    Stage,
    every_application,
    every_service,
    examples,
    good_example,
    perform,
    refusal_codes,
)
from yibao.casework import engine
from yibao.casework.states import CaseState
from yibao.catalogue.example_bodies import agent_of, person_of
from yibao.catalogue.service import AnyService, Example
from yibao.platform import clock, database
from yibao.platform.audit_log import api as audit_log

pytestmark = pytest.mark.django_db(databases=["default", "sandbox"])
_encoder = msgspec.json.Encoder(decimal_format="string")
# Eighteen characters that stand alone: a longer number is that of a case or of a register.
_IDENTITY_NUMBER = re.compile(r"(?<![0-9A-Za-z*])[1-9]\d{16}[0-9Xx](?![0-9A-Za-z*])")


@pytest.mark.parametrize(("service", "example"), examples())
def test_the_example_does_what_it_says(stage: Stage, service: AnyService, example: Example) -> None:
    stage.prepare(example)
    before = _number_of_cases()
    submission = stage.submission(service, example)
    if example.fails_with:
        assert refusal_codes(perform(submission)) == {example.fails_with}
        assert _number_of_cases() == before
        return
    outcome = engine.perform(submission)
    if service.workflow.is_query:
        assert isinstance(outcome.result, service.result)
        assert _number_of_cases() == before
        return
    assert outcome.receipt is not None
    assert _number_of_cases() == before + 1
    if example.under_review:
        assert (outcome.receipt.state, outcome.result) == (CaseState.SUBMITTED, None)
    else:
        assert outcome.receipt.state is CaseState.DONE
        assert isinstance(outcome.result, service.result)


@every_application
def test_the_same_request_again_gets_the_same_answer_and_opens_no_case(
    stage: Stage, service: AnyService
) -> None:
    example = good_example(service)
    stage.prepare(example)
    submission = stage.submission(service, example)
    first = engine.perform(submission)
    cases = _number_of_cases()
    second = engine.perform(submission)
    assert second.is_repeat
    assert not first.is_repeat
    assert (second.result, second.receipt) == (first.result, first.receipt)
    assert _number_of_cases() == cases


@every_application
def test_the_same_request_number_with_another_body_is_refused(
    stage: Stage, service: AnyService
) -> None:
    example = good_example(service)
    stage.prepare(example)
    submission = stage.submission(service, example)
    engine.perform(submission)
    other = stage.submission(
        service, example, {"answers": {**example.answers_on(clock.today()), "more": "1"}}
    )
    changed = msgspec.structs.replace(submission, digest=other.digest)
    assert refusal_codes(perform(changed)) == {"gateway.request_number_used"}


@every_application
def test_the_effect_is_in_the_audit_trail_without_personal_data(
    stage: Stage, service: AnyService
) -> None:
    example = good_example(service)
    outcome = stage.play(service, example)
    assert outcome.receipt is not None
    with database.reading() as sql:
        entries = audit_log.of_case(sql, outcome.receipt.number)
    assert f"{outcome.receipt.id}" in {entry.object_id for entry in entries}
    assert {entry.operator for entry in entries} == {"channel:test-channel"}
    written = json.dumps([entry.facts for entry in entries], ensure_ascii=False, default=str)
    assert not [value for value in _personal_values(service, example) if value in written]


@every_service
def test_the_result_shows_no_full_personal_data(stage: Stage, service: AnyService) -> None:
    example = good_example(service)
    result = _encoder.encode(stage.play(service, example).result).decode()
    assert not _IDENTITY_NUMBER.search(result)
    assert not [value for value in _personal_values(service, example) if value in result]


def _personal_values(service: AnyService, example: Example) -> list[str]:
    """Return what identifies the people of an example: certificates, telephones, own answers."""
    people = [each for each in (person_of(example), agent_of(example)) if each is not None]
    values = [v for p in people for v in (p.identity_number, p.phone, p.name)]
    fields = service.answers.fields()
    values += [str(v) for n, v in example.answers.items() if n in fields and fields[n].personal]
    return [value for value in values if value]


def _number_of_cases() -> int:
    with database.reading() as sql:
        sql.execute("SELECT count(*) FROM service_case")
        row: Any = sql.fetchone()
    return int(row[0])
