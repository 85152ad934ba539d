"""What every service refuses: gaps, surprises, strangers, too little proof of who is asking."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.catalogue.playing import (
    Stage,
    adult_example,
    every_application,
    every_service,
    good_example,
    perform,
    refusal_codes,
)
from yibao.casework import engine
from yibao.casework.submission import Submission
from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.example_bodies import agent_part, person_of
from yibao.catalogue.material import AGENT_MANDATE
from yibao.catalogue.service import AnyService, Example
from yibao.kernel.errors import DomainError, Several
from yibao.platform import clock
from yibao.platform.testing.persons import MAIMAITI

pytestmark = pytest.mark.django_db(databases=["default", "sandbox"])
_NO_RELATIVE = "9"


@every_service
def test_an_empty_form_names_every_required_answer_at_once(
    stage: Stage, service: AnyService
) -> None:
    required = {
        field.path
        for field in service.answers.fields().values()
        if field.required and field.asked_when is None
    }
    example = good_example(service)
    errors = _errors(stage.submission(service, example, {"answers": {}}))
    missing = {error.at for error in errors if error.code == "form.required"}
    assert missing == required
    labels = [service.answers.fields()[path.split(".")[1]].label for path in required]
    sentences = "".join(str(error) for error in errors)
    assert all(f"“{label}”" in sentences for label in labels)


@every_service
def test_a_question_that_was_not_asked_is_refused(stage: Stage, service: AnyService) -> None:
    example = good_example(service)
    answers = {**example.answers_on(clock.today()), "favourite_colour": "red"}
    errors = _errors(stage.submission(service, example, {"answers": answers}))
    assert [(e.code, e.at) for e in errors] == [("form.unknown_field", "answers.favourite_colour")]


@every_service
def test_a_caller_who_was_identified_less_surely_is_refused(
    stage: Stage, service: AnyService
) -> None:
    order = list(IdentityLevel)
    example = good_example(service)
    for level in order[: order.index(service.identity_level)]:
        submission = stage.at_level(level).submission(service, example)
        assert refusal_codes(perform(submission)) == {"identity.level_too_low"}


@every_service
def test_nobody_asks_for_nobody(stage: Stage, service: AnyService) -> None:
    if service.identity_level is IdentityLevel.PUBLIC:
        return
    submission = stage.submission(service, good_example(service), {"subject": None})
    assert refusal_codes(perform(submission)) == {"identity.subject_missing"}


@every_service
def test_an_agent_without_a_mandate_is_refused(stage: Stage, service: AnyService) -> None:
    example = adult_example(service)
    if example is None or service.identity_level is IdentityLevel.PUBLIC:
        return
    expected = "material.missing"
    if service.workflow.is_query:
        expected = "agent.no_mandate"
    if not service.agents_allowed:
        expected = "agent.not_allowed"
    stage.prepare(example)
    errors = _errors(stage.submission(service, example, _with_agent(example)))
    assert [error.code for error in errors] == [expected]
    assert expected != "material.missing" or errors[0].at == f"materials.{AGENT_MANDATE.code}"


@every_application
def test_an_agent_with_a_mandate_is_served(stage: Stage, service: AnyService) -> None:
    example = adult_example(service)
    if example is None or not service.agents_allowed:
        return
    stage.prepare(example)
    changes = _with_agent(example)
    mandate = {"code": AGENT_MANDATE.code, "source": "upload", "file_id": stage.upload()}
    given = [{"code": code, "source": source} for code, source in example.materials.items()]
    submission = stage.submission(service, example, changes | {"materials": [*given, mandate]})
    assert engine.perform(submission).result is not None


def _with_agent(example: Example) -> dict[str, object]:
    assert person_of(example) is not MAIMAITI
    return {"agent": agent_part(MAIMAITI, _NO_RELATIVE)}


def _errors(submission: Submission) -> list[DomainError]:
    action: Callable[[], object] = perform(submission)
    try:
        action()
    except Several as several:
        return several.errors
    except DomainError as error:
        return [error]
    return []
