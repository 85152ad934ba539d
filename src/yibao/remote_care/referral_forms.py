"""What somebody is asked whom a hospital refers elsewhere (异地转诊).

Everything that tells of an illness is personal: it is sealed, and shown in no message and no log.
"""

from __future__ import annotations

import re

from yibao.catalogue.field import optional, when
from yibao.catalogue.field_types import Choice, Date, PersonName, Text
from yibao.catalogue.optional_when import optional_when
from yibao.kernel.typed_text import compact
from yibao.remote_care.errors import DiagnosisCodeUnreadable, HospitalCodeUnreadable
from yibao.remote_care.forms import CancelAnswers, ChangeAnswers, FilingAnswers
from yibao.remote_care.kinds import ReferralCancelReason, ReferralChangedPart, ReferralReason

_HOSPITAL_CODE = re.compile(r"H[0-9]{11}")
# The edition of the insurance: I25.100x003, and with the manifestation A17.000+G01*.
_DIAGNOSIS_CODE = re.compile(
    r"[A-Z][0-9]{2}(?:\.[0-9x][0-9]{0,2}(?:x[0-9]{3})?)?(?:\+[A-Z][0-9]{2}(?:\.[0-9])?\*)?"
)
_ADDRESS_LABEL = "联系地址"


class HospitalCode(Text):
    """The national code of a hospital, twelve characters: its name is known to the register."""

    def __init__(self) -> None:
        super().__init__(
            "转出医院编码",
            most=40,
            hint="转诊证明上的12位医院编码，不清楚的可以问医院医保办",
            example="H52010300101",
        )

    def parse_text(self, text: str) -> str:
        """Put typing slips right, then check the form."""
        code = compact(super().parse_text(text)).upper()
        if not _HOSPITAL_CODE.fullmatch(code):
            raise HospitalCodeUnreadable(at=self.path)
        return code


class DiagnosisCode(Text):
    """A diagnosis by its code (ICD-10, edition of the insurance)."""

    def __init__(self) -> None:
        super().__init__(
            "诊断编码", most=20, hint="照转诊证明填写", example="I25.103", personal=True
        )

    def parse_text(self, text: str) -> str:
        """Write it as the catalogue does, then check the form."""
        typed = compact(super().parse_text(text)).upper().split("+")
        code = "+".join(part[:1] + part[1:].replace("X", "x") for part in typed)
        if not _DIAGNOSIS_CODE.fullmatch(code):
            raise DiagnosisCodeUnreadable(at=self.path)
        return code


def _diagnosis_name() -> Text:
    return Text("诊断名称", least=2, most=100, hint="照转诊证明填写", personal=True)


def _condition() -> Text:
    return Text("病情描述", most=300, hint="需要说明时才填", personal=True)


def _doctor_name() -> PersonName:
    return PersonName("医师姓名", hint="开转诊证明的医师")


def _doctor_code() -> Text:
    return Text("医师编码", most=30, hint="转诊证明上有的才填", personal=True)


def _referral_reason() -> Choice[ReferralReason]:
    return Choice("转诊原因", ReferralReason, example="no_means")


def _referred_on() -> Date:
    return Date("转诊日期", hint="转诊证明上的日期", example="2026-11-20")


def _receiving_hospital() -> Text:
    return Text("转往的医院", most=100, hint="知道的可以填；备案到城市，当地联网医院都可以去")


class ReferralFilingAnswers(FilingAnswers):
    """登记: who refers, when and why, and for which illness."""

    residence_address = Text(
        _ADDRESS_LABEL,
        least=4,
        most=100,
        hint="就医地的住处；还没有定的，填家里的地址",
        personal=True,
    )
    referring_hospital_code = HospitalCode()
    referred_on = _referred_on()
    referral_reason = _referral_reason()
    diagnosis_code = DiagnosisCode()
    diagnosis_name = _diagnosis_name()
    illness_description = optional(_condition())
    doctor_name = _doctor_name()
    doctor_code = optional(_doctor_code())
    receiving_hospital = optional(_receiving_hospital())


class ReferralChangeAnswers(ChangeAnswers):
    """变更: another place, or a new opinion for the same place, asks for the opinion."""

    changed_part = Choice("要变更什么", ReferralChangedPart, example="opinion")
    _has_new_opinion = changed_part.is_one_of(
        ReferralChangedPart.PLACE, ReferralChangedPart.OPINION
    )
    starts_on = when(
        _has_new_opinion,
        Date(
            "从哪一天起",
            hint="新备案从这一天开始，有效期重新计算；原备案到前一天为止",
            example="2026-12-01",
        ),
    )
    referring_hospital_code = when(_has_new_opinion, HospitalCode())
    referred_on = when(_has_new_opinion, _referred_on())
    referral_reason = when(_has_new_opinion, _referral_reason())
    diagnosis_code = when(_has_new_opinion, DiagnosisCode())
    diagnosis_name = when(_has_new_opinion, _diagnosis_name())
    illness_description = optional_when(_has_new_opinion, _condition())
    doctor_name = when(_has_new_opinion, _doctor_name())
    doctor_code = optional_when(_has_new_opinion, _doctor_code())
    receiving_hospital = optional_when(_has_new_opinion, _receiving_hospital())


class ReferralCancelAnswers(CancelAnswers):
    """取消: the reasons are others."""

    reason = Choice("取消原因", ReferralCancelReason, example="treated")
