"""大病医疗专项附加扣除: what a taxpayer may deduct for a year (item 56 of the access guide)."""

from __future__ import annotations

from yibao.benefits.parameters import Parameters
from yibao.benefits.requests import TaxDeduction
from yibao.benefits.results import Deduction
from yibao.benefits.trace import Trace, yuan
from yibao.kernel.money import ZERO


def deduction(request: TaxDeduction, parameters: Parameters, trace: Trace) -> Deduction:
    """Return what the person paid in scope above the threshold, at most the yearly limit."""
    start, most = parameters["tax_deduction_from"], parameters["tax_deduction_most"]
    amount = max(ZERO, min(request.paid_in_scope - start.money, most.money))
    trace.add(
        "tax_deduction",
        f"{request.day.year}年政策范围内自付{yuan(request.paid_in_scope)}，"
        f"超过{start.in_words}的部分最多扣除{most.in_words}，可扣除{yuan(amount)}",
        amount,
        start,
        most,
    )
    return Deduction(year=request.day.year, deduction=amount)
