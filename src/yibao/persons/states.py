"""Whether a person lives and may act, as the national code table ``survival_status`` has it."""

from __future__ import annotations

from yibao.catalogue.choices import Choices


class Survival(Choices):
    """生存状态. A death is final; the other states may end (docs/explanation/domain.md 2.1)."""

    ALIVE = "1", "正常"
    DEAD = "2", "死亡"
    IMPRISONED = "3", "服刑或收监"
    MISSING = "4", "失踪"
    UNKNOWN = "9", "不明"


class PersonItem(Choices):
    """What is known about a person and may change; each change is one version row."""

    NAME = "name", "姓名"
    CERTIFICATE = "certificate", "证件号码"
    SEX = "sex", "性别"
    BIRTH_DATE = "birth_date", "出生日期"
    ETHNIC_GROUP = "ethnic_group", "民族"
    PHONE = "phone", "手机号码"
    LIVING_REGION = "living_region", "居住地"
    LIVING_ADDRESS = "living_address", "居住地址"
    HOUSEHOLD_ADDRESS = "household_address", "户籍地址"
    HOUSEHOLD_KIND = "household_kind", "户口性质"
    SURVIVAL = "survival", "生存状态"


# 关键信息: what says who somebody is, not merely where he lives (docs/explanation/domain.md 1.3, R-E10).
KEY_ITEMS = frozenset(
    {PersonItem.NAME, PersonItem.CERTIFICATE, PersonItem.SEX, PersonItem.BIRTH_DATE}
)
