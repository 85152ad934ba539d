"""The platform's own books: audit trail, access log, messages that could not be delivered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.paginator import InfinitePaginator

from yibao.console.registers.base import Register
from yibao.console.registers.site import registers
from yibao.console.roles import Permission
from yibao.gateway.models import AccessLog
from yibao.kernel.errors import DomainError
from yibao.platform import database
from yibao.platform.audit_log import api as audit_log
from yibao.platform.audit_log.models import Checkpoint, Entry
from yibao.platform.outbox import delivery
from yibao.platform.outbox.models import Delivery


@admin.register(Entry, site=registers)
class EntryRegister(Register):
    """审计条目."""

    permission: ClassVar[Permission] = Permission.SEE_AUDIT
    paginator = InfinitePaginator  # counting millions of rows would cost more than reading fifty
    list_display = ("id", "recorded_at", "action", "object_id", "operator", "case_number")
    search_fields = ("case_number__exact", "object_id__exact")
    search_help_text = "受理编号或对象编号"
    ordering = ("-id",)
    fields = (
        "id", "position", "recorded_at", "action", "object_id", "operator", "case_number", "facts",
        "digest",
    )  # fmt: skip

    @admin.display(description="摘要（SM3）")
    def digest(self, entry: Entry) -> str:
        """Return the leaf of the entry in the tree."""
        return bytes(entry.leaf_hash).hex()


@admin.register(Checkpoint, site=registers)
class CheckpointRegister(Register):
    """审计检查点."""

    permission: ClassVar[Permission] = Permission.SEE_AUDIT
    paginator = InfinitePaginator
    list_display = ("size", "signed_at", "key_name", "root_text")
    ordering = ("-size",)
    fields = ("size", "signed_at", "key_name", "root_text", "signature_text")

    @admin.display(description="根（SM3）")
    def root_text(self, checkpoint: Checkpoint) -> str:
        """Return the root of the tree."""
        return bytes(checkpoint.root).hex()

    @admin.display(description="签名（SM2，DER）")
    def signature_text(self, checkpoint: Checkpoint) -> str:
        """Return the signature."""
        return bytes(checkpoint.signature).hex()


@admin.register(AccessLog, site=registers)
class AccessLogRegister(Register):
    """访问日志."""

    permission: ClassVar[Permission] = Permission.EXPLAIN_CALLS
    paginator = InfinitePaginator
    list_display = ("request_id", "at", "channel", "operation", "address", "status", "code", "why")
    list_filter = ("status",)
    search_fields = ("request_id__exact", "channel__exact", "request_number__exact")
    search_help_text = "请求编号、渠道或渠道流水号"
    ordering = ("-at",)
    fields = (
        "request_id", "at", "channel", "key", "operation", "request_number", "address", "status",
        "code", "duration_us", "bytes_in", "bytes_out", "why",
    )  # fmt: skip

    @admin.display(description="说明")
    def why(self, row: AccessLog) -> SafeString | str:
        """Return a link to the explanation of a refusal."""
        if not row.code:
            return "—"
        url = f"{reverse('console:explain')}?request_id={row.request_id}"
        return format_html('<a href="{}">为什么</a>', url)


@admin.register(Delivery, site=registers)
class DeliveryRegister(Register):
    """送达: messages on their way; those that died can be sent again or given up."""

    permission: ClassVar[Permission] = Permission.SEE_OPERATIONS
    paginator = InfinitePaginator
    actions: ClassVar[Sequence[Any]] = ("redeliver", "drop")
    list_display = ("id", "topic", "subscriber", "state", "tries", "next_try_at", "last_error")
    list_filter = ("state", "subscriber")
    list_select_related = ("message",)
    ordering = ("-id",)
    fields = ("id", "topic", "subscriber", "key", "state", "tries", "next_try_at", "last_error")

    @admin.display(description="主题")
    def topic(self, row: Delivery) -> str:
        """Return what the message is about."""
        return row.message.topic

    @admin.action(description="重新投递选中的消息")
    def redeliver(self, request: HttpRequest, rows: QuerySet[Delivery]) -> None:
        """Start anew with the dead among the chosen ones."""
        self._each(request, rows, delivery.redeliver, "outbox.redeliver", "已重新投递")

    @admin.action(description="放弃选中的消息")
    def drop(self, request: HttpRequest, rows: QuerySet[Delivery]) -> None:
        """Do without the dead among the chosen ones."""
        self._each(request, rows, delivery.drop, "outbox.drop", "已放弃")

    def _each(
        self, request: HttpRequest, rows: QuerySet[Delivery], deed: Any, action: str, done: str
    ) -> None:
        count = 0
        for delivery_id in rows.values_list("id", flat=True):
            try:
                with database.transaction() as sql:
                    deed(delivery_id)
                    audit_log.record(
                        sql,
                        action=action,
                        object_id=str(delivery_id),
                        operator=f"officer:{request.user.get_username()}",
                        facts={},
                    )
                count += 1
            except DomainError as wrong:
                self.message_user(request, str(wrong), level="warning")
        if count:
            self.message_user(request, f"{done}{count}条消息。")
