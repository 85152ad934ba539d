"""Tables of the national interfaces."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Institution(models.Model):
    """A designated institution that calls the national interfaces, with its credentials."""

    code = models.CharField("定点医药机构编码", max_length=12, primary_key=True)
    name = models.CharField("名称", max_length=200)
    access_key = models.CharField("访问密钥", max_length=40, unique=True)
    secret_sealed = models.BinaryField()
    variant = models.CharField("接口版本", max_length=2, default="HN")
    networks = models.TextField("来源网段（每行一个）", blank=True)
    is_internet = models.BooleanField("互联网医院", default=False)
    is_suspended = models.BooleanField("已暂停", default=False)
    created_at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        """Shown by code."""

        db_table = "national_institution"
        ordering = ["code"]
        verbose_name = verbose_name_plural = "全国接口机构"

    def __str__(self) -> str:
        return self.name


class PatientHistory(models.Model):
    """What settled encounters of a patient left for rules that look beyond one encounter.

    The patient is found by an HMAC of his number; the summary is encrypted.
    """

    patient_index = models.BinaryField(max_length=32, primary_key=True)
    summary_sealed = models.BinaryField()
    updated_at = models.DateTimeField("更新时间")

    class Meta:
        """One row for each patient."""

        db_table = "patient_history"
        verbose_name = verbose_name_plural = "患者就诊摘要"

    def __str__(self) -> str:
        return bytes(self.patient_index).hex()[:8]


class Judgement(models.Model):
    """A finding as it was answered to an institution, and what was done about it.

    Once for each finding and stage; a repetition counts up. No name, no number of a person: the
    patient appears as an HMAC, the reason is encrypted.
    """

    pk = models.CompositePrimaryKey("institution_code", "finding_id", "stage")
    institution_code = models.CharField("机构", max_length=12)
    finding_id = models.CharField("违规标识", max_length=32)
    stage = models.CharField("环节", max_length=10)
    rule = models.CharField("规则", max_length=8)
    point = models.CharField("知识点", max_length=40)
    snapshot_id = models.CharField("知识库版本", max_length=16)
    encounter_id = models.CharField("就诊标识", max_length=50)
    patient_index = models.BinaryField(max_length=32)
    violating = models.JSONField("违规明细")
    related = models.JSONField("涉及明细")
    amount = models.BigIntegerField("涉及金额（分）")
    counted_amount = models.BigIntegerField("计入金额（分）")
    severity = models.PositiveSmallIntegerField("严重程度")
    day = models.IntegerField("发生日", help_text="1970-01-01起的天数")
    is_shown = models.BooleanField("已提示", help_text="否：规则在试运行")
    first_at = models.DateTimeField("首次时间")
    last_at = models.DateTimeField("最近时间")
    times = models.PositiveIntegerField("次数", default=1)
    answer = models.CharField("处理", max_length=10, blank=True)
    reason_sealed = models.BinaryField(null=True)
    answered_at = models.DateTimeField("处理时间", null=True)

    class Meta:
        """Read by time, by encounter and by rule."""

        db_table = "audit_judgement"
        verbose_name = verbose_name_plural = "实时审核提示"
        constraints = [
            models.CheckConstraint(
                condition=Q(answer__in=["", "continued", "changed", "self_paid"]),
                name="judgement_answer_known",
            )
        ]
        indexes = [
            models.Index(fields=["encounter_id"], name="judgement_encounter"),
            models.Index(fields=["rule", "last_at"], name="judgement_rule"),
        ]

    def __str__(self) -> str:
        return self.finding_id


class SkippedAudit(models.Model):
    """A call that was let through unaudited, and why: the way is open, but never silently."""

    id = models.BigAutoField(primary_key=True)
    skipped_at = models.DateTimeField("时间", db_index=True)
    institution_code = models.CharField("机构", max_length=12)
    stage = models.CharField("环节", max_length=10)
    message_id = models.CharField("报文编号", max_length=40)
    cause = models.CharField("原因", max_length=40)
    elapsed_ms = models.PositiveIntegerField("用时（毫秒）")

    class Meta:
        """In the order in which it happened."""

        db_table = "skipped_audit"
        ordering = ["id"]
        verbose_name = verbose_name_plural = "未审核的调用"

    def __str__(self) -> str:
        return f"{self.institution_code} {self.cause}"
