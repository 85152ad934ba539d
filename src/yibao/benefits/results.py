"""What a calculation answers: one struct for each kind. Amounts in yuan."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

from yibao.benefits.ledger import Ledger
from yibao.benefits.vocabulary import Fund
from yibao.kernel.money import Money

_SIGNED = {"signed": True}


def _about(title: str) -> msgspec.Meta:
    return msgspec.Meta(title=title, extra=_SIGNED)


class Share(msgspec.Struct, frozen=True):
    """What one fund pays."""

    fund: Annotated[Fund, _about("基金")]
    amount: Annotated[Money, _about("支付金额")]


class Entry(msgspec.Struct, frozen=True):
    """A row of a personal account: ``amount`` is below zero when money leaves it."""

    holder: Annotated[str, _about("账户主人")]
    entry_type: Annotated[str, _about("收支类别")]
    amount: Annotated[Money, _about("金额")]
    balance: Annotated[Money, _about("之后的余额")]
    used_by: Annotated[str, _about("使用人")] = "self"


class Payment(msgspec.Struct, frozen=True):
    """How the person's part is paid: own account, family accounts, cash."""

    account_self: Annotated[Money, _about("本人个人账户支付")]
    account_family: Annotated[Money, _about("家庭共济支付")]
    account_total: Annotated[Money, _about("个人账户支付合计")]
    cash: Annotated[Money, _about("现金支付")]
    entries: Annotated[tuple[Entry, ...], _about("个人账户流水")] = ()


class Settlement(msgspec.Struct, frozen=True, kw_only=True):
    """A settlement of care, or (``is_reversal``) its mirror (INV-7 to INV-10)."""

    total: Annotated[Money, _about("总费用")]
    in_scope: Annotated[Money, _about("政策范围内费用")]
    first_share: Annotated[Money, _about("先行自付")]
    over_limit: Annotated[Money, _about("超限价自付")]
    uncovered: Annotated[Money, _about("全自费")]
    deductible: Annotated[Money, _about("本次起付线")]
    funds: Annotated[tuple[Share, ...], _about("各基金支付")]
    fund_total: Annotated[Money, _about("基金支付合计")]
    person_pays: Annotated[Money, _about("个人负担")]
    payment: Annotated[Payment, _about("个人负担的支付")]
    pooled_fund_left: Annotated[Money | None, _about("统筹基金年度余额")] = None
    change: Annotated[Ledger, _about("本次增加的累计")]
    ledger: Annotated[Ledger, _about("结算后的累计")]
    is_reversal: Annotated[bool, _about("是否冲正")] = False


class RestShared(msgspec.Struct, frozen=True, kw_only=True):
    """What other funds pay of a cost in scope that the pooled fund left."""

    rest: Annotated[Money, _about("统筹支付后的自付")]
    funds: Annotated[tuple[Share, ...], _about("各基金支付")]
    fund_total: Annotated[Money, _about("基金支付合计")]
    person_pays: Annotated[Money, _about("个人负担")]
    change: Annotated[Ledger, _about("本次增加的累计")]
    ledger: Annotated[Ledger, _about("结算后的累计")]


class PremiumPaid(msgspec.Struct, frozen=True, kw_only=True):
    """A premium paid from an account."""

    premium: Annotated[Money, _about("已缴保费")]
    balance: Annotated[Money, _about("账户余额")]
    entries: Annotated[tuple[Entry, ...], _about("个人账户流水")]


class Allowance(msgspec.Struct, frozen=True, kw_only=True):
    """A maternity allowance; the employer tops up to the own wage."""

    days: Annotated[int, _about("产假天数")]
    allowance: Annotated[Money, _about("生育津贴")]
    employer_adds: Annotated[Money, _about("单位补差")]


class CostShared(msgspec.Struct, frozen=True, kw_only=True):
    """A cost that one fund and the person share."""

    eligible: Annotated[Money, _about("计算支付的费用")]
    fund_pays: Annotated[Money, _about("基金支付")]
    person_pays: Annotated[Money, _about("个人负担")]
    over_quota: Annotated[Money, _about("其中超过定额或限额")]


class Deduction(msgspec.Struct, frozen=True, kw_only=True):
    """What may be deducted from taxable income."""

    year: Annotated[int, _about("年度")]
    deduction: Annotated[Money, _about("可扣除金额")]


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """When benefits begin; ``repair_cost`` is what the repaired months cost."""

    waiting_months: Annotated[int, _about("等待期月数")]
    benefits_from: Annotated[date, _about("待遇起算日")]
    is_retroactive: Annotated[bool, _about("是否补上中断期间的待遇")] = False
    repair_cost: Annotated[Money, _about("修复费用")] = Money(0)


Result = (
    Settlement | RestShared | Payment | PremiumPaid | Allowance | CostShared | Deduction | Waiting
)
