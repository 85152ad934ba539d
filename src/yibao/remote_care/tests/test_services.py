"""Each example does what it says; few statements do it; every sentence is fit to be read."""

from __future__ import annotations

import string
from collections.abc import Callable
from datetime import datetime

import pytest

from yibao.casework.engine import perform_within
from yibao.casework.submission import Caller, Submission
from yibao.catalogue import registry
from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.service import AnyService, Example
from yibao.catalogue.situations import Setting
from yibao.kernel.errors import DomainError, Several
from yibao.platform import clock as platform_clock
from yibao.platform import database
from yibao.platform.clock import CHINA
from yibao.platform.database import Sql
from yibao.platform.testing.plugin import Clock
from yibao.platform.testing.statements import CountingCursor
from yibao.reference import parameters
from yibao.remote_care import errors
from yibao.remote_care.kinds import LONG_KINDS, FilingKind
from yibao.remote_care.services.remote_long_cancel import remote_long_cancel
from yibao.remote_care.services.remote_long_change import remote_long_change
from yibao.remote_care.services.remote_long_file import remote_long_file
from yibao.remote_care.services.remote_refer_cancel import remote_refer_cancel
from yibao.remote_care.services.remote_refer_change import remote_refer_change
from yibao.remote_care.services.remote_refer_file import remote_refer_file
from yibao.remote_care.services.remote_retire_cancel import remote_retire_cancel
from yibao.remote_care.services.remote_retire_change import remote_retire_change
from yibao.remote_care.services.remote_retire_file import remote_retire_file
from yibao.remote_care.services.remote_work_cancel import remote_work_cancel
from yibao.remote_care.services.remote_work_change import remote_work_change
from yibao.remote_care.services.remote_work_file import remote_work_file
from yibao.remote_care.tests.conftest import ZHAO, ask

Given = Callable[[str], Setting]
SERVICES: list[AnyService] = [
    remote_long_file,
    remote_long_change,
    remote_long_cancel,
    remote_retire_file,
    remote_retire_change,
    remote_retire_cancel,
    remote_work_file,
    remote_work_change,
    remote_work_cancel,
    remote_refer_file,
    remote_refer_change,
    remote_refer_cancel,
]
EXAMPLES = [
    pytest.param(service, example, id=f"{service.operation}: {example.title}")
    for service in SERVICES
    for example in service.examples
    # test_filing plays it through to the officer's decision; a photograph needs a file first
    if not example.under_review and "upload" not in example.materials.values()
]
ERRORS = [
    error
    for error in vars(errors).values()
    if isinstance(error, type) and issubclass(error, DomainError) and hasattr(error, "code")
]


@pytest.mark.parametrize(("service", "example"), EXAMPLES)
def test_an_example_does_what_it_says(given: Given, service: AnyService, example: Example) -> None:
    _play(given, service, example)


@pytest.mark.parametrize(("service", "example"), EXAMPLES)
def test_an_example_is_as_true_in_later_years(
    given: Given, clock: Clock, service: AnyService, example: Example
) -> None:
    clock.set(datetime(2028, 2, 29, 10, tzinfo=CHINA))
    _play(given, service, example)


def _play(given: Given, service: AnyService, example: Example) -> None:
    given(example.given)
    answers = example.answers_on(platform_clock.today())
    if not example.fails_with:
        assert ask(service, answers, materials=example.materials).result is not None
        return
    with pytest.raises(Several) as refusal:
        ask(service, answers, materials=example.materials)
    assert [error.code for error in refusal.value.errors] == [example.fails_with]


def test_a_situation_can_be_set_up_again_and_again(given: Given) -> None:
    for name in ("registered", "registered_in_two_places", "registered_by_recent_pledge") * 2:
        given(f"remote_care.{name}")


def test_the_services_are_those_of_the_directory() -> None:
    for service in SERVICES:
        assert registry.find(service.operation) is service


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.operation)
def test_a_call_takes_few_statements_of_this_package(
    sql: Sql, given: Given, service: AnyService
) -> None:
    example = service.examples[0]
    given(example.given)
    most = 7 if service.operation.endswith("_change") else 6
    counting = CountingCursor(sql)
    with database.transaction():
        perform_within(counting, _submission(service, example))
    ours = [s for s in counting.statements if "remote_" in str(s) or "JOIN enrolment" in str(s)]
    told = [s for s in counting.statements if "outbox_message" in str(s)]
    assert len(ours) + len(told) + 1 <= most  # and one audit entry


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.code)
def test_an_error_is_one_short_plain_sentence_with_a_remedy(error: type[DomainError]) -> None:
    longest = {
        "place": "新疆维吾尔自治区巴音郭楞蒙古自治州",
        "kind": "异地安置退休",
        "hospital": "院" * 20,
        "count": "3",
    }
    names = {name for _, name, _, _ in string.Formatter().parse(error.message) if name}
    shown = str(error(**{name: longest.get(name, "2026-12-01") for name in names}))
    assert len(shown) <= 50
    assert shown.endswith("。")
    assert error.fix.endswith("。")
    assert error.code.startswith("remote_care.")
    assert not any(word in shown + error.fix for word in ("非法", "错误操作", "系统繁忙"))


def test_no_two_errors_share_a_code() -> None:
    codes = [error.code for error in ERRORS if error.__module__ == errors.__name__]
    assert len(codes) == len(set(codes)) > 15


def test_every_policy_number_names_its_source_and_holds_from_2021() -> None:
    names = ("start_days_back", "start_days_ahead", "end_days_ahead", "pledge_lock_months")
    for name in (*names, "referral_months"):
        values = parameters.parameter(f"remote_care.{name}").values
        assert all(value.source for value in values)
        assert min(value.since for value in values).year == 2021


def test_a_referral_holds_for_six_months_at_least_everywhere() -> None:
    values = parameters.parameter("remote_care.referral_months").values
    assert all(int(value.value) >= 6 for value in values)


def test_the_kinds_that_hold_without_an_end_are_three() -> None:
    assert {kind.value for kind in LONG_KINDS} == {"retire", "long_stay", "work"}
    assert len(FilingKind) == 6


def _submission(service: AnyService, example: Example) -> Submission:
    identity = ZHAO.identity
    return Submission(
        service=service,
        caller=Caller("test", IdentityLevel.STRONG, region="520100"),
        subject={
            "certificate_type": identity.certificate_type,
            "certificate_number": identity.certificate_number,
            "name": identity.name,
        },
        answers=example.answers_on(platform_clock.today()),
        request_number="N-count-0001-0001",
        digest=bytes(32),
        materials=[{"code": c, "source": s} for c, s in example.materials.items()],
    )
