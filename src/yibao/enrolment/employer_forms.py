"""What the operator of an employer is asked."""

from __future__ import annotations

from yibao.catalogue.choices import Choices
from yibao.catalogue.field import when
from yibao.catalogue.field_types import (
    Choice,
    Date,
    IdentityNumber,
    PersonName,
    Phone,
    Region,
    Text,
)
from yibao.catalogue.form import Form
from yibao.catalogue.optional_when import optional_when
from yibao.employers.errors import BankAccountUnreadable
from yibao.employers.states import EmployerKind
from yibao.kernel import credit_code
from yibao.kernel.typed_text import compact

_ACCOUNT_LENGTHS = range(8, 33)


class CreditCode(Text):
    """The unified social credit code of an organisation (GB 32100)."""

    def __init__(self, label: str = "统一社会信用代码", *, hint: str = "") -> None:
        super().__init__(
            label,
            most=30,
            hint=hint or "18位，在营业执照或法人证书上",
            example="91520103MA6TEXT135",
        )

    def parse_text(self, text: str) -> str:
        """Put typing slips right and check the check character."""
        return credit_code.check(super().parse_text(text), at=self.path).text


class BankAccount(Text):
    """The number of an account of an organisation: 8 to 32 digits."""

    def __init__(self, label: str) -> None:
        super().__init__(label, most=40, hint="户名要与单位名称一致", personal=True)

    def parse_text(self, text: str) -> str:
        """Drop spaces and dashes; take digits only."""
        digits = compact(super().parse_text(text)).replace("-", "")
        if not (digits.isascii() and digits.isdecimal() and len(digits) in _ACCOUNT_LENGTHS):
            raise BankAccountUnreadable(at=self.path)
        return digits


class EmployerEnrolmentAnswers(Form):
    """单位新参保登记 (docs/reference/services.md, item 5)."""

    credit_code = CreditCode()
    employer_name = Text("单位名称", most=100, least=2, hint="与营业执照或法人证书一致")
    kind = Choice("单位类型", EmployerKind, example="enterprise")
    legal_representative = PersonName("法定代表人或负责人姓名")
    region = Region("参保地", level="county", hint="单位所在的区县")
    address = Text("单位地址", most=100, least=2, hint="写到门牌号")
    phone = Phone("经办人手机号码", hint="办理进度和缴费提醒会发到这个号码")
    starts_on = Date("参保日期", hint="从哪一天起为职工参保", example="2026-12-01")
    bank_name = Text("开户银行", most=60, least=4, example="测试银行贵阳云岩支行")
    bank_account = BankAccount("银行账号")


class ChangedEmployerPart(Choices):
    """Which group of items changes; it decides what is asked."""

    CONTACT = "contact", "单位地址、经办人手机号码"
    BANK = "bank", "开户银行、银行账号"
    KEY = "key", "名称、统一社会信用代码、法定代表人"
    OPERATOR = "operator", "换经办人"


_PART = ChangedEmployerPart


class EmployerChangeAnswers(Form):
    """单位参保信息变更登记 (docs/reference/services.md, item 4)."""

    credit_code = CreditCode("单位现在的统一社会信用代码")
    changed_part = Choice("要变更什么", ChangedEmployerPart, example="contact")
    address = optional_when(
        changed_part.is_(_PART.CONTACT), Text("新的单位地址", most=100, least=2)
    )
    phone = optional_when(changed_part.is_(_PART.CONTACT), Phone("经办人新的手机号码"))
    bank_name = when(changed_part.is_(_PART.BANK), Text("新的开户银行", most=60, least=4))
    bank_account = when(changed_part.is_(_PART.BANK), BankAccount("新的银行账号"))
    employer_name = optional_when(
        changed_part.is_(_PART.KEY), Text("新的单位名称", most=100, least=2)
    )
    new_credit_code = optional_when(changed_part.is_(_PART.KEY), CreditCode("新的统一社会信用代码"))
    legal_representative = optional_when(
        changed_part.is_(_PART.KEY), PersonName("新的法定代表人或负责人姓名")
    )
    operator_name = when(changed_part.is_(_PART.OPERATOR), PersonName("新经办人姓名"))
    operator_identity_number = when(
        changed_part.is_(_PART.OPERATOR), IdentityNumber("新经办人身份证号码")
    )
    operator_phone = when(changed_part.is_(_PART.OPERATOR), Phone("新经办人手机号码"))


class SuspendReason(Choices):
    """Why an employer pays nothing for a while."""

    NO_BUSINESS = "no_business", "停业、歇业"
    NO_EMPLOYEES = "no_employees", "没有职工了"
    MOVED = "moved", "迁到其他统筹区"
    OTHER = "other", "其他原因"


class EmployeesOnSuspension(Choices):
    """What becomes of the employees who are insured through the employer."""

    SUSPEND_ALL = "suspend_all", "全部与单位一起停保"
    NONE = "none", "没有在保职工"


class EmployerSuspendAnswers(Form):
    """单位暂停参保 (docs/reference/services.md, item 6)."""

    credit_code = CreditCode()
    suspended_on = Date("暂停日期", hint="本月内已到的日期，次月起停缴", example="2026-11-22")
    reason = Choice("暂停原因", SuspendReason, example="no_business")
    employees = Choice(
        "在保职工",
        EmployeesOnSuspension,
        hint="一起停保的，退休人员不受影响",
        example="suspend_all",
    )


class DeregisterReason(Choices):
    """Why an employer ceases to be one."""

    CLOSED = "closed", "注销"
    LICENCE_REVOKED = "licence_revoked", "吊销营业执照"
    DISSOLVED = "dissolved", "撤销"
    BANKRUPT = "bankrupt", "破产"
    MERGED = "merged", "合并"


class EmployerDeregisterAnswers(Form):
    """单位注销登记 (docs/reference/services.md, item 7)."""

    credit_code = CreditCode()
    reason = Choice("注销原因", DeregisterReason, example="closed")
    ended_on = Date("注销日期", hint="登记机关注销、吊销或裁定的日期", example="2026-11-20")
