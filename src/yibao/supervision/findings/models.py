"""The tables of runs and findings. They are written by set-based SQL only (``store.py``)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class AuditRun(models.Model):
    """One batch audit with its coverage statement."""

    run_id = models.TextField("批次", primary_key=True)
    started_at = models.DateTimeField("开始时间")
    snapshot_id = models.TextField("知识库版本")
    is_complete = models.BooleanField("完整", help_text="不完整的批次不关闭任何疑点")
    lines = models.BigIntegerField("明细条数")
    findings = models.BigIntegerField("疑点数")
    amount = models.BigIntegerField("涉及金额", help_text="分")
    record = models.JSONField("记录", help_text="规则版本、输入、每条规则的覆盖面、未能读取的行")

    class Meta:
        """Newest first."""

        db_table = "audit_run"
        verbose_name = verbose_name_plural = "审核批次"
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return self.run_id


class AuditFinding(models.Model):
    """One finding. Rule and subject make its identity; a rerun changes the rest.

    ``closed``: a complete rerun of its scope did not give it any more.
    """

    class Status(models.TextChoices):
        """Whether the newest run of its scope still gives the finding."""

        OPEN = "open", "存在"
        CLOSED = "closed", "已消失"

    finding_id = models.CharField("疑点编号", max_length=32, primary_key=True)
    rule = models.TextField("规则编码")
    point = models.TextField("知识点编号")
    subject = ArrayField(models.TextField(), verbose_name="对象")
    measured = models.BigIntegerField("实测", null=True)
    limit = models.BigIntegerField("限值", null=True)
    day = models.DateField("日期")
    patient_id = models.TextField("人员编号")
    encounter_id = models.TextField("就诊编号")
    institution_id = models.TextField("医疗机构编号")
    violating = ArrayField(models.TextField(), verbose_name="违规明细")
    related = ArrayField(models.TextField(), verbose_name="关联明细")
    amount = models.BigIntegerField("涉及金额", help_text="分")
    counted_amount = models.BigIntegerField("计入金额", help_text="分，同一明细只计一次")
    severity = models.SmallIntegerField("严重程度", help_text="1 明确违规 2 高度可疑 3 轻度可疑")
    cluster_id = models.CharField("疑点组", max_length=32)
    status = models.TextField("状态", choices=Status, default=Status.OPEN)
    first_run = models.TextField("首次批次")
    last_run = models.TextField("最近批次")
    closed_run = models.TextField("关闭批次", null=True)  # noqa: DJ001 - none is not an empty name

    class Meta:
        """Closed is what names the run that closed it."""

        db_table = "audit_finding"
        verbose_name = verbose_name_plural = "疑点"
        constraints = [
            models.CheckConstraint(
                condition=Q(status="open", closed_run__isnull=True)
                | Q(status="closed", closed_run__isnull=False),
                name="audit_finding_closed_by_a_run",
            ),
        ]
        indexes = [
            models.Index(fields=["institution_id", "day"], name="audit_finding_institution"),
            models.Index(fields=["rule", "day"], name="audit_finding_rule"),
            models.Index(fields=["cluster_id"], name="audit_finding_cluster"),
            models.Index(fields=["encounter_id"], name="audit_finding_encounter"),
        ]

    def __str__(self) -> str:
        return self.finding_id
