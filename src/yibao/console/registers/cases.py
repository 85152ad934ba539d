"""Cases and their papers."""

from __future__ import annotations

from typing import ClassVar

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from yibao.casework import sealing
from yibao.casework.models import Case, Mandate, Notice, PledgeBreach
from yibao.console.registers.base import Register
from yibao.console.registers.persons import place
from yibao.console.registers.site import registers
from yibao.console.worklist import name_of
from yibao.kernel import masking


@admin.register(Case, site=registers)
class CaseRegister(Register):
    """办件."""

    person_path: ClassVar[str] = "subject_index"
    region_path: ClassVar[str] = "region"
    list_display = ("number", "service", "subject", "state", "channel", "submitted_at", "due_on")
    list_filter = ("state", "channel", "operation")
    search_fields = ("number", "request_number")
    search_help_text = "受理编号或渠道流水号"
    ordering = ("-submitted_at",)
    fields = (
        "number", "service", "service_version", "subject", "state", "channel", "request_number",
        "home", "review_reason", "officer", "submitted_at", "accepted_at", "due_on", "paused_on",
        "correction_due_on", "closed_at", "page",
    )  # fmt: skip

    @admin.display(description="事项", ordering="operation")
    def service(self, case: Case) -> str:
        """Return the name of the service."""
        return name_of(case.operation)

    @admin.display(description="申请人")
    def subject(self, case: Case) -> str:
        """Return the masked name."""
        return masking.mask_name(sealing.open_subject(bytes(case.subject_sealed)).name)

    @admin.display(description="经办地", ordering="region")
    def home(self, case: Case) -> str:
        """Return the region's name."""
        return place(case.region)

    @admin.display(description="办件页面")
    def page(self, case: Case) -> SafeString:
        """Return a link to the page where the case is worked on."""
        return format_html('<a href="{}">打开办件</a>', reverse("console:case", args=[case.pk]))


@admin.register(Notice, site=registers)
class NoticeRegister(Register):
    """文书: kind, code and time; the content stays sealed."""

    region_path: ClassVar[str] = "case__region"
    person_path: ClassVar[str] = "case__subject_index"
    list_display = ("code", "kind", "case", "issued_at", "is_read")
    list_filter = ("kind",)
    search_fields = ("code", "case__number")
    search_help_text = "核验码或受理编号"
    list_select_related = ("case",)
    ordering = ("-issued_at",)
    fields = ("code", "kind", "case", "issued_at", "is_read", "signing_key", "digest")

    @admin.display(description="已生成", boolean=True)
    def is_read(self, notice: Notice) -> bool:
        """Tell whether somebody has opened the paper, which signs it."""
        return notice.signature is not None

    @admin.display(description="内容摘要（SM3）")
    def digest(self, notice: Notice) -> str:
        """Return the digest of the content."""
        return bytes(notice.content_sm3).hex()


@admin.register(Mandate, site=registers)
class MandateRegister(Register):
    """代办授权: for what and how long; who it is stays sealed."""

    list_display = ("id", "service", "valid_from", "valid_until", "case_number", "revoked_at")
    search_fields = ("case_number",)
    search_help_text = "来源办件编号"
    ordering = ("-id",)
    fields = ("id", "service", "valid_from", "valid_until", "case_number", "revoked_at")

    @admin.display(description="事项", ordering="operation")
    def service(self, mandate: Mandate) -> str:
        """Return the name of the service, or that all are meant."""
        return name_of(mandate.operation) if mandate.operation else "全部事项"


@admin.register(PledgeBreach, site=registers)
class PledgeBreachRegister(Register):
    """失信承诺."""

    person_path: ClassVar[str] = "person_index"
    list_display = ("case_number", "recorded_at", "cleared_at")
    search_fields = ("case_number",)
    search_help_text = "办件编号"
    ordering = ("-id",)
    fields = ("case_number", "recorded_at", "cleared_at")
