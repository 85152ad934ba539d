"""The case, what happened to it, and what was handed in."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yibao.casework.states import OPEN_STATES, CaseState, CaseStep
from yibao.catalogue.material import MaterialSource

_STATES = [(state.value, state.label) for state in CaseState]
_STEPS = [(step.value, step.label) for step in CaseStep]


class Case(models.Model):
    """One application of one person (办件). Personal data are sealed; look-ups use the index."""

    id = models.UUIDField(primary_key=True)
    number = models.CharField("受理编号", max_length=24, unique=True)
    operation = models.CharField("事项", max_length=60)
    service_version = models.PositiveSmallIntegerField("事项版本")
    state = models.CharField("状态", max_length=20, choices=_STATES)
    subject_index = models.BinaryField(max_length=32)
    subject_sealed = models.BinaryField()
    agent_sealed = models.BinaryField(null=True)
    answers_sealed = models.BinaryField()
    result_sealed = models.BinaryField(null=True)
    channel = models.CharField("渠道", max_length=40)
    request_number = models.CharField("渠道流水号", max_length=64)
    query_code = models.CharField("查询码", max_length=8)
    region = models.CharField("经办地", max_length=6)
    review_reason = models.CharField("转人工原因", max_length=200, blank=True)
    officer = models.CharField("经办人", max_length=150, blank=True)
    submitted_at = models.DateTimeField("提交时间")
    accepted_at = models.DateTimeField("受理时间", null=True)
    due_on = models.DateField("应办结日期", null=True)
    paused_on = models.DateField("计时暂停日", null=True)
    correction_due_on = models.DateField("补正截止日", null=True)
    closed_at = models.DateTimeField("办结时间", null=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        """One open application of a person for a service (INV-13); worklists by state and date."""

        db_table = "service_case"
        verbose_name = verbose_name_plural = "办件"
        constraints = [
            models.UniqueConstraint(
                fields=["operation", "subject_index"],
                condition=Q(state__in=sorted(OPEN_STATES)),
                name="one_open_case_of_a_person",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in CaseState]), name="case_state"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | ~Q(state__in=sorted(OPEN_STATES)),
                name="open_case_is_not_closed",
            ),
        ]
        indexes = [
            models.Index(fields=["subject_index", "-submitted_at"], name="case_of_subject"),
            models.Index(
                fields=["region", "due_on", "submitted_at"],
                condition=Q(state__in=sorted(OPEN_STATES)),
                name="case_worklist",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class CaseEvent(models.Model):
    """What happened to a case. Never changed, never deleted."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    step = models.CharField("环节", max_length=30, choices=_STEPS)
    state = models.CharField("之后状态", max_length=20, choices=_STATES)
    operator = models.CharField("操作人", max_length=170)
    note_sealed = models.BinaryField(null=True)
    at = models.DateTimeField("时间")

    class Meta:
        """Read in the order in which it happened."""

        db_table = "case_event"
        ordering = ["id"]
        verbose_name = verbose_name_plural = "办理过程"

    def __str__(self) -> str:
        return f"{self.step} {self.at:%Y-%m-%d %H:%M}"


class CaseMaterial(models.Model):
    """One material of a case, and the way it came. A corrected material is a new row."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="materials")
    code = models.CharField("材料", max_length=40)
    source = models.CharField(
        "来源", max_length=10, choices=[(s.value, s.value) for s in MaterialSource]
    )
    file_id = models.UUIDField(null=True)
    evidence = models.CharField("共享结果或承诺书摘要", max_length=200, blank=True)
    problem = models.CharField("问题", max_length=200, blank=True)
    given_at = models.DateTimeField("提交时间")

    class Meta:
        """A material that came as a file has a file."""

        db_table = "case_material"
        verbose_name = verbose_name_plural = "受理材料"
        constraints = [
            models.CheckConstraint(
                condition=~Q(source="upload") | Q(file_id__isnull=False),
                name="uploaded_material_has_file",
            )
        ]

    def __str__(self) -> str:
        return self.code
