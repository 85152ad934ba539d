"""What a person is asked; a kind of registration adds only its own questions.

A form that says a question again replaces it, in its place. Conditions find an answer by its name,
and members of choices are equal by value, so that ``PLACE`` of any list of parts means the same.
"""

from __future__ import annotations

from typing import Any

from yibao.catalogue.field import Field, optional, when
from yibao.catalogue.field_types import Choice, Date, Flag, Phone, Region, Text
from yibao.catalogue.form import Form
from yibao.kernel import identifiers
from yibao.remote_care.kinds import CancelReason, ChangedPart, HouseholdPlace, WorkChangedPart

REGISTRATION_NUMBER_KIND = "RC"
_REGION_HINT = "选到地级市（直辖市选到市），不用选医院"
_ADDRESS_HINT = "写到门牌号，只用于核对居住情况"


class RegistrationNumber(Text):
    """The number of a registration, as it stands on the receipt."""

    def __init__(self) -> None:
        super().__init__(
            "备案编号", most=40, hint="只有一条有效备案时不用填", example="RC520103202611220000017Z"
        )

    def parse_text(self, text: str) -> str:
        """Put typing slips right and check the check character."""
        return identifiers.check_document_number(super().parse_text(text), at=self.path).text


class FilingAnswers(Form):
    """登记: what every kind asks."""

    care_region = Region("就医地", hint=_REGION_HINT)
    residence_address = Text("就医地居住地址", least=4, most=100, hint=_ADDRESS_HINT, personal=True)
    phone = Phone("联系手机号码", hint="就医地医院或经办机构需要时联系您")
    starts_on = Date("开始日期", hint="从哪一天起在当地看病，例如今天", example="2026-12-01")


class LongStayFilingAnswers(FilingAnswers):
    """登记: somebody who lives elsewhere may live in more places than one."""

    is_multi_place = optional(
        Flag("还在其他地方长期居住", hint="需要同时保留两个以上就医地时选“是”，要交居住证明")
    )


class ChangeAnswers(Form):
    """变更: the part that changes decides what else is asked."""

    registration_number = optional(RegistrationNumber())
    changed_part: Field[Any] = Choice("要变更什么", ChangedPart, example="place")
    care_region = when(changed_part.is_(ChangedPart.PLACE), Region("新的就医地", hint=_REGION_HINT))
    starts_on = when(
        changed_part.is_(ChangedPart.PLACE),
        Date("从哪一天起换", hint="原备案到前一天为止", example="2026-12-01"),
    )
    residence_address = when(
        changed_part.is_one_of(ChangedPart.PLACE, ChangedPart.ADDRESS),
        Text("新的居住地址", least=4, most=100, hint=_ADDRESS_HINT, personal=True),
    )
    phone = optional(Phone("新的手机号码", hint="换了号码才填"))


class HouseholdPlaceChoice(Choice[HouseholdPlace]):
    """Where the person's 户口 is: it decides which proof does."""

    def __init__(self) -> None:
        super().__init__(
            "户口在哪里", HouseholdPlace, hint="迁到了就医地的交户口簿", example="elsewhere"
        )


class HouseholdRegion(Region):
    """The place that the 户口簿 names."""

    def __init__(self) -> None:
        super().__init__("户籍所在地", hint="户口簿上写的地方，选到地级市")


class EmployerName(Text):
    """Who employs the person at the place of care."""

    def __init__(self, label: str, hint: str) -> None:
        super().__init__(label, least=2, most=100, hint=hint, example="上海测试有限公司")


class RetireFilingAnswers(FilingAnswers):
    """登记: somebody who retired, and settled elsewhere."""

    household_place = HouseholdPlaceChoice()
    household_region = when(household_place.is_(HouseholdPlace.ELSEWHERE), HouseholdRegion())


class RetireChangeAnswers(ChangeAnswers):
    """变更: another place asks again where the 户口 is."""

    household_place = when(
        ChangeAnswers.changed_part.is_(ChangedPart.PLACE), HouseholdPlaceChoice()
    )
    household_region = when(household_place.is_(HouseholdPlace.ELSEWHERE), HouseholdRegion())


class WorkFilingAnswers(FilingAnswers):
    """登记: somebody whose work is elsewhere."""

    employer_name = EmployerName("工作单位名称", "在就医地工作的单位，写全称")
    document_reference = optional(
        Text("派出文件文号", most=60, hint="单位派出的，可以填派出文件的文号")
    )


class WorkChangeAnswers(ChangeAnswers):
    """变更: also another employer at the same place."""

    changed_part = Choice("要变更什么", WorkChangedPart, example="place")
    employer_name = when(
        changed_part.is_one_of(WorkChangedPart.PLACE, WorkChangedPart.EMPLOYER),
        EmployerName("现在的工作单位名称", "写全称；换了就医地、单位没有换的，填原来的单位"),
    )


class CancelAnswers(Form):
    """取消: from when on it is no longer needed, and why."""

    registration_number = optional(RegistrationNumber())
    last_day = Date("取消日期", hint="备案到这一天为止，当天仍然有效", example="2026-12-01")
    reason: Field[Any] = Choice("取消原因", CancelReason, example="returned")
