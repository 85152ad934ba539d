"""What an employee or flexible worker is asked who tells of a change."""

from __future__ import annotations

from yibao.catalogue.choices import Choices
from yibao.catalogue.field_types import (
    Choice,
    Code,
    Date,
    IdentityNumber,
    PersonName,
    Phone,
    Region,
    Text,
)
from yibao.catalogue.form import Form
from yibao.catalogue.optional_when import optional_when


class WhatEmployeeChanged(Choices):
    """Which group of items an employee wants to change; it decides what is asked and shown."""

    CONTACT = "contact", "手机号码、居住地址等"
    KEY = "key", "姓名、证件号码、性别、出生日期"
    WORK = "work", "用工形式、参加工作日期"


class EmploymentKind(Choices):
    """用工形式."""

    PERMANENT = "permanent", "在编人员"
    CONTRACT = "contract", "劳动合同"
    DISPATCHED = "dispatched", "劳务派遣"
    PART_TIME = "part_time", "非全日制用工"
    OTHER = "other", "其他形式"


class EmployeeChangeAnswers(Form):
    """职工参保信息变更登记 (docs/reference/services.md, item 15)."""

    what = Choice("要变更什么", WhatEmployeeChanged, example="contact")
    phone = optional_when(what.is_(WhatEmployeeChanged.CONTACT), Phone("新手机号码"))
    living_region = optional_when(
        what.is_(WhatEmployeeChanged.CONTACT), Region("新居住地", level="county")
    )
    living_address = optional_when(
        what.is_(WhatEmployeeChanged.CONTACT),
        Text("新居住地址", most=100, least=2, personal=True),
    )
    ethnic_group = optional_when(
        what.is_(WhatEmployeeChanged.CONTACT), Code("民族", table="ethnic_group")
    )
    name = optional_when(what.is_(WhatEmployeeChanged.KEY), PersonName("新姓名"))
    certificate_number = optional_when(
        what.is_(WhatEmployeeChanged.KEY), IdentityNumber("新身份证号码")
    )
    sex = optional_when(
        what.is_(WhatEmployeeChanged.KEY), Code("性别", table="sex", only=("1", "2"))
    )
    birth_date = optional_when(what.is_(WhatEmployeeChanged.KEY), Date("出生日期"))
    employment_kind = optional_when(
        what.is_(WhatEmployeeChanged.WORK), Choice("用工形式", EmploymentKind)
    )
    first_worked_on = optional_when(what.is_(WhatEmployeeChanged.WORK), Date("参加工作日期"))
