"""Raising a due, handing it to the tax office, and noting that it was paid."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest

from yibao.contributions.actions import push_due, record_payment
from yibao.contributions.api import Due, record_refund
from yibao.contributions.errors import DueNotPayable, DueUnknown, TaxOfficeSilent
from yibao.contributions.states import CLOSED_STATES, TRANSITIONS, DueState, states_before
from yibao.contributions.tax_office import DUPLICATE, REGISTER, DueNotice, tax_office
from yibao.contributions.tests.conftest import DEADLINE, IDENTITY, YEAR, raise_due
from yibao.kernel.money import Money
from yibao.persons import outside
from yibao.platform.database import Sql
from yibao.platform.outbox import delivery
from yibao.platform.testing.statements import CountingCursor

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

PAID_ON = date(2026, 12, 1)


def _row(sql: Sql, columns: str) -> tuple[Any, ...]:
    sql.execute(f"SELECT {columns} FROM contribution_due")
    (row,) = sql.fetchall()
    return row


def _topics(sql: Sql) -> list[str]:
    sql.execute("SELECT topic FROM outbox_message ORDER BY id")
    return [str(topic) for (topic,) in sql.fetchall()]


def test_what_is_due_is_the_premium_of_the_region_for_the_year(sql: Sql, due: Due) -> None:
    assert (due.amount, due.deadline, due.paid_on) == (Money(40000), DEADLINE, None)
    assert _row(sql, "year, amount_fen, state, tax_reference") == (YEAR, 40000, "due", "")
    assert _topics(sql) == ["contributions.due_raised"]


def test_raising_takes_two_statements(sql: Sql, person_id: UUID, enrolment_id: UUID) -> None:
    counting = CountingCursor(sql)
    raise_due(counting, person_id, enrolment_id)
    assert len(counting.statements) == 2


def test_a_due_for_the_same_year_is_raised_once(
    sql: Sql, due: Due, person_id: UUID, enrolment_id: UUID
) -> None:
    again = raise_due(sql, person_id, enrolment_id)
    assert again == due
    assert _topics(sql) == ["contributions.due_raised"]


@pytest.mark.parametrize("state", sorted(CLOSED_STATES))
def test_what_was_cancelled_or_refunded_makes_room_for_a_new_due(
    sql: Sql, due: Due, person_id: UUID, enrolment_id: UUID, state: DueState
) -> None:
    sql.execute("UPDATE contribution_due SET state = %s", (state.value,))
    assert raise_due(sql, person_id, enrolment_id).id != due.id


def test_the_outbox_brings_the_due_to_the_tax_office(sql: Sql, due: Due) -> None:
    assert delivery.deliver() == 1
    state, reference, pushed_at = _row(sql, "state, tax_reference, pushed_at")
    assert state == "pushed"
    assert reference == f"TAX{due.id.hex[:20].upper()}"
    assert pushed_at is not None


def test_a_due_that_the_tax_office_has_already_counts_as_handed_over(sql: Sql, due: Due) -> None:
    outside.simulate(sql, REGISTER, IDENTITY, DUPLICATE)
    push_due(sql, due.id)
    assert _row(sql, "state, tax_reference") == ("pushed", f"TAX{due.id.hex[:20].upper()}")


@pytest.mark.parametrize("answer", [outside.SLOW, outside.GONE])
def test_a_silent_tax_office_is_asked_again_later(
    sql: Sql, due: Due, answer: str, clock: Any
) -> None:
    outside.simulate(sql, REGISTER, IDENTITY, answer)
    with pytest.raises(TaxOfficeSilent), sql.connection.transaction():
        push_due(sql, due.id)
    assert delivery.deliver() == 1  # tried, and put back
    assert _row(sql, "state") == ("due",)
    outside.simulate(sql, REGISTER, IDENTITY, "")
    clock.advance(hours=1)
    assert delivery.deliver() == 1
    assert _row(sql, "state") == ("pushed",)


def test_without_a_connected_tax_office_nothing_is_handed_over(
    sql: Sql, due: Due, settings: Settings
) -> None:
    settings.DEMONSTRATION = False
    with pytest.raises(TaxOfficeSilent), sql.connection.transaction():
        push_due(sql, due.id)
    assert _row(sql, "state") == ("due",)


def test_a_due_is_handed_over_once_with_what_the_office_must_know(sql: Sql, due: Due) -> None:
    taken: list[DueNotice] = []

    class Office:
        def push(self, notice: DueNotice) -> str:
            taken.append(notice)
            return "T-1"

    tax_office.connect(Office())
    try:
        push_due(sql, due.id)
        push_due(sql, due.id)
    finally:
        tax_office.connect(None)
    (notice,) = taken
    assert notice.identity == IDENTITY
    assert (notice.year, notice.amount, notice.deadline) == (YEAR, Money(40000), DEADLINE)
    assert IDENTITY.name not in repr(notice)


def test_a_payment_is_noted_once_and_told(sql: Sql, due: Due) -> None:
    push_due(sql, due.id)
    record_payment(sql, due.id, paid_on=PAID_ON, operator="tax")
    record_payment(sql, due.id, paid_on=PAID_ON + timedelta(days=1), operator="tax")
    assert _row(sql, "state, paid_on") == ("paid", PAID_ON)
    assert _topics(sql) == ["contributions.due_raised", "contributions.due_paid"]


def test_a_payment_may_come_before_our_push_was_answered(sql: Sql, due: Due) -> None:
    record_payment(sql, due.id, paid_on=PAID_ON, operator="tax")
    push_due(sql, due.id)
    assert _row(sql, "state") == ("paid",)


def test_a_paid_due_is_returned_as_paid(
    sql: Sql, due: Due, person_id: UUID, enrolment_id: UUID
) -> None:
    record_payment(sql, due.id, paid_on=PAID_ON, operator="tax")
    assert raise_due(sql, person_id, enrolment_id).paid_on == PAID_ON


def test_money_for_a_cancelled_due_is_given_back_once(sql: Sql, due: Due) -> None:
    sql.execute("UPDATE contribution_due SET state = 'cancelled'")
    for _ in range(2):
        record_payment(sql, due.id, paid_on=PAID_ON, operator="tax")
    assert _row(sql, "state, paid_on") == ("refunding", PAID_ON)
    assert _topics(sql) == ["contributions.due_raised", "contributions.refund_requested"]
    sql.execute("SELECT due_id, amount_fen, state FROM contribution_refund")
    assert sql.fetchall() == [(due.id, 40000, "requested")]
    record_refund(sql, due.id, refunded_on=PAID_ON, operator="tax")
    assert _row(sql, "state") == ("refunded",)


def test_a_payment_for_a_due_of_nothing_or_an_unknown_one_is_refused(sql: Sql, due: Due) -> None:
    sql.execute("UPDATE contribution_due SET state = 'cancelled', amount_fen = 0")
    with pytest.raises(DueNotPayable):
        record_payment(sql, due.id, paid_on=PAID_ON, operator="tax")
    with pytest.raises(DueUnknown):
        record_payment(sql, uuid4(), paid_on=PAID_ON, operator="tax")
    with pytest.raises(DueUnknown):
        push_due(sql, uuid4())


def test_every_state_is_reached_and_final_ones_are_not_left() -> None:
    reached = {after for possible in TRANSITIONS.values() for after in possible}
    assert reached | {DueState.DUE} == set(DueState)
    assert {state for state, after in TRANSITIONS.items() if not after} == CLOSED_STATES
    assert states_before(DueState.PAID) == ["due", "pushed"]
