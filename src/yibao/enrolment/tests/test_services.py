"""Each example does what it says, and every sentence is fit to be read."""

from __future__ import annotations

import string
from typing import Any

import pytest

from yibao.casework.services.accept_progress_query import accept_progress_query
from yibao.casework.states import CaseState
from yibao.catalogue.example_bodies import agent_of, agent_part
from yibao.catalogue.service import AnyService, Example
from yibao.contributions import errors as contribution_errors
from yibao.enrolment import errors
from yibao.enrolment.services.employee_info_change import employee_info_change
from yibao.enrolment.services.flexible_enrol import flexible_enrol
from yibao.enrolment.services.flexible_interrupt import flexible_interrupt
from yibao.enrolment.services.insurance_certificate_issue import insurance_certificate_issue
from yibao.enrolment.services.resident_enrol import resident_enrol
from yibao.enrolment.services.resident_info_change import resident_info_change
from yibao.enrolment.services.resident_suspend import resident_suspend
from yibao.enrolment.services.right_insutypes import right_insutypes
from yibao.enrolment.tests.conftest import PERSONAS, Given, ask
from yibao.kernel.errors import DomainError, Several
from yibao.persons import errors as person_errors
from yibao.platform import clock as platform_clock

SERVICES = (
    resident_enrol,
    resident_info_change,
    resident_suspend,
    employee_info_change,
    flexible_enrol,
    flexible_interrupt,
    insurance_certificate_issue,
    right_insutypes,
    accept_progress_query,
)
EXAMPLES = [
    pytest.param(service, example, id=f"{service.operation}: {example.title}")
    for service in SERVICES
    for example in service.examples
]
ERRORS = [
    value
    for module in (errors, person_errors, contribution_errors)
    for value in vars(module).values()
    if isinstance(value, type) and issubclass(value, DomainError) and "code" in vars(value)
]
LONGEST_FACTS = {
    "place": "贵州省黔西南布依族苗族自治州册亨县",
    "insurance": "职工医保",
    "opens_on": "2026年9月1日",
    "kind": "学龄前儿童",
    "item": "出生日期",
    "status": "正常参保",
    "event": "判定重复或错误",
    "state": "已退费",
    "label": "从哪天起停保",
    "earliest": "2026年10月22日",
    "latest": "2026年11月22日",
}


@pytest.mark.parametrize(("service", "example"), EXAMPLES)
def test_an_example_does_what_it_says(
    given: Given, proof_for: Any, service: AnyService, example: Example
) -> None:
    who = PERSONAS[example.person]
    given(example.given, who)
    materials = proof_for(example)
    answers = example.answers_on(platform_clock.today())
    acting = agent_of(example)
    agent = agent_part(acting, "9") if acting else None
    if example.fails_with:
        with pytest.raises((DomainError, Several)) as refused:
            ask(service, answers, who=who, materials=materials, agent=agent)
        error = refused.value
        errors_told = error.errors if isinstance(error, Several) else [error]
        codes = [e.code for e in errors_told if isinstance(e, DomainError)]
        assert codes == [example.fails_with]
        return
    outcome = ask(service, answers, who=who, materials=materials, agent=agent)
    if service.workflow.is_query:
        assert isinstance(outcome.result, service.result)
        return
    assert outcome.receipt is not None
    expected = CaseState.SUBMITTED if example.under_review else CaseState.DONE
    assert outcome.receipt.state is expected
    assert (outcome.result is None) is example.under_review


@pytest.mark.parametrize(
    "example",
    [example for example in resident_enrol.examples if not example.under_review],
    ids=lambda example: example.title,
)
def test_an_example_can_be_played_again(given: Given, example: Example) -> None:
    who = PERSONAS[example.person]
    for number in ("R-1", "R-2"):
        given(example.given, who)
        if example.fails_with:
            with pytest.raises((DomainError, Several)):
                ask(resident_enrol, example.answers, who=who, request_number=number)
        else:
            outcome = ask(resident_enrol, example.answers, who=who, request_number=number)
            assert not outcome.is_repeat


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.code)
def test_a_message_is_short_plain_and_says_what_to_do(error: type[DomainError]) -> None:
    names = {name for _, name, _, _ in string.Formatter().parse(error.message + error.fix) if name}
    facts = {name: LONGEST_FACTS.get(name, 2027) for name in names}
    message = error.message.format(**facts)
    assert message.endswith("。")
    assert len(message) <= 50, len(message)
    assert error.fix
    for banned in ("非法", "错误操作", "系统繁忙"):
        assert banned not in message


def test_the_services_are_found_by_the_registry() -> None:
    from yibao.catalogue import registry

    for service in SERVICES:
        assert registry.find(service.operation) is service
