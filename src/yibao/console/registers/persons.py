"""Persons and what they are enrolled in and registered for. Names and numbers are masked."""

from __future__ import annotations

from typing import ClassVar

from django.contrib import admin

from yibao.console.registers.base import Register
from yibao.console.registers.site import registers
from yibao.enrolment.models import Enrolment, EnrolmentChange
from yibao.kernel import masking
from yibao.persons import sealing
from yibao.persons.models import Person, PersonVersion
from yibao.reference import code_tables, regions
from yibao.remote_care.models import Registration, RegistrationEvent


def place(code: str) -> str:
    """Return the full name of a region, or what stands in the row."""
    return regions.full_name(code) if regions.exists(code) else code


def masked_name(person: Person) -> str:
    """Return a person's name masked."""
    return masking.mask_name(opened(person.name_sealed, sealing.NAME))


def opened(sealed: bytes | memoryview | None, context: bytes) -> str:
    """Return what a column holds, as the ORM gives it."""
    return sealing.unseal(bytes(sealed), context) if sealed else ""


@admin.register(Person, site=registers)
class PersonRegister(Register):
    """参保人."""

    person_path: ClassVar[str] = "certificate_index"
    region_path: ClassVar[str] = "living_region"
    list_display = (
        "number",
        "name",
        "certificate",
        "phone",
        "living_place",
        "survival",
        "is_valid",
    )
    list_filter = ("survival", "is_valid")
    search_fields = ("number",)
    search_help_text = "人员编号"
    ordering = ("-registered_at",)
    fields = (
        "number", "name", "certificate", "phone", "birth_date", "sex_label", "living_place",
        "address", "survival", "is_valid", "registered_at",
    )  # fmt: skip

    @admin.display(description="姓名")
    def name(self, person: Person) -> str:
        """Return the masked name."""
        return masked_name(person)

    @admin.display(description="证件号码")
    def certificate(self, person: Person) -> str:
        """Return the masked number."""
        number = opened(person.certificate_sealed, sealing.CERTIFICATE)
        return masking.mask_identity_number(number)

    @admin.display(description="手机号码")
    def phone(self, person: Person) -> str:
        """Return the masked number."""
        return masking.mask_mobile_number(opened(person.phone_sealed, sealing.PHONE))

    @admin.display(description="居住地址")
    def address(self, person: Person) -> str:
        """Return the address down to its county."""
        text = opened(person.living_address_sealed, sealing.ADDRESS)
        return masking.mask_address(text) if text else "—"

    @admin.display(description="居住地")
    def living_place(self, person: Person) -> str:
        """Return the region's name."""
        return place(person.living_region)

    @admin.display(description="性别")
    def sex_label(self, person: Person) -> str:
        """Return the label of the code."""
        return code_tables.label("sex", person.sex)


class OfPerson(Register):
    """A register whose rows belong to a person."""

    person_path: ClassVar[str] = "person__certificate_index"
    list_select_related = ("person",)

    @admin.display(description="参保人")
    def name(self, row: Enrolment | Registration) -> str:
        """Return number and masked name."""
        return f"{row.person.number} {masked_name(row.person)}"


@admin.register(Enrolment, site=registers)
class EnrolmentRegister(OfPerson):
    """参保关系."""

    region_path: ClassVar[str] = "region"
    list_display = ("name", "insurance", "home", "status", "current_since", "benefit_from")
    list_filter = ("status", "insurance_type", "is_retired")
    search_fields = ("person__number",)
    search_help_text = "人员编号"
    ordering = ("-current_since", "-id")
    fields = (
        "name", "insurance", "person_kind", "home", "unit_name", "status", "is_retired",
        "first_enrolled_on", "current_since", "paused_on", "ended_on", "benefit_from",
        "benefit_until", "months_paid", "months_deemed",
    )  # fmt: skip

    @admin.display(description="险种", ordering="insurance_type")
    def insurance(self, row: Enrolment) -> str:
        """Return the label of the insurance."""
        return code_tables.label("insurance_type", row.insurance_type)

    @admin.display(description="参保地", ordering="region")
    def home(self, row: Enrolment) -> str:
        """Return the region's name."""
        return place(row.region)


@admin.register(Registration, site=registers)
class RegistrationRegister(OfPerson):
    """异地就医备案."""

    region_path: ClassVar[str] = "home_region"
    list_display = ("number", "name", "kind", "care_place", "starts_on", "ends_on", "state")
    list_filter = ("kind", "state", "upload_state", "is_pledged")
    search_fields = ("number", "case_number", "person__number")
    search_help_text = "备案编号、受理编号或人员编号"
    ordering = ("-filed_at",)
    fields = (
        "number", "name", "kind", "home_place", "care_place", "starts_on", "ends_on", "is_pledged",
        "is_multi_place", "locked_until", "state", "case_number", "filed_at", "changed_at",
        "upload_state", "upload_tries", "upload_reference", "uploaded_at",
    )  # fmt: skip

    @admin.display(description="就医地")
    def care_place(self, row: Registration) -> str:
        """Return the region's name."""
        return place(row.care_region)

    @admin.display(description="参保地")
    def home_place(self, row: Registration) -> str:
        """Return the region's name."""
        return place(row.home_region)


@admin.register(PersonVersion, site=registers)
class PersonVersionRegister(Register):
    """参保人信息变更: what changed and by which case; the values stay sealed."""

    region_path: ClassVar[str] = "person__living_region"
    list_display = ("person", "item", "case_number", "operator", "at")
    list_filter = ("item",)
    search_fields = ("case_number", "person__number")
    search_help_text = "受理编号或人员编号"
    list_select_related = ("person",)
    ordering = ("-id",)
    fields = ("person", "item", "case_number", "operator", "at")


@admin.register(EnrolmentChange, site=registers)
class EnrolmentChangeRegister(Register):
    """参保变更流水."""

    region_path: ClassVar[str] = "region_after"
    list_display = ("case_number", "kind", "status_before", "status_after", "effective_on", "at")
    list_filter = ("status_after",)
    search_fields = ("case_number",)
    search_help_text = "受理编号"
    ordering = ("-id",)
    fields = (
        "kind", "reason", "status_before", "status_after", "region_before", "region_after",
        "effective_on", "case_number", "operator", "at",
    )  # fmt: skip


@admin.register(RegistrationEvent, site=registers)
class RegistrationEventRegister(Register):
    """备案变动记录."""

    region_path: ClassVar[str] = "registration__home_region"
    list_display = ("registration", "step", "effective_on", "operator", "case_number", "at")
    list_filter = ("step",)
    search_fields = ("case_number", "registration__number")
    search_help_text = "受理编号或备案编号"
    list_select_related = ("registration",)
    ordering = ("-id",)
    fields = ("registration", "step", "reason", "effective_on", "operator", "case_number", "at")
