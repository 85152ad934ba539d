"""Tables of 门诊慢特病. They are written by hand-made SQL only.

Three constraints that Django cannot say stand in migration 0001: no two recognitions of a person
and insurance hold on one day for one disease, or for two that exclude each other; no hospital is
chosen twice on one day; and an event is never changed.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import CombinedExpression, Value

from yibao.chronic_care.kinds import (
    EMPLOYEE_INSURANCE,
    RESIDENT_INSURANCE,
    RecognitionState,
    RecognitionStep,
)

_STATES = [(state.value, state.label) for state in RecognitionState]
_STEPS = [(step.value, step.label) for step in RecognitionStep]
_DAY_BEFORE_START = CombinedExpression(F("starts_on"), "-", Value(1))


class Recognition(models.Model):
    """One person, one insurance, one disease, one period, both days included (病种待遇认定).

    ``disease_group`` names the diseases that exclude each other, as the catalogue had it on the
    day of the recognition. A review extends ``ends_on``. The period alone tells on which days it
    holds; one that was annulled ends the day before its start.
    """

    id = models.UUIDField(primary_key=True)
    number = models.CharField("认定编号", max_length=24, unique=True)
    person = models.ForeignKey(
        "persons.Person", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    insurance_type = models.CharField("险种", max_length=5)
    disease_code = models.CharField("病种", max_length=30)
    disease_group = models.CharField("互斥病种组", max_length=30)
    home_region = models.CharField("参保地", max_length=6)
    recognising_hospital_code = models.CharField("认定医疗机构编号", max_length=20)
    recognising_hospital_name = models.CharField("认定医疗机构", max_length=100)
    diagnosed_on = models.DateField("诊断日期")
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("最后有效日")
    is_reviewed = models.BooleanField("到期前须年审")
    state = models.CharField("状态", max_length=10, choices=_STATES)
    case_number = models.CharField("办件编号", max_length=24)
    row_version = models.PositiveIntegerField("版本", default=1)
    recognised_at = models.DateTimeField("认定时间")
    changed_at = models.DateTimeField("最近变动时间")

    class Meta:
        """Read by person; the migration adds what keeps periods apart."""

        db_table = "chronic_recognition"
        verbose_name = verbose_name_plural = "门诊慢特病认定"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=_DAY_BEFORE_START), name="recognition_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in RecognitionState]),
                name="recognition_state",
            ),
            models.CheckConstraint(
                condition=Q(state="effective") | Q(ends_on=_DAY_BEFORE_START),
                name="void_recognition_never_held",
            ),
            models.CheckConstraint(
                condition=Q(insurance_type__in=[EMPLOYEE_INSURANCE, RESIDENT_INSURANCE]),
                name="recognition_insurance_type",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "insurance_type", "ends_on"], name="recognition_person")
        ]

    def __str__(self) -> str:
        return self.number


class RecognitionHospital(models.Model):
    """A hospital where the person is treated for the disease, from one day to another.

    ``is_change`` marks one that replaced another; how often that happens is limited.
    """

    id = models.BigAutoField(primary_key=True)
    recognition = models.ForeignKey(
        Recognition, on_delete=models.PROTECT, related_name="hospitals", verbose_name="认定"
    )
    hospital_code = models.CharField("医疗机构编号", max_length=20)
    hospital_name = models.CharField("医疗机构", max_length=100)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("最后有效日", null=True)
    is_change = models.BooleanField("由变更而来")
    case_number = models.CharField("办件编号", max_length=24)

    class Meta:
        """A link ends on the day before its start at the earliest: then it never held."""

        db_table = "chronic_recognition_hospital"
        verbose_name = verbose_name_plural = "门诊慢特病就医机构"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=_DAY_BEFORE_START),
                name="recognition_hospital_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return self.hospital_code


class RecognitionEvent(models.Model):
    """What happened to a recognition. Never changed, never deleted (a trigger sees to it)."""

    id = models.BigAutoField(primary_key=True)
    recognition = models.ForeignKey(
        Recognition, on_delete=models.PROTECT, related_name="events", verbose_name="认定"
    )
    step = models.CharField("事件", max_length=20, choices=_STEPS)
    effective_on = models.DateField("生效日期")
    operator = models.CharField("操作人", max_length=170)
    case_number = models.CharField("办件编号", max_length=24, blank=True)
    at = models.DateTimeField("时间")

    class Meta:
        """Read in the order in which it happened."""

        db_table = "chronic_recognition_event"
        ordering = ["id"]
        verbose_name = verbose_name_plural = "认定变动记录"

    def __str__(self) -> str:
        return f"{self.step} {self.at:%Y-%m-%d %H:%M}"
