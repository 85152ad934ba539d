"""What a person reads about his insurances, and what other packages ask."""

from __future__ import annotations

from datetime import date

import pytest

from yibao.catalogue.situations import Persona
from yibao.contributions.api import record_payment
from yibao.enrolment import api
from yibao.enrolment.payments import contribution_arrived
from yibao.enrolment.results import OwnInsurances, ResidentEnrolmentResult
from yibao.enrolment.services.resident_enrol import resident_enrol
from yibao.enrolment.services.right_insutypes import right_insutypes
from yibao.enrolment.tests.conftest import (
    ADULT,
    LI,
    ZHANG,
    Given,
    ask,
    ask_within,
    renamed,
    rows,
    set_status,
)
from yibao.kernel.errors import DomainError
from yibao.persons.api import find_by_identity
from yibao.platform.database import Sql
from yibao.platform.outbox import delivery
from yibao.platform.testing.statements import CountingCursor

TODAY = date(2026, 11, 22)


def _insurances(who: Persona = LI) -> OwnInsurances:
    result = ask(right_insutypes, {}, who=who).result
    assert isinstance(result, OwnInsurances)
    return result


def test_a_resident_reads_where_and_since_when_she_is_insured(given: Given) -> None:
    given("enrolment.resident")
    (own,) = _insurances().insurances
    assert own.insurance == "城乡居民基本医疗保险"
    assert own.region_name == "贵州省贵阳市云岩区"
    assert own.person_kind == "成年居民"
    assert own.status_label == "正常参保"
    assert own.first_enrolled == "2024年10月"
    assert own.months_paid == 24


def test_the_active_insurance_stands_first_and_a_void_one_is_not_shown(
    sql: Sql, given: Given
) -> None:
    given("enrolment.employee")  # will be annulled by the next situation
    given("enrolment.resident_paused")
    ask(resident_enrol, ADULT)
    sql.execute(
        """INSERT INTO enrolment (id, person_id, insurance_type, person_kind, region, unit_name,
             status, is_retired, first_enrolled_on, current_since, ended_on, months_paid,
             months_deemed, row_version)
           SELECT gen_random_uuid(), person_id, '310', 'employed', '520103', '', 'ended', false,
             '2027-01-01', '2027-01-01', '2027-02-01', 0, 0, 1 FROM enrolment LIMIT 1"""
    )
    assert [own.status for own in _insurances().insurances] == ["active", "ended"]


@pytest.mark.parametrize("situation", ["", "enrolment.not_enrolled"])
def test_who_is_not_insured_here_is_told_where_to_ask(given: Given, situation: str) -> None:
    given(situation)
    found = _insurances()
    assert found.insurances == []
    assert "国家医保服务平台" in found.note


def test_another_name_is_refused(given: Given) -> None:
    given("enrolment.resident")
    with pytest.raises(DomainError) as refused:
        _insurances(renamed(LI, "李五"))
    assert refused.value.code == "persons.name_differs"


def test_the_query_is_one_statement(sql: Sql, given: Given) -> None:
    given("enrolment.resident")
    counting = CountingCursor(sql)
    ask_within(counting, right_insutypes, {})
    assert len(counting.statements) == 1


@pytest.mark.parametrize(
    ("situation", "is_normal", "insurance_type", "is_retired"),
    [
        ("enrolment.resident", True, "390", False),
        ("enrolment.resident_paused", False, "390", False),
        ("enrolment.employee", True, "310", False),
        ("enrolment.retired", True, "310", True),
    ],
)
def test_the_standing_tells_whether_benefits_are_paid(
    sql: Sql,
    given: Given,
    situation: str,
    is_normal: bool,
    insurance_type: str,
    is_retired: bool,
) -> None:
    given(situation)
    counting = CountingCursor(sql)
    standing = api.benefit_standing(counting, LI.identity, TODAY)
    assert standing is not None
    assert standing.is_benefit_normal is is_normal
    assert standing.insurance_type == insurance_type
    assert standing.is_retired is is_retired
    assert standing.name_matches
    assert len(counting.statements) == 1


def test_the_standing_says_when_the_name_is_another(sql: Sql, given: Given) -> None:
    given("enrolment.resident")
    standing = api.benefit_standing(sql, renamed(LI, "李五").identity, TODAY)
    assert standing is not None
    assert not standing.name_matches


def test_the_dead_and_prisoners_have_no_benefits(sql: Sql, given: Given) -> None:
    given("enrolment.resident")
    for survival in ("2", "3"):
        sql.execute("UPDATE person SET survival = %s", (survival,))
        standing = api.benefit_standing(sql, LI.identity, TODAY)
        assert standing is not None
        assert not standing.is_benefit_normal


