"""What a person is asked; a kind of registration adds only its own questions."""

from __future__ import annotations

from yibao.catalogue.field import optional, when
from yibao.catalogue.field_types import Choice, Date, Flag, Phone, Region, Text
from yibao.catalogue.form import Form
from yibao.kernel import identifiers
from yibao.remote_care.kinds import CancelReason, ChangedPart

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
    changed_part = Choice("要变更什么", ChangedPart, example="place")
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


class CancelAnswers(Form):
    """取消: from when on it is no longer needed, and why."""

    registration_number = optional(RegistrationNumber())
    last_day = Date("取消日期", hint="备案到这一天为止，当天仍然有效", example="2026-12-01")
    reason = Choice("取消原因", CancelReason, example="returned")
