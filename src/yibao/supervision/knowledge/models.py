"""Tables of the knowledge base. They are written by hand-made SQL only (``actions``).

Migration 0001 adds what Django cannot say: a point is never edited or deleted, its end alone may
be drawn nearer. Codes and evidence are columns of the point, so this holds for them, too.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now


class KnowledgePoint(models.Model):
    """One published limit on one item, valid from ``valid_from`` until the day ``valid_to``."""

    id = models.CharField("知识点编号", max_length=40, primary_key=True)
    rule = models.CharField("规则编码", max_length=8)
    name = models.CharField("项目名称", max_length=400)
    fact = models.CharField("公布的限定", max_length=60)
    counterpart = models.CharField("对方编码、类别或组", max_length=60, null=True)  # noqa: DJ001  # NULL as evaluators read it
    low = models.IntegerField("下限", null=True)
    high = models.IntegerField("上限", null=True)
    cap = models.BigIntegerField("限量", null=True)
    days = models.IntegerField("周期", null=True)
    listed = models.CharField("允许的值", max_length=200, null=True)  # noqa: DJ001  # NULL as evaluators read it
    is_coded = models.BooleanField("限定为编码值")
    codes = ArrayField(models.CharField(max_length=60), verbose_name="编码")
    evidence = ArrayField(models.CharField(max_length=60), verbose_name="凭据")
    batch = models.CharField("批次", max_length=20)
    published_on = models.DateField("公布日期")
    file = models.CharField("来源文件", max_length=255)
    sheet = models.CharField("来源工作表", max_length=100, blank=True)
    row = models.PositiveIntegerField("来源行号")
    valid_from = models.DateField("生效日期")
    valid_to = models.DateField("失效日期", null=True)
    supersedes = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="superseded_by"
    )
    imported_at = models.DateTimeField("导入时间", db_default=Now())

    class Meta:
        """Half-open periods; looked up by rule and by code."""

        db_table = "knowledge_point"
        ordering = ["id"]
        verbose_name = verbose_name_plural = "监管知识点"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="knowledge_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=~Q(codes=[]), name="knowledge_has_codes"),
        ]
        indexes = [
            models.Index(fields=["rule", "batch"], name="knowledge_of_rule"),
            GinIndex(fields=["codes"], name="knowledge_by_code"),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.name}"


class KnowledgeImport(models.Model):
    """What was imported, when and by whom; one row for each import that changed anything."""

    id = models.BigAutoField(primary_key=True)
    files = models.CharField("文件", max_length=1000)
    checksum = models.CharField("SHA-256校验值", max_length=64, db_index=True)
    opened = models.PositiveIntegerField("新增知识点")
    closed = models.PositiveIntegerField("关闭知识点")
    operator = models.CharField("操作人", max_length=170)
    imported_at = models.DateTimeField("导入时间", db_default=Now())

    class Meta:
        """In the order in which it happened."""

        db_table = "knowledge_import"
        ordering = ["id"]
        verbose_name = verbose_name_plural = "知识导入记录"

    def __str__(self) -> str:
        return self.files