def test_who_never_was_insured_here_has_no_standing(sql: Sql, given: Given) -> None:
    assert api.benefit_standing(sql, ZHANG.identity, TODAY) is None
    given("enrolment.not_enrolled")
    assert api.benefit_standing(sql, LI.identity, TODAY) is None


def test_an_annulled_enrolment_gives_no_standing(sql: Sql, given: Given) -> None:
    given("enrolment.resident")
    set_status(sql, "void")
    assert api.benefit_standing(sql, LI.identity, TODAY) is None


def test_the_active_enrolment_is_found_by_the_person(sql: Sql, given: Given) -> None:
    given("enrolment.resident")
    person = find_by_identity(sql, LI.identity)
    assert person is not None
    active = api.active_enrolment(sql, person.id)
    assert active is not None
    assert (active.insurance_type, active.region, active.is_retired) == ("390", "520103", False)
    given("enrolment.not_enrolled")
    assert api.active_enrolment(sql, person.id) is None


@pytest.mark.parametrize(
    ("day", "is_normal"),
    [
        (date(2026, 12, 31), False),
        (date(2027, 1, 1), True),
        (date(2027, 12, 31), True),
        (date(2028, 1, 1), False),
    ],
)
def test_benefits_run_through_the_year_that_was_paid(
    sql: Sql, given: Given, day: date, is_normal: bool
) -> None:
    ask(resident_enrol, ADULT)
    person = find_by_identity(sql, LI.identity)
    assert person is not None
    before = api.benefit_standing(sql, LI.identity, day)
    assert before is not None
    assert not before.is_benefit_normal
    assert contribution_arrived(sql, person_id=person.id, year=2027, paid_on=TODAY)
    after = api.benefit_standing(sql, LI.identity, day)
    assert after is not None
    assert after.is_benefit_normal is is_normal


def test_a_payment_that_is_told_twice_counts_once(sql: Sql, given: Given) -> None:
    given("enrolment.resident")
    ask(resident_enrol, ADULT)
    person = find_by_identity(sql, LI.identity)
    assert person is not None
    assert contribution_arrived(sql, person_id=person.id, year=2027, paid_on=TODAY)
    assert not contribution_arrived(sql, person_id=person.id, year=2027, paid_on=TODAY)
    assert not contribution_arrived(sql, person_id=person.id, year=2031, paid_on=TODAY)
    assert rows(sql, "SELECT benefit_from, benefit_until, months_paid FROM enrolment") == [
        (date(2024, 10, 8), date(2028, 1, 1), 36)  # benefits run on without a gap
    ]


def test_after_a_gap_benefits_begin_when_the_waiting_period_is_over(sql: Sql, given: Given) -> None:
    given("enrolment.resident_paused")
    ask(resident_enrol, ADULT)
    person = find_by_identity(sql, LI.identity)
    assert person is not None
    contribution_arrived(sql, person_id=person.id, year=2027, paid_on=TODAY)
    assert rows(sql, "SELECT benefit_from, benefit_until FROM enrolment") == [
        (date(2027, 6, 1), date(2028, 1, 1))
    ]


def test_from_enrolling_to_benefits_through_the_tax_office(sql: Sql, given: Given) -> None:
    ask(resident_enrol, ADULT)
    assert delivery.deliver() == 1  # the due goes to the tax office
    ((due_id, state),) = rows(sql, "SELECT id, state FROM contribution_due")
    assert state == "pushed"
    record_payment(sql, due_id, paid_on=TODAY, operator="tax")
    assert delivery.deliver() == 1  # the payment is heard of
    assert rows(sql, "SELECT benefit_from, benefit_until FROM enrolment") == [
        (date(2027, 1, 1), date(2028, 1, 1))
    ]
    assert rows(sql, "SELECT paid_on FROM enrolment_year") == [(TODAY,)]


@pytest.mark.parametrize("status", ["paused", "ended"])
def test_who_paid_and_left_and_comes_back_for_the_same_year_pays_once(
    sql: Sql, given: Given, status: str
) -> None:
    ask(resident_enrol, ADULT, request_number="R-1")
    ((due_id,),) = rows(sql, "SELECT id FROM contribution_due")
    record_payment(sql, due_id, paid_on=TODAY, operator="tax")
    delivery.deliver()
    set_status(sql, status, "2026-12-02")
    result = ask(resident_enrol, ADULT, request_number="R-2").result
    assert isinstance(result, ResidentEnrolmentResult)
    assert result.next_step == "已缴费，不用再缴。"
    standing = api.benefit_standing(sql, LI.identity, date(2027, 5, 1))
    assert standing is not None
    assert standing.is_benefit_normal
    active = "SELECT months_paid FROM enrolment WHERE status = 'active'"
    assert rows(sql, active) == [(12,)]
