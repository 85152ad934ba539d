"""住院统筹: a deductible for each stay (lower for later stays), a rate by level, a yearly ceiling.

Above the ceiling employees have the large-sum insurance (大额医疗费用补助).
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from yibao.benefits.ledger import Ledger, remaining
from yibao.benefits.parameters import Parameters, percent
from yibao.benefits.pooled_fund import PooledShare, beyond_ceiling, pooled_share
from yibao.benefits.remote import rate_where_treated
from yibao.benefits.requests import InpatientCare
from yibao.benefits.trace import Trace, yuan
from yibao.kernel.money import ZERO, Money


def pooled(request: InpatientCare, parameters: Parameters, trace: Trace) -> PooledShare:
    """Return what the pooled fund pays of a stay (EX4 to EX8)."""
    person, scope = request.person, request.fees.scope
    deductible = _deductible(request, parameters, trace)
    published = parameters[f"inpatient_rate_{person.group}_{request.level}"]
    ceiling = parameters[f"inpatient_ceiling_{person.insurance}"]
    rate = rate_where_treated(published, request.remote, person.insurance, parameters, trace)
    left = remaining(ceiling.money, request.ledger.inpatient_paid)
    share = pooled_share(scope, deductible=deductible, rate=rate, left=left)
    trace.add(
        "pooled_fund",
        f"住院统筹（{request.level.label}）："
        f"（{yuan(scope)}－起付线{yuan(share.deductible)}）×{percent(rate)}，"
        f"不超过年度余额{yuan(left)}，支付{yuan(share.paid)}",
        share.paid,
        published,
        ceiling,
    )
    return replace(
        share,
        change=Ledger(inpatient_stays=1, inpatient_paid=share.paid),
        beyond_ceiling_fen=beyond_ceiling(scope - share.deductible, rate, left),
    )


def large_sum(
    share: PooledShare, ledger: Ledger, parameters: Parameters, trace: Trace
) -> tuple[Money, Ledger]:
    """Return what the large-sum insurance pays above the ceiling, and the change of the ledger.

    Together with the pooled fund it pays at most the total ceiling in a year.
    """
    if not share.beyond_ceiling_fen:
        return ZERO, Ledger()
    rate, total_ceiling = parameters["large_sum_rate"], parameters["large_sum_total_ceiling"]
    used = ledger.inpatient_paid + share.paid + ledger.large_sum_paid
    left = remaining(total_ceiling.money, used)
    beyond = share.beyond_ceiling_fen / 100
    paid = min(Money.rounded(beyond * Fraction(rate.ratio)), left)
    trace.add(
        "large_sum",
        f"大额补助：统筹封顶线以上的费用{yuan(Money.rounded(beyond))}×{rate.in_words}，"
        f"不超过合计余额{yuan(left)}，支付{yuan(paid)}",
        paid,
        rate,
        total_ceiling,
    )
    return paid, Ledger(large_sum_paid=paid)


def _deductible(request: InpatientCare, parameters: Parameters, trace: Trace) -> Money:
    insurance = request.person.insurance
    full = parameters[f"inpatient_deductible_{insurance}_{request.level}"]
    if not request.ledger.inpatient_stays:
        trace.add("deductible", f"本年度第一次住院，起付线{full.in_words}", full.money, full)
        return full.money
    factor = parameters[f"inpatient_later_stay_factor_{insurance}"]
    amount = full.money * factor.ratio
    trace.add(
        "deductible",
        f"本年度第{request.ledger.inpatient_stays + 1}次住院，"
        f"起付线{full.in_words}×{factor.in_words}，为{yuan(amount)}",
        amount,
        full,
        factor,
    )
    return amount
