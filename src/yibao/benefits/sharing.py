"""Personal accounts: the own account pays first, then the family's in their order, then cash.

A premium is paid whole or not at all.
"""

from __future__ import annotations

from collections.abc import Sequence

from yibao.benefits.errors import BalanceTooSmall
from yibao.benefits.ledger import remaining
from yibao.benefits.requests import FamilyAccount, PremiumPayment
from yibao.benefits.results import Entry, Payment, PremiumPaid
from yibao.benefits.trace import Trace, yuan
from yibao.kernel.money import Money

SELF = "self"
MEDICAL_SPENDING = "201"  # 医保消费, code of the national list of account movements
PREMIUM = "205"  # 代缴费


def pay(
    person_pays: Money,
    eligible: Money,
    *,
    balance: Money,
    family: Sequence[FamilyAccount],
    trace: Trace,
) -> Payment:
    """Return how ``person_pays`` is paid; accounts pay at most ``eligible`` of it (EX4, EX13)."""
    entries = []
    rest = eligible
    for holder, held, available in _accounts(balance, family):
        taken = min(rest, available)
        if taken:
            rest -= taken
            entries.append(Entry(holder, MEDICAL_SPENDING, -taken, held - taken))
    own = min(eligible, balance)
    together = eligible - rest
    payment = Payment(
        account_self=own,
        account_family=together - own,
        account_total=together,
        cash=person_pays - together,
        entries=tuple(entries),
    )
    trace.add("payment", _in_words(person_pays, eligible, payment), person_pays)
    return payment


def pay_premium(request: PremiumPayment, trace: Trace) -> PremiumPaid:
    """Return the premium paid from the account (EX14). Raises BalanceTooSmall."""
    if request.balance < request.premium:
        raise BalanceTooSmall(balance=request.balance, premium=request.premium)
    left = request.balance - request.premium
    trace.add(
        "premium",
        f"个人账户余额{yuan(request.balance)}，代缴保费{yuan(request.premium)}，剩{yuan(left)}",
        request.premium,
    )
    entry = Entry(request.holder, PREMIUM, -request.premium, left)
    entries = (entry,) if request.premium else ()
    return PremiumPaid(premium=request.premium, balance=left, entries=entries)


def _accounts(balance: Money, family: Sequence[FamilyAccount]) -> list[tuple[str, Money, Money]]:
    """Return holder, balance and what may be taken, in the order of payment."""
    ordered = sorted(family, key=lambda account: account.order)
    return [
        (SELF, balance, balance),
        *((account.holder, account.balance, _available(account)) for account in ordered),
    ]


def _available(account: FamilyAccount) -> Money:
    most = account.balance
    if account.single_limit is not None:
        most = min(most, account.single_limit)
    if account.year_limit is not None:
        most = min(most, remaining(account.year_limit, account.used_this_year))
    return most


def _in_words(person_pays: Money, eligible: Money, payment: Payment) -> str:
    parts = [f"个人负担{yuan(person_pays)}"]
    if eligible != person_pays:
        parts.append(f"其中可用个人账户{yuan(eligible)}（全自费和超限价自付除外）")
    parts += [
        f"本人账户支付{yuan(payment.account_self)}",
        f"家庭共济支付{yuan(payment.account_family)}",
        f"现金{yuan(payment.cash)}",
    ]
    return "，".join(parts)
