"""What the queries about contributions tell; amounts in yuan, every text ready for the person."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

Title = msgspec.Meta


class ResidentDueProgress(msgspec.Struct, frozen=True):
    """Where the contribution for a year stands."""

    year: Annotated[int, Title(title="参保年度")]
    amount: Annotated[str, Title(title="应缴金额（元）")]
    status: Annotated[str, Title(title="缴费状态代码")]
    status_label: Annotated[str, Title(title="缴费状态")]
    pay_before: Annotated[date, Title(title="缴费截止日期")]
    paid_on: Annotated[date | None, Title(title="缴费日期")]
    tax_reference: Annotated[str, Title(title="税务受理号")]
    benefit_from: Annotated[date | None, Title(title="待遇开始日期")]
    refund_amount: Annotated[str, Title(title="退费金额（元）")]
    refunded_on: Annotated[date | None, Title(title="退费日期")]
    next_step: Annotated[str, Title(title="下一步")]


class ResidentProgress(msgspec.Struct, frozen=True):
    """居民缴费进度, the latest year first."""

    dues: Annotated[list[ResidentDueProgress], Title(title="应缴单")]
    note: Annotated[str, Title(title="说明")]


class MonthProgress(msgspec.Struct, frozen=True):
    """Where the contribution for a month stands."""

    month: Annotated[str, Title(title="费款所属月")]
    kind: Annotated[str, Title(title="缴费类型")]
    base: Annotated[str, Title(title="月缴费基数（元）")]
    unit_amount: Annotated[str, Title(title="单位缴费（元）")]
    personal_amount: Annotated[str, Title(title="个人缴费（元）")]
    account_amount: Annotated[str, Title(title="划入个人账户（元）")]
    status: Annotated[str, Title(title="缴费状态代码")]
    status_label: Annotated[str, Title(title="缴费状态")]
    pay_before: Annotated[date, Title(title="缴费截止日期")]
    paid_on: Annotated[date | None, Title(title="缴费日期")]
    unit_name: Annotated[str, Title(title="参保单位")]


class EmployeeProgress(msgspec.Struct, frozen=True):
    """职工缴费进度, the latest month first."""

    months: Annotated[list[MonthProgress], Title(title="各月缴费")]
    paid_until: Annotated[str, Title(title="已缴至")]
    note: Annotated[str, Title(title="说明")]


class OwnContribution(msgspec.Struct, frozen=True):
    """One contribution of the person."""

    insurance_type: Annotated[str, Title(title="险种代码")]
    insurance: Annotated[str, Title(title="险种")]
    from_month: Annotated[str, Title(title="费款所属期起")]
    until_month: Annotated[str, Title(title="费款所属期止")]
    kind: Annotated[str, Title(title="缴费类型")]
    base: Annotated[str, Title(title="月缴费基数（元）")]
    unit_amount: Annotated[str, Title(title="单位缴费（元）")]
    personal_amount: Annotated[str, Title(title="个人缴费（元）")]
    status: Annotated[str, Title(title="缴费状态代码")]
    status_label: Annotated[str, Title(title="缴费状态")]
    paid_on: Annotated[date | None, Title(title="缴费日期")]
    unit_name: Annotated[str, Title(title="参保单位")]


class OwnContributions(msgspec.Struct, frozen=True):
    """缴费信息 of a year, in the order of the months."""

    year: Annotated[int, Title(title="年度")]
    contributions: Annotated[list[OwnContribution], Title(title="缴费记录")]
    months_total: Annotated[int, Title(title="已缴月数")]
    note: Annotated[str, Title(title="说明")]
