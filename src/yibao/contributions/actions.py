"""Raising a due, handing it to the tax office, and noting that it was paid."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from yibao.catalogue.case import Identity
from yibao.contributions.departure import give_back_late_money
from yibao.contributions.errors import DueNotPayable, DueUnknown, TaxOfficeSilent
from yibao.contributions.states import PAID_STATES, DueState, states_before
from yibao.contributions.tax_office import DueAlreadyThere, DueNotice, tax_office
from yibao.kernel import identifiers
from yibao.kernel.money import Money
from yibao.persons import api as persons
from yibao.platform import clock
from yibao.platform.audit_log import api as audit_log
from yibao.platform.database import Sql
from yibao.platform.outbox import api as outbox
from yibao.reference.parameters import decimal

logger = logging.getLogger(__name__)
DUE_RAISED, DUE_PAID = "contributions.due_raised", "contributions.due_paid"


@dataclass(frozen=True, slots=True)
class ResidentDue:
    """For whom, which year and until when something is due; from when benefits follow."""

    person_id: UUID
    enrolment_id: UUID
    region: str
    year: int
    deadline: date
    benefit_from: date | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """What is due, as it stands after raising; ``paid_on`` is empty until it was paid."""

    id: UUID
    amount: Money
    deadline: date
    paid_on: date | None


# A due that is there already (the same year, paused and resumed) stays what it was; the update
# only makes the row come back.
_RAISE = """
INSERT INTO contribution_due (id, person_id, enrolment_id, year, region, amount_fen, state,
  deadline, case_number, raised_at, tax_reference, benefit_from)
VALUES (%(id)s, %(person)s, %(enrolment)s, %(year)s, %(region)s, %(fen)s, 'due', %(deadline)s,
  %(case)s, %(now)s, '', %(benefit_from)s)
ON CONFLICT (person_id, year) WHERE NOT (state IN ('cancelled', 'refunded', 'refunding'))
  DO UPDATE SET enrolment_id = excluded.enrolment_id, benefit_from = excluded.benefit_from
RETURNING id, amount_fen, deadline, paid_on
"""
_TO_PUSH = """
SELECT id, person_id, region, year, amount_fen, deadline, state FROM contribution_due
WHERE id = %s FOR UPDATE
"""
_PUSHED = """
UPDATE contribution_due SET state = 'pushed', pushed_at = %s, tax_reference = %s WHERE id = %s
"""
_PAID = """
UPDATE contribution_due SET state = 'paid', paid_on = %s WHERE id = %s AND state = ANY(%s)
RETURNING person_id, year, case_number
"""
_STATE_HELD = "SELECT state FROM contribution_due WHERE id = %s FOR SHARE"


def premium(region: str, year: int) -> Money:
    """Return what a resident of a region pays himself for an insured year.

    Raises:
        ParameterMissing: no standard is known.
    """
    yuan = decimal("contributions.resident_premium", day=date(year, 1, 1), region=region)
    return Money.from_yuan(yuan)


def raise_resident_due(sql: Sql, due: ResidentDue, *, case_number: str, now: datetime) -> Due:
    """Write what a resident owes for a year, in the caller's transaction; two statements.

    A due for the same person and year that is open or paid is returned as it is.
    """
    new_id = identifiers.new_id(now)
    sql.execute(
        _RAISE,
        {
            "id": new_id,
            "person": due.person_id,
            "enrolment": due.enrolment_id,
            "year": due.year,
            "region": due.region,
            "fen": premium(due.region, due.year).fen,
            "deadline": due.deadline,
            "benefit_from": due.benefit_from,
            "case": case_number,
            "now": now,
        },
        prepare=True,
    )
    row = sql.fetchone()
    if row is None:
        raise DueUnknown
    due_id, fen, deadline, paid_on = row
    if due_id == new_id:
        payload = {"due_id": str(due_id)}
        outbox.publish(sql, topic=DUE_RAISED, key=str(due.person_id), payload=payload)
    return Due(due_id, Money(fen), deadline, paid_on)


def push_due(sql: Sql, due_id: UUID) -> None:
    """Hand a due to the tax office, unless that was done; a known due counts as handed over.

    Raises:
        DueUnknown: there is none.
        TaxOfficeSilent: try again later; nothing was written.
    """
    sql.execute(_TO_PUSH, (due_id,))
    row = sql.fetchone()
    if row is None:
        raise DueUnknown
    if row[6] != DueState.DUE.value:
        return
    person = persons.by_id(sql, row[1])
    identity = Identity(person.certificate_type, person.certificate_number, person.name)
    notice = DueNotice(row[0], identity, row[2], row[3], Money(row[4]), row[5])
    sql.execute(_PUSHED, (clock.now(), _handed_over(notice), due_id))


def record_payment(sql: Sql, due_id: UUID, *, paid_on: date, operator: str) -> None:
    """Note that the tax office collected a due; a second time changes nothing.

    Money for a due that was cancelled meanwhile is given back.

    Raises:
        DueUnknown, DueNotPayable: it cannot have been paid.
    """
    sql.execute(_PAID, (paid_on, due_id, states_before(DueState.PAID)))
    row = sql.fetchone()
    if row is None:
        if not give_back_late_money(sql, due_id, paid_on=paid_on, operator=operator):
            _require_collected(sql, due_id)
        return
    person_id, year, case_number = row
    audit_log.record(
        sql,
        action=DUE_PAID,
        object_id=str(due_id),
        operator=operator,
        case_number=case_number,
        facts={"year": year, "paid_on": paid_on.isoformat()},
    )
    payload = {
        "person_id": str(person_id),
        "year": year,
        "paid_on": paid_on.isoformat(),
        "due_id": str(due_id),
    }
    outbox.publish(sql, topic=DUE_PAID, key=str(person_id), payload=payload)


def is_paid(sql: Sql, due_id: UUID) -> bool:
    """Say whether a due is paid and not given back; it stays so until the transaction ends."""
    sql.execute(_STATE_HELD, (due_id,), prepare=True)
    row = sql.fetchone()
    return row is not None and DueState(row[0]) in PAID_STATES


def _handed_over(notice: DueNotice) -> str:
    try:
        return tax_office.current().push(notice)
    except DueAlreadyThere as known:
        return known.reference
    except OSError as silence:
        logger.warning("the tax office did not answer about due %s", notice.due_id)
        raise TaxOfficeSilent from silence


def _require_collected(sql: Sql, due_id: UUID) -> None:
    """Hold that a due was collected, whether or not the money is given back since."""
    sql.execute("SELECT state, paid_on FROM contribution_due WHERE id = %s", (due_id,))
    row = sql.fetchone()
    if row is None:
        raise DueUnknown
    state, paid_on = DueState(row[0]), row[1]
    if state not in PAID_STATES and paid_on is None:
        raise DueNotPayable(state=state.label)
