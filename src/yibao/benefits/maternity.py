"""生育: the allowance for the days of leave, and the cost of care up to a quota or a limit."""

from __future__ import annotations

from fractions import Fraction

from yibao.benefits.ledger import remaining
from yibao.benefits.parameters import Parameters, Policy
from yibao.benefits.requests import MaternityAllowance, MaternityCare
from yibao.benefits.results import Allowance, CostShared
from yibao.benefits.trace import Trace, yuan
from yibao.benefits.vocabulary import BirthKind
from yibao.kernel.money import ZERO, Money


def allowance(request: MaternityAllowance, parameters: Parameters, trace: Trace) -> Allowance:
    """Return unit wage / 30 x days; the employer adds what the own wage is above it (EX10)."""
    used = days_used(request, parameters)
    days = sum(number * policy.whole for number, policy in used)
    parts = "＋".join(
        policy.in_words if number == 1 else f"{policy.in_words}×{number}" for number, policy in used
    )
    trace.add(
        "days", f"{request.birth.label}：产假{parts}，共{days}天", None, *(p for _, p in used)
    )
    month = parameters["maternity_days_of_a_month"]
    paid = _for_days(request.unit_wage, days, month)
    trace.add(
        "allowance",
        f"生育津贴：单位月平均缴费工资{yuan(request.unit_wage)}÷{month.whole}×{days}天，"
        f"为{yuan(paid)}",
        paid,
        month,
    )
    adds = ZERO
    if request.own_wage is not None:
        adds = max(ZERO, _for_days(request.own_wage, days, month) - paid)
        trace.add(
            "employer_adds",
            f"本人月工资{yuan(request.own_wage)}，{days}天的工资高于津贴的部分由单位补{yuan(adds)}",
            adds,
        )
    return Allowance(days=days, allowance=paid, employer_adds=adds)


def days_used(request: MaternityAllowance, parameters: Parameters) -> list[tuple[int, Policy]]:
    """Return which numbers of days make up the leave, and how many times each counts."""
    if not request.birth.is_birth:
        late = parameters["maternity_late_miscarriage_months"].whole
        when = "late" if request.months_pregnant >= late else "early"
        return [(1, parameters[f"maternity_days_{when}_miscarriage"])]
    used = [(1, parameters["maternity_days_base"]), (1, parameters["maternity_days_extension"])]
    if request.birth is not BirthKind.NATURAL:
        used.append((1, parameters["maternity_days_difficult"]))
    if request.babies > 1:
        used.append((request.babies - 1, parameters["maternity_days_each_extra_baby"]))
    return [(number, policy) for number, policy in used if policy.whole]


def care(request: MaternityCare, parameters: Parameters, trace: Trace) -> CostShared:
    """Return what the fund pays for check-ups (a limit for each pregnancy) or a birth (a quota)."""
    if request.birth is None:
        ceiling = parameters["maternity_prenatal_ceiling"]
        left = remaining(ceiling.money, request.prenatal_paid)
        about = f"产前检查：本次怀孕限额余额{yuan(left)}"
        used: tuple[Policy, ...] = (ceiling,)
    else:
        left, used = _quota(request.birth, request.babies, parameters)
        about = f"{request.birth.label}生育医疗费：定额{yuan(left)}"
    paid = min(request.cost, left)
    trace.add(
        "maternity_care",
        f"{about}，费用{yuan(request.cost)}，支付{yuan(paid)}",
        paid,
        *used,
    )
    over = request.cost - paid
    return CostShared(eligible=request.cost, fund_pays=paid, person_pays=over, over_quota=over)


def _quota(
    birth: BirthKind, babies: int, parameters: Parameters
) -> tuple[Money, tuple[Policy, ...]]:
    quota = parameters[f"maternity_quota_{birth}"]
    if babies < 2 or not birth.is_birth:
        return quota.money, (quota,)
    extra = parameters["maternity_quota_each_extra_baby"]
    return quota.money + extra.money * (babies - 1), (quota, extra)


def _for_days(monthly: Money, days: int, month: Policy) -> Money:
    return monthly * Fraction(days, month.whole)
