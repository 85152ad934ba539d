"""The table of kept answers."""

from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex
from django.db import models


class Answer(models.Model):
    """The answer to a write, kept for whoever sends the same request again."""

    pk = models.CompositePrimaryKey("channel", "request_number")
    channel = models.TextField("渠道")
    request_number = models.TextField("请求编号")
    digest = models.BinaryField("请求摘要", help_text="SM3")
    answer = models.BinaryField("答复", null=True, help_text="SM4 加密")
    answered_at = models.DateTimeField("时间")

    class Meta:
        """One for each number of a channel."""

        db_table = "idempotency_answer"
        verbose_name = verbose_name_plural = "已答复的请求"
        # Rows come in the order of time: this index costs an insert nothing.
        indexes = [BrinIndex(fields=["answered_at"], name="idempotency_answer_age")]

    def __str__(self) -> str:
        return f"{self.channel} {self.request_number}"
