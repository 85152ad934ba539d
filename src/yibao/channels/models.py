"""Tables of channels."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Channel(models.Model):
    """A system that calls the platform: a government app, a mini-programme, a kiosk, a clinic."""

    code = models.CharField("系统标识", max_length=40, primary_key=True)
    name = models.CharField("渠道名称", max_length=100)
    organisation = models.CharField("使用单位", max_length=100)
    region = models.CharField("所属地区", max_length=6)
    is_online = models.BooleanField("可调用正式环境", default=False)
    is_suspended = models.BooleanField("已暂停", default=False)
    may_send_plain = models.BooleanField("允许不加密", default=False)
    calls_per_second = models.PositiveIntegerField("每秒调用上限", default=200)
    calls_per_day = models.PositiveIntegerField("每日调用上限", default=3_000_000)
    return_urls = models.TextField("H5 返回地址白名单（每行一个前缀）", blank=True)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)

    class Meta:
        """Shown by code."""

        db_table = "channel"
        ordering = ["code"]
        verbose_name = verbose_name_plural = "渠道"

    def __str__(self) -> str:
        return self.name


class ChannelKey(models.Model):
    """The keys of a channel, valid for a time. The private SM2 key never comes here."""

    id = models.CharField("密钥编号", max_length=40, primary_key=True)
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="keys")
    sm2_public_pem = models.TextField("渠道 SM2 公钥")
    sm4_key_sealed = models.BinaryField()
    valid_from = models.DateTimeField("启用时间")
    valid_until = models.DateTimeField("失效时间")
    revoked_at = models.DateTimeField("吊销时间", null=True, blank=True)

    class Meta:
        """A key is valid for a while."""

        db_table = "channel_key"
        verbose_name = verbose_name_plural = "渠道密钥"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gt=F("valid_from")), name="channel_key_period"
            )
        ]

    def __str__(self) -> str:
        return self.id


class Grant(models.Model):
    """One service that a channel may use, by API or as H5, and how it identified the person."""

    id = models.BigAutoField(primary_key=True)
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="grants")
    operation = models.CharField("事项", max_length=60)
    by_api = models.BooleanField("接口", default=True)
    by_h5 = models.BooleanField("H5", default=True)
    highest_identity_level = models.CharField("可声明的最高核验等级", max_length=2, default="L3")

    class Meta:
        """A service is granted once."""

        db_table = "channel_grant"
        verbose_name = verbose_name_plural = "事项授权"
        constraints = [
            models.UniqueConstraint(fields=["channel", "operation"], name="one_grant_of_a_service")
        ]

    def __str__(self) -> str:
        return self.operation


class ChannelAddress(models.Model):
    """A network that calls may come from, as CIDR. No row: from nowhere."""

    id = models.BigAutoField(primary_key=True)
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="addresses")
    network = models.CharField("网段", max_length=50)

    class Meta:
        """A network is listed once."""

        db_table = "channel_address"
        verbose_name = verbose_name_plural = "来源地址"
        constraints = [
            models.UniqueConstraint(fields=["channel", "network"], name="one_row_of_a_network")
        ]

    def __str__(self) -> str:
        return self.network


class LaunchTicket(models.Model):
    """One launch of an H5 page by a channel: one use, a few minutes, one service."""

    digest = models.BinaryField(max_length=32, primary_key=True)
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT)
    operation = models.CharField(max_length=60)
    subject_sealed = models.BinaryField()
    identity_level = models.CharField(max_length=2)
    return_url = models.CharField(max_length=500, blank=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        """Old tickets are deleted by their time."""

        db_table = "launch_ticket"
        indexes = [models.Index(fields=["expires_at"], name="launch_ticket_expiry")]

    def __str__(self) -> str:
        return self.operation
