"""Who may act for whom (代办), and who broke a written pledge."""

from __future__ import annotations

from django.db import models


class Mandate(models.Model):
    """A mandate of a principal to an agent, for one service or for all, until a day."""

    id = models.BigAutoField(primary_key=True)
    principal_index = models.BinaryField(max_length=32)
    agent_index = models.BinaryField(max_length=32)
    operation = models.CharField("事项", max_length=60, blank=True)
    valid_from = models.DateField("起始日")
    valid_until = models.DateField("截止日（不含）")
    file_id = models.UUIDField(null=True)
    case_number = models.CharField("来源办件", max_length=24, blank=True)
    revoked_at = models.DateTimeField("撤销时间", null=True)

    class Meta:
        """Found by the pair."""

        db_table = "mandate"
        verbose_name = verbose_name_plural = "代办授权"
        indexes = [models.Index(fields=["principal_index", "agent_index"], name="mandate_pair")]

    def __str__(self) -> str:
        return f"{self.valid_from}–{self.valid_until}"


class PledgeBreach(models.Model):
    """A person who pledged what was not so; full materials are asked from now on (R-G11)."""

    id = models.BigAutoField(primary_key=True)
    person_index = models.BinaryField(max_length=32, db_index=True)
    case_number = models.CharField("办件", max_length=24)
    recorded_at = models.DateTimeField("记录时间")
    cleared_at = models.DateTimeField("修复时间", null=True)

    class Meta:
        """One row for each breach."""

        db_table = "pledge_breach"
        verbose_name = verbose_name_plural = "失信承诺"

    def __str__(self) -> str:
        return self.case_number
