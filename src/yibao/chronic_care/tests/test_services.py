"""Each example does what it says, in later years too; few statements do it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from yibao.casework.engine import perform_within
from yibao.casework.submission import Caller, Submission
from yibao.catalogue import registry, situations
from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.example_bodies import plain_body
from yibao.catalogue.service import AnyService, Example
from yibao.catalogue.situations import Persona, Setting
from yibao.kernel.errors import DomainError, Several
from yibao.platform import clock as platform_clock
from yibao.platform import database
from yibao.platform.clock import CHINA
from yibao.platform.database import Sql
from yibao.platform.testing.persons import EVERYONE
from yibao.platform.testing.plugin import Clock
from yibao.platform.testing.statements import CountingCursor

Given = Callable[[str], Setting]
NUMBERS = {*range(31, 43), 60}
SERVICES: list[AnyService] = [
    service for service in registry.services().values() if service.number in NUMBERS
]
# What is uploaded is looked for in the store of files, which tests/catalogue fills.
EXAMPLES = [
    pytest.param(service, example, id=f"{service.operation}: {example.title}")
    for service in SERVICES
    for example in service.examples
    if "agent_mandate" not in example.materials
]


def test_all_services_of_the_group_are_declared() -> None:
    assert {service.number for service in SERVICES} == NUMBERS


@pytest.mark.parametrize(("service", "example"), EXAMPLES)
def test_an_example_is_as_true_in_later_years(
    sql: Sql, clock: Clock, service: AnyService, example: Example
) -> None:
    clock.set(datetime(2028, 2, 29, 10, tzinfo=CHINA))
    person = next(each for each in EVERYONE if each.name == example.person)
    setting = Setting(sql, Persona.of(person), platform_clock.today())
    situations.set_up(example.given, setting)
    submission = _submission(service, example)
    if not example.fails_with:
        with database.transaction() as cursor:
            outcome = perform_within(cursor, submission)
        assert (outcome.result is None) == example.under_review
        return
    assert _refusals(submission) == [example.fails_with]


@pytest.mark.parametrize(
    ("operation", "situation", "most"),
    [
        ("chronic_hosp_change", "employee_recognised", 7),
        ("chronic_apply", "employee_concluded_by_hospital", 7),
        ("annual_review_apply", "review_concluded_by_hospital", 7),
    ],
)
def test_a_call_takes_few_statements_of_this_package(
    sql: Sql, given: Given, operation: str, situation: str, most: int
) -> None:
    given(situation)
    service = registry.services()[operation]
    counting = CountingCursor(sql)
    with database.transaction():
        perform_within(counting, _submission(service, service.examples[0]))
    words = ("chronic_", "JOIN enrolment", "simulated_answer", "outbox_message", "audit_entry")
    ours = [s for s in counting.statements if any(word in str(s) for word in words)]
    assert 3 <= len(ours) <= most


def _refusals(submission: Submission) -> list[str]:
    try:
        with database.transaction() as cursor:
            perform_within(cursor, submission)
    except Several as several:
        return [error.code for error in several.errors]
    except DomainError as error:
        return [error.code]
    return []


def _submission(service: AnyService, example: Example) -> Submission:
    body = plain_body(service, example, today=platform_clock.today())
    answers = body.get("answers", {})
    assert isinstance(answers, dict)
    return Submission(
        service=service,
        caller=Caller("test", IdentityLevel.STRONG, region="520100"),
        subject=body["subject"],
        agent=body.get("agent"),
        answers=answers,
        request_number="example-0001-0001",
        digest=bytes(32),
    )
