"""What a resident is asked when he enrols, or tells of a change."""

from __future__ import annotations

from yibao.catalogue.choices import Choices
from yibao.catalogue.field import optional, when
from yibao.catalogue.field_types import (
    Choice,
    Code,
    Date,
    IdentityNumber,
    PersonName,
    Phone,
    Region,
    Text,
    Year,
)
from yibao.catalogue.form import Form, NoAnswers
from yibao.catalogue.optional_when import optional_when


class ResidentKind(Choices):
    """居民人员类别 (national codes 1401 to 1404, 1501, 16)."""

    NEWBORN = "newborn", "新生儿"
    PRESCHOOL = "preschool", "学龄前儿童"
    PUPIL = "pupil", "中小学生"
    STUDENT = "student", "大学生"
    ADULT = "adult", "成年居民"
    ELDERLY = "elderly", "老年居民"


class BirthProof(Choices):
    """How the birth of a child is found in the registers."""

    MOTHER = "mother", "用母亲身份证号码核验"
    CERTIFICATE = "certificate", "用出生医学证明核验"


class SpecialSituation(Choices):
    """Who may enrol outside the window without waiting, besides newborns (R-E7)."""

    VETERAN = "veteran", "退役军人"
    NEW_STUDENT = "new_student", "新入学的大学生"
    RELEASED = "released", "刑满释放人员"
    AIDED = "aided", "新认定的医疗救助对象"


class ResidentEnrolmentAnswers(Form):
    """城乡居民参保登记 (docs/reference/services.md, item 1)."""

    year = Year("参保年度", hint="享受待遇的年份，不是缴费的年份。", example="2027")
    kind = Choice("人员类别", ResidentKind, example="adult")
    region = Region("参保地", level="county", hint="户籍或居住证所在的区县。")
    living_region = Region("居住地", level="county")
    living_address = Text(
        "居住地址", most=100, least=2, personal=True, hint="写到门牌号。", example="中华南路1号"
    )
    phone = Phone("手机号码", hint="缴费和办理进度会发到这个号码；孩子填父母的号码。")
    household_kind = Code("户口性质", table="household_kind")
    household_address = optional(Text("户籍地址", most=100, least=2, personal=True))
    school_name = when(
        kind.is_one_of(ResidentKind.PUPIL, ResidentKind.STUDENT),
        Text("学校名称", most=60, least=2, example="贵阳市第一中学"),
    )
    student_number = optional_when(
        kind.is_one_of(ResidentKind.PUPIL, ResidentKind.STUDENT),
        Text("学号", most=30, personal=True, hint="不记得可以不填。"),
    )
    birth_proof = when(
        kind.is_(ResidentKind.NEWBORN), Choice("怎样核验出生信息", BirthProof, example="mother")
    )
    mother_identity_number = when(
        birth_proof.is_(BirthProof.MOTHER), IdentityNumber("母亲身份证号码")
    )
    birth_certificate_number = when(
        birth_proof.is_(BirthProof.CERTIFICATE),
        Text("出生医学证明编号", most=20, least=6, personal=True, example="U520000001"),
    )
    special_situation = optional(
        Choice(
            "特殊情形",
            SpecialSituation,
            hint="错过集中缴费期时，符合其中一种可以免除等待期；没有就不填。",
        )
    )
    birth_date = optional(Date("出生日期", hint="用身份证办理的不用填。"))
    sex = optional(Code("性别", table="sex", only=("1", "2"), hint="用身份证办理的不用填。"))


class WhatChanged(Choices):
    """Which group of items a person wants to change; it decides what is asked and shown."""

    CONTACT = "contact", "手机号码、居住地址等"
    KEY = "key", "姓名、证件号码、性别、出生日期"
    KIND = "kind", "居民人员类别"


class InformationChangeAnswers(Form):
    """城乡居民参保信息变更登记 (docs/reference/services.md, item 2)."""

    what = Choice("要变更什么", WhatChanged, example="contact")
    phone = optional_when(what.is_(WhatChanged.CONTACT), Phone("新手机号码"))
    living_region = optional_when(what.is_(WhatChanged.CONTACT), Region("新居住地", level="county"))
    living_address = optional_when(
        what.is_(WhatChanged.CONTACT),
        Text("新居住地址", most=100, least=2, personal=True),
    )
    ethnic_group = optional_when(what.is_(WhatChanged.CONTACT), Code("民族", table="ethnic_group"))
    name = optional_when(what.is_(WhatChanged.KEY), PersonName("新姓名"))
    certificate_number = optional_when(what.is_(WhatChanged.KEY), IdentityNumber("新身份证号码"))
    sex = optional_when(what.is_(WhatChanged.KEY), Code("性别", table="sex", only=("1", "2")))
    birth_date = optional_when(what.is_(WhatChanged.KEY), Date("出生日期"))
    kind = when(what.is_(WhatChanged.KIND), Choice("新人员类别", ResidentKind))


class SuspensionReason(Choices):
    """Why a resident leaves (R-E8); death ends the enrolment, the others pause it."""

    EMPLOYEE = "employee", "参加职工医保"
    MILITARY = "military", "参军入伍"
    ABROAD = "abroad", "出国（境）定居"
    DEATH = "death", "去世"
    DUPLICATE = "duplicate", "重复参保"
    OTHER = "other", "其他原因"


class ResidentSuspensionAnswers(Form):
    """城乡居民暂停参保登记 (docs/reference/services.md, item 3)."""

    reason = Choice("停保原因", SuspensionReason, example="employee")
    paused_on = when(
        reason.is_one_of(*(r for r in SuspensionReason if r is not SuspensionReason.DEATH)),
        Date("从哪天起停保", hint="一般填今天；已经停了一阵的，填实际停保的那天。"),
    )
    died_on = when(reason.is_(SuspensionReason.DEATH), Date("去世日期"))


class OwnInsuranceAnswers(NoAnswers):
    """参保险种 (docs/reference/services.md, item 68) asks nothing beyond who is asking."""
