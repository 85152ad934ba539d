"""Months of employee insurance: what they cost, that they count once, and what is given back."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connections
from hypothesis import given
from hypothesis import strategies as st

from yibao.catalogue import situations
from yibao.catalogue.situations import Persona, Setting
from yibao.contributions.api import (
    ContributionKind,
    MonthlyDue,
    drop_months_after,
    flexible_month,
    pay_month_before,
    raise_month,
    record_month_payment,
    record_payment,
    record_refund,
    replace_month,
)
from yibao.contributions.departure import Leaving, Settled, settle_dues
from yibao.contributions.errors import DueNotPayable, DueUnknown
from yibao.contributions.rules import FlexibleRates, flexible_amounts
from yibao.contributions.states import TRANSITIONS, WITHDRAWN_STATES, DueState
from yibao.contributions.tests.conftest import AT, REGION
from yibao.kernel.money import Money
from yibao.kernel.months import YearMonth
from yibao.platform import clock as platform_clock
from yibao.platform import database
from yibao.platform.database import Sql
from yibao.platform.testing.persons import LI_SI
from yibao.platform.testing.statements import CountingCursor

NOVEMBER = YearMonth(2026, 11)
WRITERS = 20
RATES = st.builds(
    FlexibleRates,
    base=st.integers(0, 10_000_000).map(Money),
    rate=st.decimals(Decimal(2), 30, places=2),
    account_rate=st.decimals(0, 2, places=2),
)


@given(RATES, st.integers(1, 300))
def test_the_account_gets_no_more_than_is_paid(rates: FlexibleRates, grade: int) -> None:
    amounts = flexible_amounts(rates, grade)
    assert Money(0) <= amounts.account <= amounts.personal
    assert amounts.total == amounts.personal


@given(RATES, st.integers(1, 299))
def test_a_higher_grade_never_costs_less(rates: FlexibleRates, grade: int) -> None:
    lower, higher = flexible_amounts(rates, grade), flexible_amounts(rates, grade + 1)
    assert lower.base <= higher.base
    assert lower.personal <= higher.personal


def test_a_month_is_paid_by_the_middle_of_the_next() -> None:
    assert pay_month_before(YearMonth(2026, 12), REGION) == date(2027, 1, 15)


def test_only_what_was_paid_is_given_back() -> None:
    before = {state for state, after in TRANSITIONS.items() if DueState.REFUNDING in after}
    assert before == {DueState.PAID, DueState.ARRIVED}
    assert DueState.REFUNDING in WITHDRAWN_STATES


def _due(person_id: UUID, enrolment_id: UUID, **facts: object) -> MonthlyDue:
    values: dict[str, object] = {
        "person_id": person_id,
        "enrolment_id": enrolment_id,
        "region": REGION,
        "insurance_type": "310",
        "month": NOVEMBER,
        "amounts": flexible_month(NOVEMBER, REGION, grade=100, with_account=True),
    }
    return MonthlyDue(**(values | facts))  # type: ignore[arg-type]


def _states(sql: Sql) -> list[str]:
    sql.execute("SELECT state FROM contribution_month ORDER BY month, state")
    return [row[0] for row in sql.fetchall()]


def test_a_month_is_raised_once_whoever_pays(sql: Sql, person_id: UUID, enrolment_id: UUID) -> None:
    due = _due(person_id, enrolment_id)
    assert raise_month(sql, due, case_number="C-1", now=AT)
    assert not raise_month(sql, due, case_number="C-2", now=AT)
    by_another = _due(person_id, enrolment_id, employer_id=uuid4())
    assert not raise_month(sql, by_another, case_number="C-3", now=AT)
    back_paid = _due(person_id, enrolment_id, kind=ContributionKind.BACK)
    assert not raise_month(sql, back_paid, case_number="C-4", now=AT)
    supplement = _due(person_id, enrolment_id, kind=ContributionKind.SUPPLEMENT)
    assert raise_month(sql, supplement, case_number="C-5", now=AT)


def test_a_month_that_an_employer_owes_is_not_replaced(
    sql: Sql, person_id: UUID, enrolment_id: UUID
) -> None:
    of_employer = _due(person_id, enrolment_id, employer_id=uuid4())
    raise_month(sql, of_employer, case_number="C-1", now=AT)
    assert not replace_month(sql, _due(person_id, enrolment_id), case_number="C-2", now=AT)
    assert _states(sql) == ["due"]


def test_the_months_to_come_are_dropped_and_may_be_raised_again(
    sql: Sql, person_id: UUID, enrolment_id: UUID
) -> None:
    for month in (NOVEMBER, NOVEMBER.plus(1), NOVEMBER.plus(2)):
        raise_month(sql, _due(person_id, enrolment_id, month=month), case_number="C-1", now=AT)
    assert drop_months_after(sql, person_id, enrolment_id, NOVEMBER) == 2
    assert _states(sql) == ["due", "cancelled", "cancelled"]
    again = _due(person_id, enrolment_id, month=NOVEMBER.plus(1))
    assert raise_month(sql, again, case_number="C-2", now=AT)


def test_a_cancelled_or_unknown_month_can_not_be_paid(
    sql: Sql, person_id: UUID, enrolment_id: UUID
) -> None:
    raise_month(sql, _due(person_id, enrolment_id), case_number="C-1", now=AT)
    drop_months_after(sql, person_id, enrolment_id, NOVEMBER.plus(-1))
    sql.execute("SELECT id FROM contribution_month")
    ((month_id,),) = sql.fetchall()
    with pytest.raises(DueNotPayable):
        record_month_payment(sql, month_id, paid_on=AT.date(), operator="tax")
    with pytest.raises(DueUnknown):
        record_month_payment(sql, uuid4(), paid_on=AT.date(), operator="tax")
    with pytest.raises(DueUnknown):
        record_refund(sql, uuid4(), refunded_on=AT.date(), operator="tax")


def _at_once(write: Callable[[], object]) -> Counter[str]:
    """Let 20 writers write at the same moment; return how it ended for them."""
    start, ended = threading.Barrier(WRITERS), Counter[str]()

    def run() -> None:
        start.wait(10)
        try:
            ended[str(write())] += 1
        except psycopg.Error as error:
            ended[error.diag.constraint_name or type(error).__name__] += 1
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return ended


def _insured(name: str) -> tuple[UUID, UUID]:
    with database.transaction() as sql:
        persona = Persona.of(LI_SI)
        situations.set_up(name, Setting(sql, persona, platform_clock.today()))
        sql.execute("SELECT person_id, id FROM enrolment WHERE status = 'active'")
        person_id, enrolment_id = sql.fetchall()[0]
    return person_id, enrolment_id


@pytest.mark.django_db(transaction=True)
def test_of_twenty_who_raise_a_month_one_does(clock: object) -> None:
    due = _due(*_insured("enrolment.employee"))

    def write() -> bool:
        with database.transaction() as sql:
            return raise_month(sql, due, case_number="C-1", now=AT)

    assert _at_once(write) == {"True": 1, "False": WRITERS - 1}


@pytest.mark.django_db(transaction=True)
def test_of_twenty_who_write_a_month_past_the_action_one_does(clock: object) -> None:
    person_id, enrolment_id = _insured("enrolment.employee")
    statement = """
        INSERT INTO contribution_month (id, person_id, enrolment_id, unit_name, insurance_type,
          region, month, kind, base_fen, unit_fen, personal_fen, account_fen, state, deadline,
          case_number, raised_at, tax_reference)
        VALUES (gen_random_uuid(), %s, %s, '', '310', '520103', '2026-11-01', 'normal', 1, 1, 1,
          1, 'due', '2026-12-15', '', now(), '')"""

    def write() -> str:
        with database.transaction() as sql:
            sql.execute(statement, (person_id, enrolment_id))
        return "written"

    ended = _at_once(write)
    assert ended["written"] == 1
    refused = ended["a_month_counts_once"] + ended["one_contribution_of_a_kind"]
    assert refused == WRITERS - 1


def _leaving(person_id: UUID) -> Leaving:
    return Leaving(
        person_id=person_id,
        left_on=date(2026, 11, 22),
        reason="参加职工医保",
        case_number="C-1",
        operator="test",
        now=AT,
    )


def test_settling_takes_two_statements(sql: Sql, person_id: UUID) -> None:
    counting = CountingCursor(sql)
    settle_dues(counting, _leaving(person_id))
    assert len(counting.statements) == 2


def _wait_until_somebody_waits(sql: Sql) -> None:
    """Return when a session waits for a lock; it takes some milliseconds, at most ten seconds."""
    query = """SELECT count(*) FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'"""
    for _ in range(500):
        sql.execute("SELECT pg_stat_clear_snapshot()")
        sql.execute(query)
        if sql.fetchone() != (0,):
            return
        sql.execute("SELECT pg_sleep(0.02)")
    pytest.fail("nobody waits")


