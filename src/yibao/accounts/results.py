"""What a person gets back; other people by masked name and relation only."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

from yibao.accounts.sharings import Sharing
from yibao.kernel.money import Money

Title = msgspec.Meta
UNLIMITED = "不限"


class ShareSummary(msgspec.Struct, frozen=True):
    """A sharing as one of its sides sees it."""

    share_number: Annotated[str, Title(title="共济编号")]
    other_person: Annotated[str, Title(title="对方")]
    state: Annotated[str, Title(title="状态")]
    position: Annotated[int | None, Title(title="支付次序")]
    starts_on: Annotated[date, Title(title="开始日期")]
    ends_on: Annotated[date | None, Title(title="最后有效日")]
    single_limit: Annotated[str, Title(title="单笔额度（元）")]
    yearly_limit: Annotated[str, Title(title="年度额度（元）")]
    used_in_year: Annotated[str, Title(title="本年已用（元）")]


class AccountInformation(msgspec.Struct, frozen=True):
    """个人账户信息."""

    state: Annotated[str, Title(title="账户状态")]
    balance: Annotated[str, Title(title="余额（元）")]
    current_year_balance: Annotated[str, Title(title="其中当年余额（元）")]
    earlier_balance: Annotated[str, Title(title="其中历年余额（元）")]
    received_in_year: Annotated[str, Title(title="本年收入（元）")]
    spent_in_year: Annotated[str, Title(title="本年支出（元）")]
    last_entry: Annotated[str, Title(title="最近一笔时间")]
    shared_with: Annotated[list[ShareSummary], Title(title="我授权的家人")]
    shared_by: Annotated[list[ShareSummary], Title(title="授权给我的家人")]
    note: Annotated[str, Title(title="说明")]


class LedgerEntry(msgspec.Struct, frozen=True):
    """One movement of money."""

    at: Annotated[str, Title(title="时间")]
    kind: Annotated[str, Title(title="收支类型")]
    direction: Annotated[str, Title(title="收支方向")]
    amount: Annotated[str, Title(title="金额（元）")]
    balance_after: Annotated[str, Title(title="之后的余额（元）")]
    provider_name: Annotated[str, Title(title="定点医药机构")]
    user: Annotated[str, Title(title="使用人")]
    reference: Annotated[str, Title(title="业务编号")]


class LedgerPage(msgspec.Struct, frozen=True):
    """收支明细, one page of it, the youngest first."""

    entries: Annotated[list[LedgerEntry], Title(title="收支明细")]
    total: Annotated[int, Title(title="共几条")]
    page: Annotated[int, Title(title="第几页")]
    note: Annotated[str, Title(title="说明")]


class ShareList(msgspec.Struct, frozen=True):
    """共济关系 of a person."""

    sharings: Annotated[list[ShareSummary], Title(title="共济关系")]
    used_in_year: Annotated[str, Title(title="本年共用（元）")]
    note: Annotated[str, Title(title="说明")]


class PaymentSource(msgspec.Struct, frozen=True):
    """One account in the order of payment; how much is in it is nobody else's business."""

    position: Annotated[int, Title(title="支付次序")]
    share_number: Annotated[str, Title(title="共济编号")]
    source: Annotated[str, Title(title="谁的账户")]
    balance: Annotated[str, Title(title="余额情况")]
    limit: Annotated[str, Title(title="额度")]


class PaymentOrder(msgspec.Struct, frozen=True):
    """支付顺序: one's own account, then those of relatives."""

    own_account: Annotated[str, Title(title="本人账户")]
    sources: Annotated[list[PaymentSource], Title(title="家人账户")]
    note: Annotated[str, Title(title="说明")]


class CandidateEligibility(msgspec.Struct, frozen=True):
    """Whether somebody can take part; of a relative nothing more than that."""

    may_use: Annotated[bool, Title(title="可以作为使用人")]
    may_grant: Annotated[bool | None, Title(title="可以作为授权人")]
    insurance: Annotated[str, Title(title="险种")]
    status: Annotated[str, Title(title="参保状态")]
    region: Annotated[str, Title(title="参保地")]
    personal_account: Annotated[str, Title(title="个人账户")]
    reason: Annotated[str, Title(title="说明")]


class ShareReceipt(msgspec.Struct, frozen=True):
    """绑定回执."""

    sharing: Annotated[ShareSummary, Title(title="共济关系")]
    next_step: Annotated[str, Title(title="接下来")]


class ShareRecord(msgspec.Struct, frozen=True):
    """One payment through a sharing."""

    at: Annotated[str, Title(title="时间")]
    share_number: Annotated[str, Title(title="共济编号")]
    kind: Annotated[str, Title(title="类型")]
    direction: Annotated[str, Title(title="收支方向")]
    amount: Annotated[str, Title(title="金额（元）")]
    provider_name: Annotated[str, Title(title="定点医药机构")]


class ShareChangeResult(msgspec.Struct, frozen=True):
    """What became of a sharing, or what went through it."""

    sharing: Annotated[ShareSummary | None, Title(title="共济关系")]
    records: Annotated[list[ShareRecord], Title(title="共济支付记录")]
    total: Annotated[int, Title(title="记录共几条")]
    next_step: Annotated[str, Title(title="接下来")]


class PremiumReceipt(msgspec.Struct, frozen=True):
    """代缴回执."""

    order_number: Annotated[str, Title(title="代缴单号")]
    payee: Annotated[str, Title(title="参保人")]
    year: Annotated[int, Title(title="参保年度")]
    amount: Annotated[str, Title(title="金额（元）")]
    balance_after: Annotated[str, Title(title="账户余额（元）")]
    state: Annotated[str, Title(title="状态")]
    next_step: Annotated[str, Title(title="接下来")]


class PremiumRecord(msgspec.Struct, frozen=True):
    """One premium that was paid from an account."""

    order_number: Annotated[str, Title(title="代缴单号")]
    payer: Annotated[str, Title(title="付款人")]
    payee: Annotated[str, Title(title="参保人")]
    year: Annotated[int, Title(title="参保年度")]
    amount: Annotated[str, Title(title="金额（元）")]
    state: Annotated[str, Title(title="状态")]
    submitted: Annotated[str, Title(title="扣款时间")]
    tax_reference: Annotated[str, Title(title="税票号")]


class PremiumRecords(msgspec.Struct, frozen=True):
    """代缴记录, one page, the youngest first."""

    records: Annotated[list[PremiumRecord], Title(title="代缴记录")]
    total: Annotated[int, Title(title="共几条")]
    page: Annotated[int, Title(title="第几页")]
    note: Annotated[str, Title(title="说明")]


def summary(sharing: Sharing) -> ShareSummary:
    """Return a sharing fit to be shown."""
    return ShareSummary(
        share_number=sharing.number,
        other_person=sharing.other,
        state=sharing.state.label,
        position=sharing.position,
        starts_on=sharing.starts_on,
        ends_on=sharing.ends_on,
        single_limit=limit(sharing.single_limit),
        yearly_limit=limit(sharing.yearly_limit),
        used_in_year=str(sharing.used.yuan),
    )


def limit(amount: Money | None) -> str:
    """Return a limit in yuan, or that there is none."""
    return UNLIMITED if amount is None else str(amount.yuan)
