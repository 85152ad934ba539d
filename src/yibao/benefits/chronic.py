"""门诊慢特病: a rate for each disease, no deductible, a yearly ceiling that limited diseases share.

Somebody with two limited diseases or more has the highest of their ceilings and a fixed sum on top. A
disease that is settled like a stay has no ceiling of its own and counts to the ceiling of inpatient care.
"""

from __future__ import annotations

from dataclasses import replace

from yibao.benefits.ledger import Ledger, remaining
from yibao.benefits.parameters import Parameters, Policy, percent
from yibao.benefits.pooled_fund import PooledShare, beyond_ceiling, pooled_share
from yibao.benefits.remote import rate_where_treated
from yibao.benefits.requests import ChronicCare
from yibao.benefits.trace import Trace, yuan
from yibao.kernel.money import ZERO, Money

_LIKE_A_STAY = "inpatient"


def pooled(request: ChronicCare, parameters: Parameters, trace: Trace) -> PooledShare:
    """Return what the pooled fund pays of chronic care (EX11)."""
    person, scope = request.person, request.fees.scope
    published = parameters[f"chronic_rate_{request.disease}"]
    rate = rate_where_treated(published, request.remote, person.insurance, parameters, trace)
    is_like_a_stay = counts_as_stay(request, parameters)
    left, used = (
        _left_like_a_stay(request, parameters) if is_like_a_stay else _left(request, parameters)
    )
    share = pooled_share(scope, deductible=ZERO, rate=rate, left=left)
    trace.add(
        "pooled_fund",
        f"门诊慢特病（{request.disease.label}）：{yuan(scope)}×{percent(rate)}，"
        f"不超过年度余额{yuan(left)}，支付{yuan(share.paid)}",
        share.paid,
        published,
        *used,
    )
    if is_like_a_stay:
        return replace(
            share,
            change=Ledger(inpatient_paid=share.paid),
            beyond_ceiling_fen=beyond_ceiling(scope, rate, left),
        )
    return replace(share, change=Ledger(chronic_paid=share.paid))


def counts_as_stay(request: ChronicCare, parameters: Parameters) -> bool:
    """Tell whether the disease counts to the ceiling of inpatient care."""
    return parameters[f"chronic_ceiling_{request.disease}"].text == _LIKE_A_STAY


def _left_like_a_stay(
    request: ChronicCare, parameters: Parameters
) -> tuple[Money, tuple[Policy, ...]]:
    ceiling = parameters[f"inpatient_ceiling_{request.person.insurance}"]
    return remaining(ceiling.money, request.ledger.inpatient_paid), (ceiling,)


def _left(request: ChronicCare, parameters: Parameters) -> tuple[Money, tuple[Policy, ...]]:
    diseases = dict.fromkeys((request.disease, *request.other_diseases))
    found = [parameters[f"chronic_ceiling_{disease}"] for disease in diseases]
    ceilings = tuple(ceiling for ceiling in found if ceiling.text != _LIKE_A_STAY)
    ceiling, used = max(each.money for each in ceilings), ceilings
    if len(ceilings) > 1:
        extra = parameters["chronic_second_disease_extra"]
        ceiling, used = ceiling + extra.money, (*ceilings, extra)
    return remaining(ceiling, request.ledger.chronic_paid), used
