"""Tables of the gateway. The two big ones are partitioned: migration 0001 makes them by hand."""

from __future__ import annotations

from django.db import models


class AccessLog(models.Model):
    """One call: who, what, when, how it ended. Partitioned by month of ``at``."""

    request_id = models.CharField("请求编号", max_length=40, primary_key=True)
    at = models.DateTimeField("时间")
    channel = models.CharField("渠道", max_length=60)
    key = models.CharField("密钥", max_length=60)
    operation = models.CharField("事项", max_length=60)
    request_number = models.CharField("渠道流水号", max_length=64)
    nonce = models.CharField(max_length=64)
    address = models.CharField("来源地址", max_length=45)
    status = models.PositiveSmallIntegerField("状态码")
    code = models.CharField("错误码", max_length=200)
    duration_us = models.PositiveIntegerField("耗时（微秒）")
    bytes_in = models.PositiveIntegerField("请求字节")
    bytes_out = models.PositiveIntegerField("应答字节")
    subject_index = models.BinaryField(null=True)
    facts = models.TextField("拒绝说明")

    class Meta:
        """Made by hand-written SQL."""

        managed = False
        db_table = "access_log"
        verbose_name = verbose_name_plural = "访问日志"

    def __str__(self) -> str:
        return self.request_id


class GatewaySession(models.Model):
    """An open session: its keys are sealed."""

    id = models.CharField(max_length=40, primary_key=True)
    key_id = models.CharField(max_length=40)
    keys_sealed = models.BinaryField()
    expires_at = models.DateTimeField()

    class Meta:
        """Old sessions are deleted by their time."""

        db_table = "gateway_session"
        indexes = [models.Index(fields=["expires_at"], name="gateway_session_expiry")]

    def __str__(self) -> str:
        return self.id
