"""What a flexible worker is asked when he enrols, or stops."""

from __future__ import annotations

from yibao.catalogue.choices import Choices
from yibao.catalogue.field import optional
from yibao.catalogue.field_types import Choice, Code, Date, Phone, Region, Text
from yibao.catalogue.form import Form


class InsuranceMode(Choices):
    """With a personal account or without (national codes 1, 2)."""

    WITH_ACCOUNT = "with_account", "统账结合（有个人账户）"
    POOLED_ONLY = "pooled_only", "单建统筹（没有个人账户，缴得少）"


class ContributionGrade(Choices):
    """How high the base is that somebody pays from; the per cent are parameters."""

    LOWEST = "lowest", "最低档"
    LOWER = "lower", "较低档"
    STANDARD = "standard", "标准档"
    HIGHER = "higher", "较高档"
    HIGHEST = "highest", "最高档"


class InterruptionReason(Choices):
    """Why a flexible worker stops."""

    EMPLOYED = "employed", "到单位就业"
    RESIDENT = "resident", "改为参加居民医保"
    MOVED = "moved", "到外地参保"
    HARDSHIP = "hardship", "暂时无力缴费"
    OTHER = "other", "其他原因"


class FlexibleEnrolmentAnswers(Form):
    """灵活就业人员基本医疗保险参保登记--增加 (docs/reference/services.md, item 8)."""

    mode = Choice("参保方式", InsuranceMode, example="with_account")
    grade = Choice(
        "缴费档次", ContributionGrade, hint="档次越高，缴得越多，划入个人账户的也越多。",
        example="lowest",
    )  # fmt: skip
    region = Region("参保地", level="county", hint="户籍、居住证或就业所在的区县。")
    living_region = Region("居住地", level="county")
    living_address = Text(
        "居住地址", most=100, least=2, personal=True, hint="写到门牌号。", example="中华南路1号"
    )
    phone = Phone("手机号码", hint="缴费和办理进度会发到这个号码。")
    birth_date = optional(Date("出生日期", hint="用身份证办理的不用填。"))
    sex = optional(Code("性别", table="sex", only=("1", "2"), hint="用身份证办理的不用填。"))


class FlexibleInterruptionAnswers(Form):
    """灵活就业人员基本医疗保险参保登记--中断 (docs/reference/services.md, item 9)."""

    reason = Choice("中断原因", InterruptionReason, example="employed")
