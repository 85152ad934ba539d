"""Channels, their keys, grants and addresses. They are changed on the console's own pages."""

from __future__ import annotations

from typing import ClassVar

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from yibao.channels.models import Channel, ChannelAddress, ChannelKey, Grant
from yibao.console.registers.base import Register
from yibao.console.registers.site import registers
from yibao.console.roles import Permission
from yibao.console.worklist import name_of


class OfChannels(Register):
    """A register for those who manage channels."""

    permission: ClassVar[Permission] = Permission.MANAGE_CHANNELS


@admin.register(Channel, site=registers)
class ChannelRegister(OfChannels):
    """接入渠道."""

    list_display = ("code", "name", "organisation", "region", "is_online", "is_suspended", "manage")
    list_filter = ("is_online", "is_suspended")
    search_fields = ("code", "name", "organisation")
    fields = (
        "code", "name", "organisation", "region", "is_online", "is_suspended", "may_send_plain",
        "calls_per_second", "calls_per_day", "return_urls", "created_at", "manage",
    )  # fmt: skip

    @admin.display(description="办理")
    def manage(self, channel: Channel) -> SafeString:
        """Return a link to the page where the channel is set up."""
        url = reverse("console:channel", args=[channel.code])
        return format_html('<a href="{}">管理</a>', url)


@admin.register(ChannelKey, site=registers)
class ChannelKeyRegister(OfChannels):
    """渠道密钥: public parts only."""

    list_display = ("id", "channel", "valid_from", "valid_until", "revoked_at")
    search_fields = ("id", "channel__code")
    list_select_related = ("channel",)
    ordering = ("-valid_from",)
    fields = ("id", "channel", "valid_from", "valid_until", "revoked_at", "sm2_public_pem")


@admin.register(Grant, site=registers)
class GrantRegister(OfChannels):
    """事项授权."""

    list_display = ("channel", "service", "by_api", "by_h5", "highest_identity_level")
    list_filter = ("by_api", "by_h5", "highest_identity_level")
    search_fields = ("channel__code", "operation")
    list_select_related = ("channel",)
    ordering = ("channel_id", "operation")
    fields = ("channel", "service", "operation", "by_api", "by_h5", "highest_identity_level")

    @admin.display(description="事项", ordering="operation")
    def service(self, grant: Grant) -> str:
        """Return the name of the service."""
        return name_of(grant.operation)


@admin.register(ChannelAddress, site=registers)
class ChannelAddressRegister(OfChannels):
    """来源地址."""

    list_display = ("channel", "network")
    search_fields = ("channel__code", "network")
    list_select_related = ("channel",)
    ordering = ("channel_id", "network")
    fields = ("channel", "network")
