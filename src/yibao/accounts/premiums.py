"""个人医保账户代缴: the account pays exactly what is due, whole or not at all (R-A1, R-A6 to R-A8).

One application is for one person; so it is all or nothing for each. The tax office hears of it
after the commit, and confirms or the money goes back (``premium_confirming``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

import psycopg

from yibao.accounts import ledger
from yibao.accounts.dues import HeldDue, hold_due
from yibao.accounts.errors import (
    AmountNotDue,
    NoAccount,
    NothingDue,
    PayeeNotBound,
    PaymentPeriodOver,
    PremiumPaidAlready,
)
from yibao.accounts.forms import ORDER_NUMBER_KIND, PremiumAnswers
from yibao.accounts.kinds import (
    Direction,
    EntryKind,
    Kinship,
    PremiumState,
    ShareRole,
    ShareState,
    Whom,
)
from yibao.accounts.ledger import HeldAccount, Portion, Posting, require_balance
from yibao.accounts.pairs import card
from yibao.accounts.results import PremiumReceipt
from yibao.accounts.share_writing import document_number
from yibao.accounts.sharings import open_sharings
from yibao.catalogue.case import Case
from yibao.kernel import identifiers
from yibao.kernel.errors import DomainError, Several
from yibao.kernel.masking import mask_other_person
from yibao.kernel.money import Money
from yibao.persons import api as persons
from yibao.persons.api import Stamp
from yibao.persons.errors import PersonNameDiffers
from yibao.platform.audit_log import api as audit_log
from yibao.platform.outbox import api as outbox

PREMIUM_DEBITED = "accounts.premium_debited"
ONESELF = "本人"
PremiumCase = Case[PremiumAnswers]
_INSERT = """
INSERT INTO premium_payment (id, number, payer_id, payee_id, kinship, due_id, entry_id, year,
  amount_fen, state, tax_reference, case_number, operator, submitted_at)
VALUES (%(id)s, %(number)s, %(payer)s, %(payee)s, %(kinship)s, %(due)s, %(entry)s, %(year)s,
  %(fen)s, 'waiting', '', %(case)s, %(operator)s, %(now)s)
"""
_IS_BEING_PAID = """
SELECT 1 FROM premium_payment WHERE due_id = %s AND state NOT IN ('reversed', 'refunded')
"""


@dataclass(frozen=True, slots=True, repr=False)
class _Payee:
    """For whom; ``kinship`` is empty for oneself. Personal data: never into a log."""

    id: UUID
    name: str
    kinship: Kinship | None

    @property
    def shown(self) -> str:
        return mask_other_person(self.name, self.kinship.label if self.kinship else ONESELF)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What decides about a payment; due and account stay locked, in this order."""

    payer_id: UUID
    payee: _Payee | None
    due: HeldDue | None
    is_being_paid: bool
    account: HeldAccount


_read: WeakKeyDictionary[Case[Any], _Facts] = WeakKeyDictionary()


def may_be_paid(case: PremiumCase) -> None:
    """R-A1, R-A3, R-A7, R-A8, all at once.

    Raises:
        NoAccount, PersonNameDiffers, PersonDied: about the payer; then nothing else is told.
        Several: everything that stands against it.
    """
    facts = _facts(case)
    found = list(_refusals(case, facts))
    if not found:
        try:
            require_balance(facts.account, Money.from_yuan(case.answers.amount))
        except DomainError as refusal:
            found.append(refusal)
    if found:
        raise Several(found)


