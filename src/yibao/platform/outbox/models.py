"""The tables of the outbox. They are written by hand-made SQL."""

from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q


class Message(models.Model):
    """Something that happened."""

    id = models.BigAutoField(primary_key=True)
    topic = models.TextField("主题")
    key = models.TextField("键", help_text="同一个键的消息按次序送达")
    payload = models.BinaryField("内容", help_text="SM4 加密")
    published_at = models.DateTimeField("发布时间")

    class Meta:
        """Deleted by age once every delivery is finished."""

        db_table = "outbox_message"
        verbose_name = verbose_name_plural = "消息"
        # Rows come in the order of time: this index costs an insert nothing.
        indexes = [BrinIndex(fields=["published_at"], name="outbox_message_age")]

    def __str__(self) -> str:
        return f"{self.topic} {self.id}"


class State(models.TextChoices):
    """How far a delivery has come."""

    WAITING = "waiting", "待送达"
    DONE = "done", "已送达"
    DEAD = "dead", "多次失败，待处理"
    DROPPED = "dropped", "已放弃"


class Delivery(models.Model):
    """A message on its way to one subscriber."""

    id = models.BigAutoField(primary_key=True)
    message = models.ForeignKey(
        Message,
        on_delete=models.CASCADE,
        # Both rows are written by one statement: a check at commit would only cost time.
        db_constraint=False,
        db_index=False,
        verbose_name="消息",
    )
    subscriber = models.TextField("订阅者")
    key = models.TextField("键")
    state = models.TextField("状态", choices=State.choices, default=State.WAITING)
    tries = models.SmallIntegerField("已试次数", default=0)
    next_try_at = models.DateTimeField("下次送达时间")
    last_error = models.TextField("上次的错误", default="", help_text="错误类型或错误码")

    class Meta:
        """One for each message and subscriber."""

        db_table = "outbox_delivery"
        verbose_name = verbose_name_plural = "送达"
        constraints = [
            models.UniqueConstraint(fields=["message", "subscriber"], name="outbox_delivery_once"),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at", "id"],
                condition=Q(state=State.WAITING),
                name="outbox_delivery_due",
            ),
            # To find a predecessor that is still open.
            models.Index(
                fields=["key", "subscriber", "id"],
                condition=Q(state__in=[State.WAITING, State.DEAD]),
                name="outbox_delivery_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subscriber} {self.state}"