@pytest.mark.django_db(transaction=True)
def test_a_payment_that_commits_while_the_settling_waits_is_given_back(clock: object) -> None:
    person_id, _ = _insured("contributions.resident_unpaid")
    settled: list[Settled] = []

    def leave() -> None:
        with database.transaction() as sql:
            settled.append(settle_dues(sql, _leaving(person_id)))
        connections.close_all()

    leaver = threading.Thread(target=leave)
    with database.transaction() as sql:
        sql.execute("SELECT id FROM contribution_due WHERE state = 'due' AND year = 2027")
        ((due_id,),) = sql.fetchall()
        record_payment(sql, due_id, paid_on=AT.date(), operator="tax")
        leaver.start()
        _wait_until_somebody_waits(sql)
    leaver.join(10)
    ((refund,), cancelled) = (settled[0].refunds, settled[0].cancelled)
    assert (refund.due_id, cancelled) == (due_id, ())


@pytest.mark.django_db(transaction=True)
def test_of_twenty_who_settle_one_gives_back(clock: object) -> None:
    person_id, _ = _insured("enrolment.resident_paid_for_next_year")
    leaving = _leaving(person_id)

    def write() -> int:
        with database.transaction() as sql:
            return len(settle_dues(sql, leaving).refunds)

    assert _at_once(write) == {"1": 1, "0": WRITERS - 1}
    with database.reading() as sql:
        sql.execute("SELECT count(*) FROM contribution_refund")
        assert sql.fetchone() == (1,)