def pay_premium(case: PremiumCase) -> PremiumReceipt:
    """Take the premium from the account, and have the tax office told.

    Raises:
        PayeeNotBound, NothingDue: what changed meanwhile.
        PremiumPaidAlready: another application was faster.
    """
    facts = _facts(case)
    if facts.payee is None:
        raise PayeeNotBound
    if facts.due is None:
        raise NothingDue(year=case.answers.year)
    number = document_number(ORDER_NUMBER_KIND, case.number)
    stamp = Stamp(case.number, case.operator, case.now)
    posting = Posting(EntryKind.PREMIUM, number, stamp, facts.payee.id)
    require_balance(facts.account, facts.due.amount)
    portion = Portion(facts.account.id, facts.due.amount)
    (entry,) = ledger.write(case.sql, [portion], Direction.DEBIT, posting)
    payment = {
        "number": number,
        "payee": facts.payee.id,
        "kinship": facts.payee.kinship.value if facts.payee.kinship else "",
        "due": facts.due.id,
        "entry": entry.id,
        "fen": facts.due.amount.fen,
    }
    _tell(case, _keep(case, facts, payment), facts)
    return PremiumReceipt(
        order_number=number,
        payee=facts.payee.shown,
        year=case.answers.year,
        amount=str(entry.amount.yuan),
        balance_after=str(entry.balance_after.yuan),
        state=PremiumState.WAITING.label,
        next_step="税务确认一般几分钟内完成，可以查代缴记录；没有缴成的，钱自动退回账户。",
    )


def _keep(case: PremiumCase, facts: _Facts, payment: Mapping[str, object]) -> UUID:
    """Write the payment beside its entry of the ledger."""
    payment_id = identifiers.new_id(case.now)
    values = {
        **payment,
        "id": payment_id,
        "payer": facts.payer_id,
        "year": case.answers.year,
        "case": case.number,
        "operator": case.operator,
        "now": case.now,
    }
    try:
        case.sql.execute(_INSERT, values, prepare=True)
    except psycopg.errors.UniqueViolation as violation:
        raise PremiumPaidAlready(year=case.answers.year) from violation
    return payment_id


def _tell(case: PremiumCase, payment_id: UUID, facts: _Facts) -> None:
    audit_log.record(
        case.sql,
        action=PREMIUM_DEBITED,
        object_id=str(payment_id),
        operator=case.operator,
        case_number=case.number,
        facts={"year": case.answers.year, "due": str(facts.due.id) if facts.due else ""},
    )
    payload = {"payment_id": str(payment_id)}
    outbox.publish(case.sql, topic=PREMIUM_DEBITED, key=str(facts.payer_id), payload=payload)


def _refusals(case: PremiumCase, facts: _Facts) -> Iterator[DomainError]:
    due = facts.due
    if facts.payee is None:
        yield PayeeNotBound()
    elif due is None:
        yield NothingDue(year=case.answers.year)
    elif facts.is_being_paid or not due.is_payable:
        yield PremiumPaidAlready(year=case.answers.year, at="answers.year")
    elif due.deadline < case.submitted_on:
        yield PaymentPeriodOver(deadline=due.deadline)
    elif Money.from_yuan(case.answers.amount) != due.amount:
        yield AmountNotDue(due=due.amount.yuan)


def _facts(case: PremiumCase) -> _Facts:
    facts = _read.get(case)
    if facts is None:
        facts = _read[case] = _read_facts(case)
    return facts


def _read_facts(case: PremiumCase) -> _Facts:
    payer = persons.find_by_identity(case.sql, case.subject)
    if payer is None:
        raise NoAccount
    persons.is_alive(payer.survival)
    payee: _Payee | None = _Payee(payer.id, payer.name, None)
    if case.answers.payee is Whom.RELATIVE:
        payee = _relative(case, payer.id)
    due = hold_due(case.sql, payee.id, case.answers.year) if payee else None
    account = ledger.hold(case.sql, payer.id)
    is_being_paid = False
    if due is not None:
        case.sql.execute(_IS_BEING_PAID, (due.id,), prepare=True)
        is_being_paid = case.sql.fetchone() is not None
    return _Facts(payer.id, payee, due, is_being_paid, account)


def _relative(case: PremiumCase, payer_id: UUID) -> _Payee | None:
    """Return the relative when a sharing that holds today binds him to the payer's account."""
    identity = card(case.answers.payee_identity_number or "", case.answers.payee_name or "")
    try:
        person = persons.find_by_identity(case.sql, identity)
    except PersonNameDiffers:
        return None
    if person is None:
        return None
    for sharing in open_sharings(case.sql, payer_id, case.now, ShareRole.GRANTOR):
        is_over = sharing.ends_on is not None and sharing.ends_on < case.today
        holds = sharing.state is ShareState.VALID and sharing.starts_on <= case.today
        if sharing.user_id == person.id and holds and not is_over:
            return _Payee(person.id, person.name, sharing.kinship)
    return None
