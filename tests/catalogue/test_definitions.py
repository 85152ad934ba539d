"""Every declaration is complete: what the law, the archive and a person at a counter need."""

from __future__ import annotations

import pytest

from tests.catalogue.playing import (
    APPLICATIONS,
    SERVICES,
    every_application,
    every_service,
    is_good,
)
from yibao.catalogue.directory import directory, groups
from yibao.catalogue.example_bodies import agent_of, person_of
from yibao.catalogue.possible_errors import errors_of_service
from yibao.catalogue.result_fields import result_fields
from yibao.catalogue.service import AnyService
from yibao.gateway.openapi import common_errors

COUNTER = ("窗口", "12393", "代办点", "现场", "电话")


def test_the_directory_is_that_of_the_access_guide() -> None:
    entries = list(directory().values())
    assert [entry.number for entry in entries] == list(range(1, 115))
    assert len({entry.name for entry in entries}) == len({entry.operation for entry in entries})
    assert len(groups()) == 22


def test_there_are_services_and_each_stands_in_the_directory() -> None:
    assert SERVICES
    assert APPLICATIONS
    assert {service.operation for service in SERVICES} <= directory().keys()


@every_service
def test_it_says_who_may_ask_on_what_basis_and_what_can_go_wrong(service: AnyService) -> None:
    assert service.summary.endswith("。")
    assert service.who
    assert service.basis
    assert all(service.basis)
    assert service.risk_points


@every_service
def test_it_can_be_done_without_a_screen(service: AnyService) -> None:
    assert any(way in service.counter_ways for way in COUNTER)
    assert service.counter_ways.endswith("。")


@every_service
def test_level_and_time_limit_are_those_of_the_directory(service: AnyService) -> None:
    entry = directory()[service.operation]
    assert service.identity_level.value == entry.identity_level
    assert service.working_days == entry.working_days


@every_service
def test_a_query_is_declared_as_a_query(service: AnyService) -> None:
    kind = directory()[service.operation].kind
    # Of the mixed ones (M) some only read, whichever of their parts is asked for.
    assert kind == "M" or service.workflow.is_query == (kind == "Q")


@every_application
def test_an_application_has_a_place_in_the_archive(service: AnyService) -> None:
    assert service.archive_class


@every_service
def test_it_has_a_good_example_and_an_application_has_a_refusal_too(service: AnyService) -> None:
    assert any(is_good(example) for example in service.examples)
    if not service.workflow.is_query:
        assert any(example.fails_with for example in service.examples)


@every_service
def test_its_examples_have_titles_of_their_own_and_known_people(service: AnyService) -> None:
    titles = [example.title for example in service.examples]
    assert len(set(titles)) == len(titles)
    for example in service.examples:
        assert person_of(example) is not agent_of(example)


@every_service
def test_the_refusals_of_its_examples_are_among_the_documented_ones(service: AnyService) -> None:
    documented = {e.code for e in [*errors_of_service(service), *common_errors(service)]}
    assert {e.fails_with for e in service.examples if e.fails_with} <= documented


@every_service
def test_every_question_and_every_value_of_the_result_has_a_label(service: AnyService) -> None:
    assert all(field.label for field in service.answers.fields().values())
    unnamed = [row.path for row in result_fields(service) if not row.label]
    assert not unnamed


@every_service
def test_a_question_depends_on_one_that_is_asked_before_it(service: AnyService) -> None:
    names = list(service.answers.fields())
    for name, field in service.answers.fields().items():
        if field.asked_when is not None:
            assert names.index(field.asked_when.subject.name) < names.index(name)


@every_service
def test_a_code_names_one_material_and_a_pledge_says_what_is_pledged(service: AnyService) -> None:
    codes = [material.code for material in service.all_materials()]
    assert len(set(codes)) == len(codes)
    assert all("承诺" in m.pledge_text for m in service.materials if m.pledge_text)


@pytest.mark.parametrize("service", SERVICES, ids=lambda s: s.operation)
def test_what_an_officer_decides_has_a_time_limit(service: AnyService) -> None:
    review = service.workflow.review
    assert review is None or 1 <= review.working_days <= 60
