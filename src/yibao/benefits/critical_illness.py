"""居民大病保险: bands over what a resident paid in scope this year, with relief and incentives.

The bands apply to the sum of the year. A settlement gets the difference between the year with it
and the year without it, so that splitting a stay in two changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from yibao.benefits.ledger import Ledger, remaining
from yibao.benefits.parameters import Parameters, Policy, percent
from yibao.benefits.requests import Person
from yibao.benefits.trace import Trace, yuan
from yibao.kernel.money import ZERO, Money


@dataclass(frozen=True, slots=True)
class Band:
    """A rate for what lies above ``above`` (yuan), up to where the next band begins."""

    above: Money
    rate: Decimal


@dataclass(frozen=True, slots=True)
class _Terms:
    bands: tuple[Band, ...]
    ceiling: Money | None
    used: tuple[Policy, ...]


def critical_illness(
    base: Money, person: Person, ledger: Ledger, *, parameters: Parameters, trace: Trace
) -> tuple[Money, Ledger]:
    """Return what the insurance pays for ``base`` more in the year, and the ledger's change."""
    terms = _terms(person, parameters, trace)
    before, after = ledger.critical_base, ledger.critical_base + base
    paid = in_bands(after, terms.bands) - in_bands(before, terms.bands)
    if terms.ceiling is not None:
        paid = min(paid, remaining(terms.ceiling, ledger.critical_paid))
    trace.add(
        "critical_illness",
        f"大病保险：本年度自付累计由{yuan(before)}增至{yuan(after)}，"
        f"{_bands_in_words(terms.bands)}，"
        f"{'没有封顶线' if terms.ceiling is None else f'年度封顶线{yuan(terms.ceiling)}'}，"
        f"支付{yuan(paid)}",
        paid,
        *terms.used,
    )
    return paid, Ledger(critical_base=base, critical_paid=paid)


def in_bands(total: Money, bands: tuple[Band, ...]) -> Money:
    """Return what ``bands`` pay for a yearly ``total``, rounded once for each band."""
    ends = [*(band.above for band in bands[1:]), None]
    return Money.total(
        (max(ZERO, (total if end is None else min(total, end)) - band.above)) * band.rate
        for band, end in zip(bands, ends, strict=True)
    )


def incentive(ceiling: Money, person: Person, parameters: Parameters, trace: Trace) -> Money:
    """Return how much a long insurance and years without a claim raise the ceiling."""
    after, yearly, claim_free, most = (
        parameters["incentive_after_years"],
        parameters["incentive_per_continuous_year"],
        parameters["incentive_per_claim_free_year"],
        parameters["incentive_most_share"],
    )
    years = max(0, person.continuous_years - after.whole)
    raised = yearly.money * years + claim_free.money * person.claim_free_years
    amount = min(raised, ceiling * most.ratio)
    if amount:
        trace.add(
            "incentive",
            f"参保激励：连续参保{person.continuous_years}年、零报销{person.claim_free_years}年，"
            f"大病封顶线提高{yuan(amount)}（最多为原封顶线的{most.in_words}）",
            amount,
            after,
            yearly,
            claim_free,
            most,
        )
    return amount


def _terms(person: Person, parameters: Parameters, trace: Trace) -> _Terms:
    used = [parameters[name] for name in _NUMBERS]
    deductible, ceiling = used[0].money, used[-1].money
    starts = [deductible, used[1].money, used[2].money]
    rates = [each.ratio for each in used[3:6]]
    limit: Money | None = ceiling + incentive(ceiling, person, parameters, trace)
    relieved = parameters["critical_relief_identities"]
    if any(identity in relieved.listed for identity in person.identities):
        factor, added, lifted = (parameters[f"critical_relief_{name}"] for name in _RELIEF)
        starts[0] = deductible * factor.ratio
        rates = [min(Decimal(1), rate + added.ratio) for rate in rates]
        limit = None if lifted.is_yes else limit
        used += [relieved, factor, added, lifted]
    bands = tuple(
        Band(max(starts[0], above), rate) for above, rate in zip(starts, rates, strict=True)
    )
    return _Terms(bands, limit, tuple(used))


_NUMBERS = (
    "critical_deductible",
    "critical_band_1_until",
    "critical_band_2_until",
    "critical_band_1_rate",
    "critical_band_2_rate",
    "critical_band_3_rate",
    "critical_ceiling",
)
_RELIEF = ("deductible_factor", "rate_added", "removes_ceiling")


def _bands_in_words(bands: tuple[Band, ...]) -> str:
    parts = [
        f"{yuan(low.above)}至{yuan(high.above)}的部分{percent(low.rate)}"
        for low, high in pairwise(bands)
    ]
    return "、".join([*parts, f"{yuan(bands[-1].above)}以上{percent(bands[-1].rate)}"])
