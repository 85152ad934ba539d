"""From a request to its outcome: the one way in for the command line and for other packages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Any

import msgspec

from yibao.benefits import long_term_care, maternity, requests, sharing, tax, waiting
from yibao.benefits.parameters import Parameters, ParameterSet, parameter_set
from yibao.benefits.requests import Request
from yibao.benefits.results import Result
from yibao.benefits.settlement import reverse, settle, share_rest
from yibao.benefits.trace import Step, Trace


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What was calculated, with which numbers, and why."""

    kind: Annotated[str, msgspec.Meta(title="计算种类")]
    parameters: Annotated[str, msgspec.Meta(title="参数集")]
    day: Annotated[date, msgspec.Meta(title="取参数的日期")]
    result: Annotated[Result, msgspec.Meta(title="结果")]
    steps: Annotated[tuple[Step, ...], msgspec.Meta(title="每一步")]
    unverified: Annotated[tuple[str, ...], msgspec.Meta(title="用到的未核对参数")]


def calculate(
    request: Request, *, chosen: str | ParameterSet, assumptions: Mapping[str, str] | None = None
) -> Outcome:
    """Return the outcome of ``request`` with the parameter set ``chosen`` (a name, or one made).

    Raises:
        ParameterSetUnknown, ParameterNotInSet: the numbers are not there.
        Several: ``assumptions`` (parameter to value as text) are wrong.
        BalanceTooSmall, ReversedAlready: the request is refused.
    """
    found = parameter_set(chosen) if isinstance(chosen, str) else chosen
    parameters, trace = Parameters(found, request.day, assumptions), Trace()
    result = _calculated(request, parameters, trace)
    return Outcome(
        kind=request.kind,
        parameters=found.name,
        day=request.day,
        result=result,
        steps=tuple(trace.steps),
        unverified=trace.unverified,
    )


def _calculated(request: Request, parameters: Parameters, trace: Trace) -> Result:
    match request:
        case requests.OutpatientCare() | requests.InpatientCare() | requests.ChronicCare():
            return settle(request, parameters, trace)
        case requests.Reversal():
            return reverse(request.settlement, request.ledger, trace)
        case requests.FamilySharing():
            return sharing.pay(
                request.amount,
                request.amount,
                balance=request.balance,
                family=request.family_accounts,
                trace=trace,
            )
        case requests.PremiumPayment():
            return sharing.pay_premium(request, trace)
    return _SIMPLE[type(request)](request, parameters, trace)


_SIMPLE: dict[type, Callable[[Any, Parameters, Trace], Result]] = {
    requests.AfterPooledFund: share_rest,
    requests.MaternityAllowance: maternity.allowance,
    requests.MaternityCare: maternity.care,
    requests.CareMonth: long_term_care.care_month,
    requests.TaxDeduction: tax.deduction,
    requests.EmployeeGap: waiting.employee_gap,
    requests.ResidentWaiting: waiting.resident_waiting,
}
