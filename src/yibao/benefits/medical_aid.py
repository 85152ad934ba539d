"""医疗救助: a share of what is left in scope, by identity; then 倾斜救助 for what is still left.

Both steps look at the sum of the year, above their deductibles, and share one yearly limit.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from yibao.benefits.ledger import Ledger, remaining
from yibao.benefits.parameters import Parameters
from yibao.benefits.trace import Trace, yuan
from yibao.benefits.vocabulary import Identity
from yibao.kernel.money import ZERO, Money


def most_favourable(identities: Sequence[Identity]) -> Identity | None:
    """Return the identity that counts when somebody has several, or None."""
    return min(identities, key=list(Identity).index, default=None)


def medical_aid(
    rest: Money, identities: Sequence[Identity], ledger: Ledger, *, parameters: Parameters,
    trace: Trace,
) -> tuple[Money, Ledger]:  # fmt: skip
    """Return what the aid pays of ``rest``, what is left in scope, and the ledger's change."""
    identity = most_favourable(identities)
    if identity is None:
        return ZERO, Ledger()
    first = _first_step(rest, identity, ledger, parameters=parameters, trace=trace)
    still = rest - first
    used = ledger.plus(Ledger(aid_paid=first))
    second = _second_step(still, used, parameters=parameters, trace=trace)
    change = Ledger(aid_base=rest, aid_second_base=still, aid_paid=first + second)
    return first + second, change


def _first_step(
    rest: Money, identity: Identity, ledger: Ledger, *, parameters: Parameters, trace: Trace
) -> Money:
    rate, share = parameters[f"aid_rate_{identity}"], parameters[f"aid_income_share_{identity}"]
    income, ceiling = parameters["aid_income_per_person"], parameters["aid_ceiling"]
    deductible = income.money * share.ratio
    left = remaining(ceiling.money, ledger.aid_paid)
    paid = min(_above(deductible, ledger.aid_base, rest, rate.ratio), left)
    trace.add(
        "medical_aid",
        f"医疗救助（{identity.label}）：范围内剩余{yuan(rest)}，年度起付标准{yuan(deductible)}，"
        f"比例{rate.in_words}，不超过年度余额{yuan(left)}，支付{yuan(paid)}",
        paid,
        rate,
        share,
        income,
        ceiling,
    )
    return paid


def _second_step(rest: Money, ledger: Ledger, *, parameters: Parameters, trace: Trace) -> Money:
    line, rate, ceiling = (
        parameters[name] for name in ("aid_second_line", "aid_second_rate", "aid_ceiling")
    )
    left = remaining(ceiling.money, ledger.aid_paid)
    paid = min(_above(line.money, ledger.aid_second_base, rest, rate.ratio), left)
    if paid:
        trace.add(
            "medical_aid",
            f"倾斜救助：救助后本年度仍剩{yuan(ledger.aid_second_base + rest)}，"
            f"监测线{line.in_words}以上的部分×{rate.in_words}，"
            f"不超过年度余额{yuan(left)}，支付{yuan(paid)}",
            paid,
            line,
            rate,
            ceiling,
        )
    return paid


def _above(line: Money, before: Money, added: Money, rate: Decimal) -> Money:
    """Return the share of what is above ``line`` in the year with ``added``, less that without."""
    return max(ZERO, before + added - line) * rate - max(ZERO, before - line) * rate
