"""The large catalogues and the record of what was loaded. Only ``loading.py`` writes here."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now


class CatalogueEntry(models.Model):
    """A code of a national catalogue.

    ``version`` is the edition that last held the code. ``valid_from`` is the first day of the
    edition that brought it, empty when that edition bears no date; ``valid_until`` is the first
    day of the edition that dropped it. Rows are never deleted: old cases point to them.
    """

    code = models.CharField("代码", max_length=32, primary_key=True)
    name = models.CharField("名称", max_length=200)
    version = models.CharField("版本", max_length=20)
    valid_from = models.DateField("生效日期", null=True)
    valid_until = models.DateField("失效日期", null=True)

    class Meta:
        """The primary key's index for LIKE, which Django adds, serves look-ups by prefix."""

        abstract = True
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gt=F("valid_from")), name="%(class)s_valid_period"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Diagnosis(CatalogueEntry):
    """A diagnosis of ICD-10, edition of the medical insurance."""

    class Meta(CatalogueEntry.Meta):
        """Labels."""

        verbose_name = verbose_name_plural = "疾病诊断"


class Procedure(CatalogueEntry):
    """An operation or procedure of ICD-9-CM-3, edition of the medical insurance."""

    class Meta(CatalogueEntry.Meta):
        """Labels."""

        verbose_name = verbose_name_plural = "手术操作"


class DataVersion(models.Model):
    """Which edition of a data set this database works with; one row per data set."""

    name = models.CharField("数据集", max_length=40, primary_key=True)
    title = models.CharField("标题", max_length=100)
    version = models.CharField("版本", max_length=20)
    valid_from = models.DateField("生效日期", null=True)
    checksum = models.CharField("SM3校验值", max_length=64)
    rows = models.PositiveIntegerField("行数")
    loaded_at = models.DateTimeField("装载时间", db_default=Now())

    class Meta:
        """One row per data set, in the order of their names."""

        ordering = ["name"]
        verbose_name = verbose_name_plural = "目录版本"

    def __str__(self) -> str:
        return f"{self.title} {self.version}"
