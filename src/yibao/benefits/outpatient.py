"""普通门诊统筹: a yearly deductible, a rate by level, a yearly ceiling."""

from __future__ import annotations

from dataclasses import replace

from yibao.benefits.ledger import Ledger, remaining
from yibao.benefits.parameters import Parameters, percent
from yibao.benefits.pooled_fund import PooledShare, pooled_share
from yibao.benefits.remote import rate_where_treated
from yibao.benefits.requests import OutpatientCare
from yibao.benefits.trace import Trace, yuan


def pooled(request: OutpatientCare, parameters: Parameters, trace: Trace) -> PooledShare:
    """Return what the pooled fund pays of an outpatient visit (EX1 to EX3)."""
    person, scope = request.person, request.fees.scope
    deductible = parameters[f"outpatient_deductible_{person.insurance}"]
    published = parameters[f"outpatient_rate_{person.group}_{request.level}"]
    ceiling = parameters[f"outpatient_ceiling_{person.group}"]
    rate = rate_where_treated(published, request.remote, person.insurance, parameters, trace)
    share = pooled_share(
        scope,
        deductible=remaining(deductible.money, request.ledger.outpatient_deductible),
        rate=rate,
        left=remaining(ceiling.money, request.ledger.outpatient_paid),
    )
    trace.add(
        "pooled_fund",
        f"普通门诊统筹（{request.level.label}）："
        f"（{yuan(scope)}－起付线余额{yuan(share.deductible)}）×{percent(rate)}，"
        f"不超过年度余额{yuan(share.left + share.paid)}，支付{yuan(share.paid)}",
        share.paid,
        deductible,
        published,
        ceiling,
    )
    change = Ledger(outpatient_deductible=share.deductible, outpatient_paid=share.paid)
    return replace(share, change=change)
