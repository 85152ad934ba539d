"""The choices of a request, each with its Chinese label."""

from __future__ import annotations

from enum import StrEnum


class Choice(StrEnum):
    """A value on the wire with a Chinese label."""

    label: str

    def __new__(cls, value: str, label: str) -> Choice:
        """Make a member that equals ``value``."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Insurance(Choice):
    """险种."""

    EMPLOYEE = "employee", "职工医保"
    RESIDENT = "resident", "居民医保"


class Level(Choice):
    """医疗机构级别, as the deductibles and rates know it."""

    PRIMARY = "primary", "一级及以下"
    SECONDARY = "secondary", "二级"
    TERTIARY = "tertiary", "三级"
    TERTIARY_ADVANCED = "tertiary_advanced", "省级高水平三级"


class Remote(Choice):
    """异地就医情况."""

    LOCAL = "local", "参保地就医"
    LONG_TERM = "long_term", "长期备案"
    REFERRAL = "referral", "转诊备案"
    EMERGENCY = "emergency", "急诊抢救"
    UNREGISTERED = "unregistered", "未备案"


class Identity(Choice):
    """救助身份; the order is that of precedence (2.14)."""

    DESTITUTE = "destitute", "特困人员"
    ORPHAN = "orphan", "孤儿和事实无人抚养儿童"
    LOW_INCOME = "low_income", "低保对象"
    POVERTY_RETURN = "poverty_return", "返贫致贫人口"
    LOW_INCOME_MARGIN = "low_income_margin", "低保边缘家庭成员"
    MONITORED = "monitored", "易返贫监测对象"
    HIGH_EXPENSE = "high_expense", "支出型困难家庭患者"


class Disease(Choice):
    """门诊慢特病病种 of the sample set."""

    HYPERTENSION = "hypertension", "高血压"
    DIABETES = "diabetes", "糖尿病"
    CANCER = "cancer", "恶性肿瘤门诊治疗"


class BirthKind(Choice):
    """生育类别."""

    NATURAL = "natural", "顺产"
    ASSISTED = "assisted", "助娩产"
    CAESAREAN = "caesarean", "剖宫产"
    DIFFICULT = "difficult", "难产"
    MISCARRIAGE = "miscarriage", "流产"
    INDUCTION = "induction", "引产"

    @property
    def is_birth(self) -> bool:
        """Tell whether a child was born."""
        return self not in {BirthKind.MISCARRIAGE, BirthKind.INDUCTION}


class Fund(Choice):
    """基金, in the order in which they pay."""

    POOLED = "pooled_fund", "统筹基金"
    LARGE_SUM = "large_sum", "大额医疗费用补助"
    CRITICAL = "critical_illness", "大病保险"
    AID = "medical_aid", "医疗救助"
