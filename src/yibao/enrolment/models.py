"""Tables of enrolment: the enrolment, its insured years, and its changes.

Source: docs/explanation/domain.md 2.3.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yibao.enrolment.states import BASIC_INSURANCE, EnrolmentStatus

_STATUSES = [(status.value, status.label) for status in EnrolmentStatus]


class Enrolment(models.Model):
    """The enrolment of a person in one insurance (参保关系).

    ``employer_id`` is the employer who enrolled the person; residents and flexible workers have
    none. ``contribution_grade`` is per cent of the base that policy sets, which a flexible worker
    chose; ``contribution_base_fen`` is the monthly wage that an employer declared, in fen.
    ``with_account`` tells 统账结合 (true) from 单建统筹; empty for residents.

    Benefits are paid from ``benefit_from`` until ``benefit_until`` (excluded), which the arrival of
    contributions moves on; a retired employee needs none. Both are empty until money has arrived.
    """

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey("persons.Person", on_delete=models.PROTECT, related_name="+")
    insurance_type = models.CharField("险种", max_length=5)
    person_kind = models.CharField("人员类别", max_length=20)
    region = models.CharField("参保地", max_length=6)
    unit_name = models.CharField("参保单位", max_length=100, blank=True)
    status = models.CharField("参保状态", max_length=10, choices=_STATUSES)
    is_retired = models.BooleanField("退休", default=False)
    first_enrolled_on = models.DateField("首次参保日期")
    current_since = models.DateField("本次参保日期")
    paused_on = models.DateField("暂停参保日期", null=True)
    ended_on = models.DateField("终止参保日期", null=True)
    benefit_from = models.DateField("待遇开始日期", null=True)
    benefit_until = models.DateField("待遇截止日期（不含）", null=True)
    months_paid = models.PositiveSmallIntegerField("累计缴费月数", default=0)
    months_deemed = models.PositiveSmallIntegerField("视同缴费月数", default=0)
    row_version = models.PositiveIntegerField(default=1)
    employer_id = models.UUIDField("单位", null=True)
    with_account = models.BooleanField("建立个人账户", null=True)
    contribution_grade = models.PositiveSmallIntegerField("缴费档次（%）", null=True)
    contribution_base_fen = models.BigIntegerField("月缴费基数（分）", null=True)
    employment_kind = models.CharField("用工形式", max_length=20, blank=True, db_default="")
    first_worked_on = models.DateField("参加工作日期", null=True)
    pause_reason = models.CharField("暂停原因", max_length=20, blank=True, db_default="")
    end_reason = models.CharField("终止原因", max_length=20, blank=True, db_default="")

    class Meta:
        """At most one active basic insurance of a person (INV-1).

        Two more invariants are held by triggers (migrations): a dependent insurance needs its basic
        one (INV-2), and each change of status has its row of EnrolmentChange (INV-3).
        """

        db_table = "enrolment"
        verbose_name = verbose_name_plural = "参保关系"
        indexes = [
            models.Index(
                fields=["employer_id", "status"],
                condition=Q(employer_id__isnull=False),
                name="enrolment_of_employer",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(
                    status=EnrolmentStatus.ACTIVE.value, insurance_type__in=BASIC_INSURANCE
                ),
                name="one_active_basic_enrolment",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[s.value for s in EnrolmentStatus]),
                name="enrolment_status",
            ),
            models.CheckConstraint(
                condition=~Q(status=EnrolmentStatus.PAUSED.value) | Q(paused_on__isnull=False),
                name="paused_enrolment_has_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(status=EnrolmentStatus.ENDED.value) | Q(ended_on__isnull=False),
                name="ended_enrolment_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(contribution_base_fen__isnull=True) | Q(contribution_base_fen__gte=0),
                name="enrolment_base_is_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(contribution_grade__isnull=True) | Q(contribution_grade__gt=0),
                name="enrolment_grade_is_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.insurance_type} {self.status}"


class EnrolmentYear(models.Model):
    """A year for which a resident is enrolled; paid when the contribution arrived.

    Withdrawn when the person left before the year began: its contribution is given back.
    """

    id = models.BigAutoField(primary_key=True)
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="years", db_index=False
    )
    person = models.ForeignKey(
        "persons.Person", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    year = models.PositiveSmallIntegerField("参保年度")
    benefit_from = models.DateField("待遇开始日期")
    waiting_months = models.PositiveSmallIntegerField("等待期（月）")
    enrolled_on = models.DateField("登记日期")
    paid_on = models.DateField("缴费到账日期", null=True)
    withdrawn_on = models.DateField("退出日期", null=True)
    case_number = models.CharField("受理编号", max_length=24)

    class Meta:
        """A person is enrolled for a year once."""

        db_table = "enrolment_year"
        verbose_name = verbose_name_plural = "参保年度"
        constraints = [
            models.UniqueConstraint(fields=["person", "year"], name="one_enrolment_for_a_year")
        ]

    def __str__(self) -> str:
        return str(self.year)


class EnrolmentMonth(models.Model):
    """A month of employee insurance that is paid; it counts once, whoever paid it (2.5)."""

    id = models.BigAutoField(primary_key=True)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="months")
    person = models.ForeignKey(
        "persons.Person", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    insurance_type = models.CharField("险种", max_length=5)
    month = models.DateField("费款所属月")
    paid_on = models.DateField("缴费日期")

    class Meta:
        """A month counts once for an insurance."""

        db_table = "enrolment_month"
        verbose_name = verbose_name_plural = "缴费月"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "insurance_type", "month"], name="enrolment_month_counts_once"
            ),
            models.CheckConstraint(
                condition=Q(month__day=1), name="enrolment_month_is_a_first_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class InsuranceCertificate(models.Model):
    """A certificate of what somebody was insured for and how long (参保凭证).

    What it says stays as it was on the day; ``code`` is what a stranger verifies it with.
    """

    id = models.UUIDField(primary_key=True)
    number = models.CharField("凭证号", max_length=24, unique=True)
    code = models.CharField("核验码", max_length=16, unique=True)
    person = models.ForeignKey("persons.Person", on_delete=models.PROTECT, related_name="+")
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="certificates", db_index=False
    )
    purpose = models.CharField("用途", max_length=20)
    status = models.CharField("参保状态", max_length=10, choices=_STATUSES)
    first_month = models.DateField("参保起始月")
    last_month = models.DateField("参保截止月", null=True)
    months_paid = models.PositiveSmallIntegerField("实际缴费月数")
    months_deemed = models.PositiveSmallIntegerField("视同缴费月数")
    issued_on = models.DateField("出具日期")
    case_number = models.CharField("受理编号", max_length=24)

    class Meta:
        """A case gives one certificate."""

        db_table = "insurance_certificate"
        verbose_name = verbose_name_plural = "参保凭证"
        constraints = [
            models.UniqueConstraint(fields=["case_number"], name="one_certificate_of_a_case")
        ]

    def __str__(self) -> str:
        return self.number


class EnrolmentChange(models.Model):
    """What happened to an enrolment (变更流水). Never changed, never deleted.

    Each change of status writes exactly one (INV-3); other changes write one with equal statuses.
    """

    id = models.BigAutoField(primary_key=True)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField("变更类型", max_length=2)
    reason = models.CharField("变更原因", max_length=100, blank=True)
    status_before = models.CharField("变更前状态", max_length=10, blank=True)
    status_after = models.CharField("变更后状态", max_length=10, choices=_STATUSES)
    region_before = models.CharField("变更前参保地", max_length=6, blank=True)
    region_after = models.CharField("变更后参保地", max_length=6)
    effective_on = models.DateField("生效日期")
    case_number = models.CharField("受理编号", max_length=24)
    operator = models.CharField("操作人", max_length=170)
    at = models.DateTimeField("时间")

    class Meta:
        """Read in the order in which it happened."""

        db_table = "enrolment_change"
        ordering = ["id"]
        verbose_name = verbose_name_plural = "参保变更流水"

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"
