"""What the services of this domain give back; every text is ready for the person."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

Title = msgspec.Meta


class ResidentEnrolmentResult(msgspec.Struct, frozen=True):
    """参保登记回执."""

    person_number: Annotated[str, Title(title="人员编号")]
    enrolment_number: Annotated[str, Title(title="参保关系编号")]
    name: Annotated[str, Title(title="姓名")]
    insurance: Annotated[str, Title(title="险种")]
    region: Annotated[str, Title(title="参保地")]
    year: Annotated[int, Title(title="参保年度")]
    amount: Annotated[str, Title(title="应缴金额（元）")]
    pay_before: Annotated[date, Title(title="缴费截止日期")]
    benefit_from: Annotated[date, Title(title="待遇开始日期")]
    waiting_months: Annotated[int, Title(title="等待期（月）")]
    next_step: Annotated[str, Title(title="下一步")]


class ChangedItem(msgspec.Struct, frozen=True):
    """One item before and after, masked."""

    item: Annotated[str, Title(title="项目")]
    before: Annotated[str, Title(title="变更前")]
    after: Annotated[str, Title(title="变更后")]


class InformationChangeResult(msgspec.Struct, frozen=True):
    """变更前后对照回执."""

    person_number: Annotated[str, Title(title="人员编号")]
    changed: Annotated[list[ChangedItem], Title(title="变更内容")]
    next_step: Annotated[str, Title(title="下一步")]


class SuspensionResult(msgspec.Struct, frozen=True):
    """停保回执."""

    enrolment_number: Annotated[str, Title(title="参保关系编号")]
    name: Annotated[str, Title(title="姓名")]
    insurance: Annotated[str, Title(title="险种")]
    region: Annotated[str, Title(title="参保地")]
    status: Annotated[str, Title(title="参保状态")]
    reason: Annotated[str, Title(title="停保原因")]
    effective_on: Annotated[date, Title(title="生效日期")]
    benefit_until: Annotated[date | None, Title(title="待遇截止日期（不含当天）")]
    is_refunded: Annotated[bool, Title(title="是否退费")]
    refund_amount: Annotated[str, Title(title="退费金额（元）")]
    next_step: Annotated[str, Title(title="下一步")]


class FlexibleEnrolmentResult(msgspec.Struct, frozen=True):
    """灵活就业人员参保登记回执."""

    person_number: Annotated[str, Title(title="人员编号")]
    enrolment_number: Annotated[str, Title(title="参保关系编号")]
    name: Annotated[str, Title(title="姓名")]
    insurance: Annotated[str, Title(title="险种")]
    region: Annotated[str, Title(title="参保地")]
    mode: Annotated[str, Title(title="参保方式")]
    grade: Annotated[str, Title(title="缴费档次")]
    base: Annotated[str, Title(title="月缴费基数（元）")]
    monthly_amount: Annotated[str, Title(title="每月应缴（元）")]
    account_amount: Annotated[str, Title(title="其中划入个人账户（元）")]
    first_month: Annotated[str, Title(title="开始缴费月份")]
    pay_before: Annotated[date, Title(title="首月缴费截止日期")]
    benefit_from: Annotated[date, Title(title="待遇开始日期")]
    waiting_months: Annotated[int, Title(title="等待期（月）")]
    next_step: Annotated[str, Title(title="下一步")]


class FlexibleInterruptionResult(msgspec.Struct, frozen=True):
    """灵活就业人员停保回执."""

    enrolment_number: Annotated[str, Title(title="参保关系编号")]
    name: Annotated[str, Title(title="姓名")]
    status: Annotated[str, Title(title="参保状态")]
    reason: Annotated[str, Title(title="中断原因")]
    last_month: Annotated[str, Title(title="缴费截止月份")]
    effective_on: Annotated[date, Title(title="生效日期")]
    benefit_until: Annotated[date | None, Title(title="待遇截止日期（不含当天）")]
    months_cancelled: Annotated[int, Title(title="作废的应缴月数")]
    next_step: Annotated[str, Title(title="下一步")]


class CertificateResult(msgspec.Struct, frozen=True):
    """参保凭证."""

    certificate_number: Annotated[str, Title(title="凭证号")]
    verification_code: Annotated[str, Title(title="核验码")]
    name: Annotated[str, Title(title="姓名")]
    certificate: Annotated[str, Title(title="证件号码")]
    insurance: Annotated[str, Title(title="险种")]
    region: Annotated[str, Title(title="参保地")]
    status: Annotated[str, Title(title="参保状态")]
    first_month: Annotated[str, Title(title="参保起始月")]
    last_month: Annotated[str, Title(title="参保截止月")]
    months_paid: Annotated[int, Title(title="实际缴费月数")]
    months_deemed: Annotated[int, Title(title="视同缴费月数")]
    purpose: Annotated[str, Title(title="用途")]
    issued_on: Annotated[date, Title(title="出具日期")]
    next_step: Annotated[str, Title(title="下一步")]


class OwnInsurance(msgspec.Struct, frozen=True):
    """One insurance of the person."""

    insurance_type: Annotated[str, Title(title="险种代码")]
    insurance: Annotated[str, Title(title="险种")]
    region: Annotated[str, Title(title="参保地代码")]
    region_name: Annotated[str, Title(title="参保地")]
    person_kind: Annotated[str, Title(title="人员类别")]
    status: Annotated[str, Title(title="参保状态代码")]
    status_label: Annotated[str, Title(title="参保状态")]
    first_enrolled: Annotated[str, Title(title="首次参保年月")]
    enrolled_since: Annotated[date, Title(title="本次参保日期")]
    paused_on: Annotated[date | None, Title(title="暂停参保日期")]
    unit_name: Annotated[str, Title(title="参保单位")]
    months_paid: Annotated[int, Title(title="累计缴费月数")]
    months_deemed: Annotated[int, Title(title="视同缴费月数")]


class OwnInsurances(msgspec.Struct, frozen=True):
    """参保险种, the active ones first."""

    insurances: Annotated[list[OwnInsurance], Title(title="参保险种")]
    note: Annotated[str, Title(title="说明")]
