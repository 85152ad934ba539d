"""What the operator of an employer gets back; every text is ready for the person."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

from yibao.enrolment.results import ChangedItem

Title = msgspec.Meta


class InsuredEmployer(msgspec.Struct, frozen=True):
    """One insurance of an employer."""

    insurance: Annotated[str, Title(title="险种")]
    status: Annotated[str, Title(title="单位参保状态")]
    starts_on: Annotated[date, Title(title="参保日期")]


class EmployerEnrolmentResult(msgspec.Struct, frozen=True):
    """单位参保登记回执."""

    employer_number: Annotated[str, Title(title="单位编号")]
    employer_name: Annotated[str, Title(title="单位名称")]
    credit_code: Annotated[str, Title(title="统一社会信用代码")]
    region: Annotated[str, Title(title="参保地")]
    insurances: Annotated[list[InsuredEmployer], Title(title="参保险种")]
    operator_name: Annotated[str, Title(title="经办人")]
    bank_account: Annotated[str, Title(title="银行账号")]
    next_step: Annotated[str, Title(title="下一步")]


class EmployerChangeResult(msgspec.Struct, frozen=True):
    """单位信息变更前后对照回执."""

    employer_number: Annotated[str, Title(title="单位编号")]
    employer_name: Annotated[str, Title(title="单位名称")]
    changed: Annotated[list[ChangedItem], Title(title="变更内容")]
    next_step: Annotated[str, Title(title="下一步")]


class SuspendedEmployee(msgspec.Struct, frozen=True):
    """One employee whose insurance was suspended with the employer, masked."""

    person_number: Annotated[str, Title(title="人员编号")]
    name: Annotated[str, Title(title="姓名")]


class EmployerSuspendResult(msgspec.Struct, frozen=True):
    """单位暂停参保回执, with how many people it suspends and the first of them."""

    employer_number: Annotated[str, Title(title="单位编号")]
    employer_name: Annotated[str, Title(title="单位名称")]
    suspended_on: Annotated[date, Title(title="暂停日期")]
    insurances: Annotated[list[InsuredEmployer], Title(title="参保险种")]
    total: Annotated[int, Title(title="停保人数")]
    employees: Annotated[list[SuspendedEmployee], Title(title="停保人员（前20人）")]
    arrears: Annotated[str, Title(title="欠费（元）")]
    next_step: Annotated[str, Title(title="下一步")]


class EmployerDeregisterResult(msgspec.Struct, frozen=True):
    """单位注销登记通知."""

    employer_number: Annotated[str, Title(title="单位编号")]
    employer_name: Annotated[str, Title(title="单位名称")]
    credit_code: Annotated[str, Title(title="统一社会信用代码")]
    ended_on: Annotated[date, Title(title="注销日期")]
    released: Annotated[int, Title(title="转出的退休人员人数")]
    next_step: Annotated[str, Title(title="下一步")]
