"""A settlement of care, fund by fund; each part is rounded half up to the fen.

The order: pooled fund, large-sum (employees) or critical-illness insurance (residents), medical
aid, personal accounts, cash.
"""

from __future__ import annotations

from yibao.benefits import chronic, inpatient, outpatient
from yibao.benefits.critical_illness import critical_illness
from yibao.benefits.errors import ReversedAlready
from yibao.benefits.ledger import Ledger
from yibao.benefits.medical_aid import medical_aid
from yibao.benefits.parameters import Parameters
from yibao.benefits.pooled_fund import PooledShare
from yibao.benefits.requests import (
    AfterPooledFund,
    Care,
    ChronicCare,
    InpatientCare,
    OutpatientCare,
)
from yibao.benefits.results import Entry, Payment, RestShared, Settlement, Share
from yibao.benefits.sharing import pay
from yibao.benefits.trace import Trace, yuan
from yibao.benefits.vocabulary import Fund, Insurance
from yibao.kernel.money import ZERO, Money


def settle(request: Care, parameters: Parameters, trace: Trace) -> Settlement:
    """Return who pays what of ``request`` (INV-7 to INV-9) and what the year has used with it."""
    fees = request.fees
    trace.add(
        "scope",
        f"总费用{yuan(fees.total)}，减全自费{yuan(fees.uncovered)}、超限价自付"
        f"{yuan(fees.over_limit)}、先行自付{yuan(fees.first_share)}，"
        f"政策范围内费用{yuan(fees.scope)}",
        fees.scope,
    )
    pooled = _pooled(request, parameters, trace)
    shares, change = _funds(request, pooled, parameters, trace)
    fund_total = Money.total(share.amount for share in shares)
    person_pays = fees.total - fund_total
    payment = pay(
        person_pays,
        person_pays - fees.uncovered - fees.over_limit,
        balance=request.balance,
        family=request.family_accounts,
        trace=trace,
    )
    return Settlement(
        total=fees.total,
        in_scope=fees.scope,
        first_share=fees.first_share,
        over_limit=fees.over_limit,
        uncovered=fees.uncovered,
        deductible=pooled.deductible,
        funds=tuple(shares),
        fund_total=fund_total,
        person_pays=person_pays,
        payment=payment,
        pooled_fund_left=pooled.left,
        change=change,
        ledger=request.ledger.plus(change),
    )


def share_rest(request: AfterPooledFund, parameters: Parameters, trace: Trace) -> RestShared:
    """Return what critical-illness insurance (residents) and medical aid pay of ``request.rest``.

    For who was settled elsewhere, or where only these numbers of a place are known.
    """
    critical, change = ZERO, Ledger()
    if request.person.insurance is Insurance.RESIDENT:
        critical, change = critical_illness(
            request.rest, request.person, request.ledger, parameters=parameters, trace=trace
        )
    aid, more = medical_aid(
        request.rest - critical,
        request.person.identities,
        request.ledger,
        parameters=parameters,
        trace=trace,
    )
    change = change.plus(more)
    return RestShared(
        rest=request.rest,
        funds=tuple(_paying([Share(Fund.CRITICAL, critical), Share(Fund.AID, aid)])),
        fund_total=critical + aid,
        person_pays=request.rest - critical - aid,
        change=change,
        ledger=request.ledger.plus(change),
    )


def reverse(settlement: Settlement, ledger: Ledger, trace: Trace) -> Settlement:
    """Return the mirror of ``settlement``: every amount with the opposite sign (INV-10).

    ``ledger`` is the year as it stands now, which may hold later settlements too. The balances in
    the entries are those of before the settlement.

    Raises:
        ReversedAlready: ``settlement`` is itself a reversal.
    """
    if settlement.is_reversal:
        raise ReversedAlready
    trace.add(
        "reversal",
        f"冲正：基金退回{yuan(settlement.fund_total)}，个人退回{yuan(settlement.person_pays)}，"
        "累计减去这笔结算",
        -settlement.fund_total,
    )
    change = settlement.change.mirrored()
    return Settlement(
        total=-settlement.total,
        in_scope=-settlement.in_scope,
        first_share=-settlement.first_share,
        over_limit=-settlement.over_limit,
        uncovered=-settlement.uncovered,
        deductible=-settlement.deductible,
        funds=tuple(Share(share.fund, -share.amount) for share in settlement.funds),
        fund_total=-settlement.fund_total,
        person_pays=-settlement.person_pays,
        payment=_mirrored(settlement.payment),
        change=change,
        ledger=ledger.plus(change),
        is_reversal=True,
    )


def _pooled(request: Care, parameters: Parameters, trace: Trace) -> PooledShare:
    match request:
        case OutpatientCare():
            return outpatient.pooled(request, parameters, trace)
        case InpatientCare():
            return inpatient.pooled(request, parameters, trace)
        case ChronicCare():
            return chronic.pooled(request, parameters, trace)


def _funds(
    request: Care, pooled: PooledShare, parameters: Parameters, trace: Trace
) -> tuple[list[Share], Ledger]:
    shares, change = [Share(Fund.POOLED, pooled.paid)], pooled.change
    rest = request.fees.scope - pooled.paid
    if request.person.insurance is Insurance.EMPLOYEE:
        fund = Fund.LARGE_SUM
        paid, more = inpatient.large_sum(pooled, request.ledger, parameters, trace)
    else:
        fund = Fund.CRITICAL
        paid, more = _critical(request, rest, pooled.deductible, parameters=parameters, trace=trace)
    shares.append(Share(fund, paid))
    change = change.plus(more)
    aid, more = medical_aid(
        rest - paid, request.person.identities, request.ledger, parameters=parameters, trace=trace
    )
    shares.append(Share(Fund.AID, aid))
    return _paying(shares), change.plus(more)


def _paying(shares: list[Share]) -> list[Share]:
    return [share for share in shares if share.amount]


def _critical(
    request: Care, rest: Money, deductible: Money, *, parameters: Parameters, trace: Trace
) -> tuple[Money, Ledger]:
    is_outpatient = isinstance(request, OutpatientCare)
    if is_outpatient and not parameters["critical_counts_outpatient"].is_yes:
        return ZERO, Ledger()
    base = rest if parameters["critical_includes_deductible"].is_yes else rest - deductible
    return critical_illness(
        base, request.person, request.ledger, parameters=parameters, trace=trace
    )


def _mirrored(payment: Payment) -> Payment:
    entries = tuple(
        Entry(each.holder, each.entry_type, -each.amount, each.balance - each.amount, each.used_by)
        for each in payment.entries
    )
    return Payment(
        account_self=-payment.account_self,
        account_family=-payment.account_family,
        account_total=-payment.account_total,
        cash=-payment.cash,
        entries=entries,
    )
