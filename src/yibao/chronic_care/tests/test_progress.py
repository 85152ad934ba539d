"""What the queries tell, page by page, in two statements whatever the person has."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from yibao.casework.engine import perform_within
from yibao.casework.submission import Caller, Submission
from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.service import AnyService
from yibao.catalogue.situations import Setting
from yibao.chronic_care.services.annual_review_apply import annual_review_apply
from yibao.chronic_care.services.annual_review_progress import annual_review_progress
from yibao.chronic_care.services.chronic_apply import chronic_apply
from yibao.chronic_care.services.qry_chronic_progress import qry_chronic_progress
from yibao.chronic_care.tests.conftest import APPLICATION, WANG, ask, told
from yibao.platform.database import Sql
from yibao.platform.testing.plugin import Clock
from yibao.platform.testing.statements import CountingCursor

Given = Callable[[str], Setting]
REVIEW = {"checked_on": "2026-11-10", "phone": "19900000003"}


def _apply_for(given: Given, codes: list[str]) -> list[str]:
    """Apply for diseases one after the other, each on a hospital's conclusion; return numbers."""
    from yibao.chronic_care import situations

    setting = given("employee")
    numbers = []
    for code in codes:
        situations.conclude(setting, code)
        answers = APPLICATION | {"disease_code": code, "hospital_code": "H52010000011"}
        receipt = ask(chronic_apply, answers).receipt
        assert receipt is not None
        numbers.append(receipt.number)
    return numbers


def test_the_pages_together_are_the_whole(given: Given) -> None:
    numbers = set(_apply_for(given, ["M03900", "M04600", "M02500"]))
    seen = []
    for page in (1, 2):
        part = told(qry_chronic_progress, {"page": page, "page_size": 2})
        assert (part.total, part.page, part.page_size) == (3, page, 2)
        seen += [one.case_number for one in part.applications]
    assert len(seen) == 3
    assert set(seen) == numbers


def test_one_application_is_found_by_its_number_and_by_its_year(given: Given) -> None:
    first, *_ = _apply_for(given, ["M03900", "M04600"])
    by_number = told(qry_chronic_progress, {"case_number": first})
    assert [one.case_number for one in by_number.applications] == [first]
    assert told(qry_chronic_progress, {"year": 2026}).total == 2
    assert told(qry_chronic_progress, {"year": 2025}).total == 0


def test_who_has_nothing_is_told_so_in_words(given: Given) -> None:
    given("employee")
    found = told(qry_chronic_progress, {})
    assert (found.total, found.applications, found.recognitions) == (0, [], [])
    assert "没有查到" in found.note
    assert "没有查到" in told(annual_review_progress, {}).note


@pytest.mark.parametrize(
    ("situation", "explanation"),
    [
        ("employee_due_for_review", "有效期到2026-12-22，现在就可以申请年审。"),
        ("employee_recognised", "有效期到2027-10-17，2027-08-18起可以申请年审。"),
    ],
)
def test_what_is_to_be_reviewed_is_told_with_its_day(
    given: Given, situation: str, explanation: str
) -> None:
    given(situation)
    (due,) = told(annual_review_progress, {}).due
    assert due.explanation == explanation


def test_a_review_is_told_with_where_it_stands_and_what_came_of_it(given: Given) -> None:
    given("review_concluded_by_hospital")
    ask(annual_review_apply, REVIEW)
    (review,) = told(annual_review_progress, {}).reviews
    assert (review.disease_name, review.state, review.new_ends_on, review.reached_on) == (
        "高血压",
        "done",
        "2028-12-22",
        date(2026, 11, 22),
    )


def test_a_review_under_way_names_its_disease(given: Given, clock: Clock) -> None:
    given("employee_due_for_review")
    ask(annual_review_apply, REVIEW)
    (review,) = told(annual_review_progress, {}).reviews
    assert (review.disease_name, review.node, review.new_ends_on) == ("高血压", "提交申请", "")


@pytest.mark.parametrize("service", [qry_chronic_progress, annual_review_progress])
def test_a_query_takes_two_statements(sql: Sql, given: Given, service: AnyService) -> None:
    _apply_for(given, ["M03900", "M04600", "M02500"])
    counting = CountingCursor(sql)
    perform_within(
        counting,
        Submission(
            service=service,
            caller=Caller("test", IdentityLevel.STRONG, region="520100"),
            subject={
                "certificate_type": "01",
                "certificate_number": WANG.identity.certificate_number,
                "name": WANG.identity.name,
            },
            answers={},
            request_number="count-0001",
            digest=bytes(32),
        ),
    )
    assert len(counting.statements) == 2
