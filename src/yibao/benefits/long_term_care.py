"""长期护理保险: a month of care, up to a quota for each day, by a rate."""

from __future__ import annotations

from yibao.benefits.parameters import Parameters
from yibao.benefits.requests import CareMonth
from yibao.benefits.results import CostShared
from yibao.benefits.trace import Trace, yuan
from yibao.kernel.money import ZERO


def care_month(request: CareMonth, parameters: Parameters, trace: Trace) -> CostShared:
    """Return min(cost, quota x days) x rate (EX15); nothing below the lowest level."""
    lowest = parameters["care_lowest_level"]
    if request.level < lowest.whole:
        trace.add("level", f"失能等级{request.level}级，低于{lowest.whole}级，不支付", ZERO, lowest)
        return CostShared(
            eligible=ZERO, fund_pays=ZERO, person_pays=request.cost, over_quota=request.cost
        )
    quota, rate = parameters["care_day_quota"], parameters["care_rate"]
    most = quota.money * request.days_served
    eligible = min(request.cost, most)
    paid = eligible * rate.ratio
    trace.add(
        "quota",
        f"每日定额{quota.in_words}×{request.days_served}天，为{yuan(most)}，"
        f"计算支付的费用{yuan(eligible)}",
        eligible,
        quota,
    )
    trace.add(
        "long_term_care",
        f"长期护理保险：{yuan(eligible)}×{rate.in_words}，支付{yuan(paid)}",
        paid,
        rate,
    )
    return CostShared(
        eligible=eligible,
        fund_pays=paid,
        person_pays=request.cost - paid,
        over_quota=request.cost - eligible,
    )
