"""Tables of employers. Names of people and the bank account are sealed (SM4).

The credit code and the name of an organisation are public and stand as they are.
Source: docs/explanation/domain.md 2.2.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from yibao.employers.states import EmployerItem, EmployerKind, EmployerState, InsuranceState

_STATES = [(state.value, state.label) for state in EmployerState]
_INSURANCE_STATES = [(state.value, state.label) for state in InsuranceState]


class Employer(models.Model):
    """An organisation that is or was enrolled as an employer.

    That a deregistered one has no active employee is held by two triggers (migration 0002), one on
    each of the two tables.
    """

    id = models.UUIDField(primary_key=True)
    number = models.CharField("单位编号", max_length=12, unique=True)
    credit_code = models.CharField("统一社会信用代码", max_length=18)
    name = models.CharField("单位名称", max_length=100)
    kind = models.CharField(
        "单位类型", max_length=20, choices=[(k.value, k.label) for k in EmployerKind]
    )
    region = models.CharField("参保地", max_length=6)
    address = models.CharField("单位地址", max_length=100)
    legal_representative_sealed = models.BinaryField("法定代表人")
    bank_name = models.CharField("开户银行", max_length=60)
    bank_account_sealed = models.BinaryField("银行账号")
    state = models.CharField("状态", max_length=12, choices=_STATES)
    enrolled_on = models.DateField("参保登记日期")
    deregistered_on = models.DateField("注销日期", null=True)
    case_number = models.CharField("受理编号", max_length=24)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        """One valid employer for one credit code; a deregistered one stays, no longer valid."""

        db_table = "employer"
        verbose_name = verbose_name_plural = "单位"
        constraints = [
            models.UniqueConstraint(
                fields=["credit_code"],
                condition=Q(state=EmployerState.VALID.value),
                name="one_valid_employer_of_a_credit_code",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in EmployerState]), name="employer_state"
            ),
            models.CheckConstraint(
                condition=Q(state=EmployerState.VALID.value, deregistered_on__isnull=True)
                | Q(state=EmployerState.DEREGISTERED.value, deregistered_on__isnull=False),
                name="deregistered_employer_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class EmployerInsurance(models.Model):
    """The enrolment of an employer in one insurance (单位参保险种)."""

    id = models.BigAutoField(primary_key=True)
    employer = models.ForeignKey(
        Employer, on_delete=models.PROTECT, related_name="insurances", db_index=False
    )
    insurance_type = models.CharField("险种", max_length=5)
    state = models.CharField("单位参保状态", max_length=12, choices=_INSURANCE_STATES)
    starts_on = models.DateField("参保日期")
    suspended_on = models.DateField("暂停日期", null=True)
    ended_on = models.DateField("终止日期", null=True)

    class Meta:
        """One row of an employer and an insurance, whatever its state."""

        db_table = "employer_insurance"
        verbose_name = verbose_name_plural = "单位参保险种"
        constraints = [
            models.UniqueConstraint(
                fields=["employer", "insurance_type"], name="one_insurance_of_an_employer"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in InsuranceState]),
                name="employer_insurance_state",
            ),
            models.CheckConstraint(
                condition=~Q(state=InsuranceState.SUSPENDED.value) | Q(suspended_on__isnull=False),
                name="suspended_insurance_has_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=InsuranceState.ENDED.value) | Q(ended_on__isnull=False),
                name="ended_insurance_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.insurance_type} {self.state}"


class EmployerGrant(models.Model):
    """Who may act for an employer (经办授权), from ``starts_on`` until ``ends_on`` (excluded)."""

    id = models.BigAutoField(primary_key=True)
    employer = models.ForeignKey(
        Employer, on_delete=models.PROTECT, related_name="grants", db_index=False
    )
    operator_index = models.BinaryField("经办人索引", max_length=32)
    name_sealed = models.BinaryField("经办人姓名")
    phone_sealed = models.BinaryField("经办人手机号码")
    starts_on = models.DateField("授权开始日期")
    ends_on = models.DateField("授权截止日期（不含）", null=True)
    case_number = models.CharField("受理编号", max_length=24)

    class Meta:
        """A person has one grant of an employer that has no end."""

        db_table = "employer_grant"
        verbose_name = verbose_name_plural = "单位经办授权"
        constraints = [
            models.UniqueConstraint(
                fields=["employer", "operator_index"],
                condition=Q(ends_on__isnull=True),
                name="one_open_grant_of_an_operator",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="employer_grant_ends_after_it_starts",
            ),
        ]
        indexes = [
            # A grant with an end still holds until then, so the index of open ones is not enough.
            models.Index(fields=["employer", "operator_index"], name="grants_of_an_operator"),
        ]

    def __str__(self) -> str:
        return f"{self.employer_id} {self.starts_on}"


class EmployerVersion(models.Model):
    """One item of an employer that changed. Never changed, never deleted (a trigger sees to it)."""

    id = models.BigAutoField(primary_key=True)
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="versions")
    item = models.CharField(
        "项目", max_length=24, choices=[(i.value, i.label) for i in EmployerItem]
    )
    before_sealed = models.BinaryField("变更前", null=True)
    after_sealed = models.BinaryField("变更后", null=True)
    case_number = models.CharField("受理编号", max_length=24)
    operator = models.CharField("操作人", max_length=170)
    at = models.DateTimeField("时间")

    class Meta:
        """Read in the order in which it happened."""

        db_table = "employer_version"
        ordering = ["id"]
        verbose_name = verbose_name_plural = "单位信息变更"

    def __str__(self) -> str:
        return f"{self.item} {self.at:%Y-%m-%d %H:%M}"


class EmployerChange(models.Model):
    """What happened to an insurance of an employer (单位变更流水). Never changed, never deleted."""

    id = models.BigAutoField(primary_key=True)
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="changes")
    insurance_type = models.CharField("险种", max_length=5)
    kind = models.CharField("变更类型", max_length=2)
    reason = models.CharField("变更原因", max_length=20, blank=True)
    state_before = models.CharField("变更前状态", max_length=12, blank=True)
    state_after = models.CharField("变更后状态", max_length=12, choices=_INSURANCE_STATES)
    effective_on = models.DateField("生效日期")
    case_number = models.CharField("受理编号", max_length=24)
    operator = models.CharField("操作人", max_length=170)
    at = models.DateTimeField("时间")

    class Meta:
        """Read in the order in which it happened."""

        db_table = "employer_change"
        ordering = ["id"]
        verbose_name = verbose_name_plural = "单位变更流水"

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"
