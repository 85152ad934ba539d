"""Who assesses for the insurance (评定专家), and what they concluded in a case."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yibao.casework.conclusions import Conclusion
from yibao.casework.models.case import Case


class Expert(models.Model):
    """Somebody of the pool of experts. ``hospital_code`` is where he works, empty if nowhere."""

    id = models.BigAutoField(primary_key=True)
    sign_in = models.CharField("登录名", max_length=150, unique=True)
    full_name = models.CharField("姓名", max_length=50)
    hospital_code = models.CharField("所在医疗机构编号", max_length=20, blank=True)
    region = models.CharField("所在地", max_length=6)
    is_active = models.BooleanField("在库", default=True)

    class Meta:
        """Chosen by region."""

        db_table = "case_expert"
        verbose_name = verbose_name_plural = "评定专家"
        indexes = [
            models.Index(fields=["region"], condition=Q(is_active=True), name="expert_of_region")
        ]

    def __str__(self) -> str:
        return self.sign_in


class Assessment(models.Model):
    """One assignment of a case to an expert; the opinion stands sealed in the case's history.

    ``ended_at`` is when he concluded, or when the assignment was recalled: then ``conclusion`` is
    empty.
    """

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assessments")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="assessments")
    conclusion = models.CharField(
        "结论", max_length=10, blank=True, choices=[(c.value, c.label) for c in Conclusion]
    )
    started_at = models.DateTimeField("分派时间")
    ended_at = models.DateTimeField("结束时间", null=True)

    class Meta:
        """A case is with one expert at a time."""

        db_table = "case_assessment"
        ordering = ["id"]
        verbose_name = verbose_name_plural = "专家评定"
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at__isnull=True), name="one_open_assessment"
            ),
            models.CheckConstraint(
                condition=Q(conclusion="") | Q(ended_at__isnull=False),
                name="concluded_assessment_has_ended",
            ),
            models.CheckConstraint(
                condition=Q(conclusion__in=["", *(c.value for c in Conclusion)]),
                name="assessment_conclusion",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.conclusion} {self.started_at:%Y-%m-%d}"
