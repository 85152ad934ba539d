"""Care outside the home area: the rate of home, lowered.

Deductible, rate and ceiling are those of the home area; the catalogue is that of the place of care
(services of another province) and decides what is in scope before a request reaches us.
"""

from __future__ import annotations

from decimal import Decimal

from yibao.benefits.parameters import Parameters, Policy, percent
from yibao.benefits.trace import Trace
from yibao.benefits.vocabulary import Insurance, Remote

_NOTHING = Decimal(0)


def lowered(rate: Decimal, mode: str, by: Decimal) -> Decimal:
    """Return ``rate`` times ``by`` (MULTIPLY) or less ``by`` (MINUS_PP), never below zero."""
    return rate * by if mode == "MULTIPLY" else max(_NOTHING, rate - by)


def rate_where_treated(
    rate: Policy, remote: Remote, insurance: Insurance, parameters: Parameters, trace: Trace
) -> Decimal:
    """Return the rate that holds for care of kind ``remote``; at home, ``rate`` itself."""
    if remote is Remote.LOCAL:
        return rate.ratio
    mode = parameters["remote_mode"]
    if mode.text == "MULTIPLY":
        by = parameters[f"remote_factor_{insurance}_{remote}"]
        how = f"乘以{by.in_words}"
    else:
        by = parameters[f"remote_points_{remote}"]
        how = f"降低{(by.ratio * 100).normalize():f}个百分点"
    result = lowered(rate.ratio, mode.text, by.ratio)
    trace.add(
        "remote",
        f"异地就医（{remote.label}）：报销比例{rate.in_words}{how}，为{percent(result)}",
        None,
        mode,
        by,
    )
    return result
