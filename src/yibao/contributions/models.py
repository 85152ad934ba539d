"""The tables of contributions: a resident's year, an employee's month, and what is given back.

Source: docs/explanation/domain.md 2.5.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yibao.contributions.kinds import ContributionKind
from yibao.contributions.states import WITHDRAWN_STATES, DueState, RefundState

_STATES = [(s.value, s.label) for s in DueState]
_IS_WITHDRAWN = Q(state__in=[s.value for s in sorted(WITHDRAWN_STATES)])


class ContributionDue(models.Model):
    """What a resident owes for an insured year (应缴单). ``amount_fen`` is in fen.

    The deadline is the last day on which the contribution counts as paid in time.
    """

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(
        "persons.Person", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    enrolment = models.ForeignKey(
        "enrolment.Enrolment", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    year = models.PositiveSmallIntegerField("参保年度")
    region = models.CharField("参保地", max_length=6)
    amount_fen = models.BigIntegerField("应缴金额（分）")
    state = models.CharField("状态", max_length=10, choices=_STATES)
    deadline = models.DateField("缴费截止日")
    case_number = models.CharField("受理编号", max_length=24)
    raised_at = models.DateTimeField("生成时间")
    pushed_at = models.DateTimeField("推送时间", null=True)
    tax_reference = models.CharField("税务受理号", max_length=40, blank=True)
    paid_on = models.DateField("缴费日期", null=True)
    benefit_from = models.DateField("待遇开始日期", null=True)

    class Meta:
        """One open due of a person for a year; what is given back or cancelled makes room."""

        db_table = "contribution_due"
        verbose_name = verbose_name_plural = "应缴单"
        indexes = [models.Index(fields=["person", "year"], name="contribution_due_of_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "year"],
                condition=~_IS_WITHDRAWN,
                name="one_due_for_a_year",
            ),
            models.CheckConstraint(condition=Q(amount_fen__gte=0), name="due_is_not_negative"),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in DueState]), name="due_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.state}"


class ContributionMonth(models.Model):
    """What is paid for a month of employee insurance (职工缴费明细); amounts in fen.

    ``month`` is its first day. ``base_fen`` is the wage that the amounts are counted from;
    ``account_fen`` is what of them goes into the personal account. A flexible worker has no
    employer and pays ``personal_fen`` alone.
    """

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(
        "persons.Person", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    enrolment = models.ForeignKey(
        "enrolment.Enrolment", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    employer_id = models.UUIDField("单位", null=True)
    unit_name = models.CharField("参保单位", max_length=100, blank=True)
    insurance_type = models.CharField("险种", max_length=5)
    region = models.CharField("参保地", max_length=6)
    month = models.DateField("费款所属月")
    kind = models.CharField(
        "缴费类型", max_length=10, choices=[(k.value, k.label) for k in ContributionKind]
    )
    base_fen = models.BigIntegerField("缴费基数（分）")
    unit_fen = models.BigIntegerField("单位缴费（分）")
    personal_fen = models.BigIntegerField("个人缴费（分）")
    account_fen = models.BigIntegerField("划入个人账户（分）", default=0)
    state = models.CharField("状态", max_length=10, choices=_STATES)
    deadline = models.DateField("缴费截止日")
    case_number = models.CharField("受理编号", max_length=24)
    raised_at = models.DateTimeField("生成时间")
    tax_reference = models.CharField("税务受理号", max_length=40, blank=True)
    paid_on = models.DateField("缴费日期", null=True)

    class Meta:
        """A month counts once for an insurance, whoever pays; a supplement adds no month."""

        db_table = "contribution_month"
        verbose_name = verbose_name_plural = "职工缴费明细"
        indexes = [
            models.Index(fields=["person", "month"], name="contribution_month_of_person"),
            models.Index(
                fields=["employer_id", "month"],
                condition=Q(employer_id__isnull=False),
                name="contribution_month_of_employer",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "insurance_type", "month"],
                condition=~_IS_WITHDRAWN & ~Q(kind=ContributionKind.SUPPLEMENT.value),
                name="a_month_counts_once",
            ),
            models.UniqueConstraint(
                fields=["person", "insurance_type", "month", "kind"],
                condition=~_IS_WITHDRAWN,
                name="one_contribution_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(base_fen__gte=0, unit_fen__gte=0, personal_fen__gte=0)
                & Q(account_fen__gte=0),
                name="contribution_month_is_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(month__day=1), name="contribution_month_is_a_first_day"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in DueState]), name="contribution_month_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.state}"


class ContributionRefund(models.Model):
    """A contribution that is given back (退费): at most one for a due."""

    due = models.OneToOneField(
        ContributionDue, primary_key=True, on_delete=models.PROTECT, related_name="refund"
    )
    amount_fen = models.BigIntegerField("退费金额（分）")
    reason = models.CharField("退费原因", max_length=40)
    state = models.CharField(
        "状态", max_length=10, choices=[(s.value, s.label) for s in RefundState]
    )
    requested_at = models.DateTimeField("申请时间")
    refunded_on = models.DateField("退费日期", null=True)
    case_number = models.CharField("受理编号", max_length=24)

    class Meta:
        """Given back on a day, or not yet."""

        db_table = "contribution_refund"
        verbose_name = verbose_name_plural = "退费"
        constraints = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="refund_is_above_zero"),
            models.CheckConstraint(
                condition=Q(state=RefundState.REQUESTED.value, refunded_on__isnull=True)
                | Q(state=RefundState.REFUNDED.value, refunded_on__isnull=False),
                name="refund_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount_fen} {self.state}"
